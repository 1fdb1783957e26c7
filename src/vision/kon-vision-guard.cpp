/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands at every entry of the door: nothing is thrown outward, OpenCV keeps quiet, reading past the end is caught. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/core.hpp>
#include <opencv2/core/ocl.hpp>
#include <opencv2/core/utils/logger.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#include <sys/mman.h>

namespace kon {

static const size_t huge_page = 2 << 20;

static std::atomic<int> thread_count{ 1 };

static int
ignore_error (int, const char *, const char *, const char *, int, void *)
{
  return 0;
}

/* Once per process: no lines of OpenCV's own on the standard error, no search for an OpenCL device. */
static void
quieten_opencv ()
{
  cv::utils::logging::setLogLevel (cv::utils::logging::LOG_LEVEL_SILENT);
  cv::redirectError (ignore_error);
  cv::ocl::setUseOpenCL (false);
}

static KonVisionStatus
fail (KonVisionMessage *message, KonVisionStatus status, const char *text)
{
  if (message != nullptr)
    snprintf (message->text, sizeof message->text, "%s", text);
  return status;
}

KonVisionStatus
enter (KonVisionMessage *message, KonVisionStatus otherwise, const std::function<void ()> &work)
{
  static std::once_flag quiet;

  if (message != nullptr)
    message->text[0] = '\0';
  try
    {
      Quiet nothing_printed;

      std::call_once (quiet, quieten_opencv);
      work ();
      return KON_VISION_OK;
    }
  catch (const Failure &failure)
    {
      return fail (message, failure.status (), failure.what ());
    }
  catch (const cv::Exception &exception)
    {
      bool no_memory = exception.code == cv::Error::StsNoMem;
      return fail (message, no_memory ? KON_VISION_NO_MEMORY : otherwise, exception.err.c_str ());
    }
  catch (const std::bad_alloc &)
    {
      return fail (message, KON_VISION_NO_MEMORY, "not enough memory");
    }
  catch (const std::exception &exception)
    {
      return fail (message, otherwise, exception.what ());
    }
  catch (...)
    {
      return fail (message, otherwise, "unknown trouble");
    }
}

int
threads ()
{
  return thread_count;
}

Bytes
Bytes::part (size_t at, size_t count) const
{
  if (!has (at, count))
    throw Failure (KON_VISION_DAMAGED, "the file ends early");
  return Bytes (data_ + at, count);
}

bool
Bytes::starts_with (const void *magic, size_t count) const
{
  return has (0, count) && memcmp (data_, magic, count) == 0;
}

uint16_t
Bytes::u16be (size_t at) const
{
  const uint8_t *p = part (at, 2).data ();
  return (uint16_t) (p[0] << 8 | p[1]);
}

uint16_t
Bytes::u16le (size_t at) const
{
  const uint8_t *p = part (at, 2).data ();
  return (uint16_t) (p[1] << 8 | p[0]);
}

uint32_t
Bytes::u24le (size_t at) const
{
  const uint8_t *p = part (at, 3).data ();
  return (uint32_t) p[2] << 16 | (uint32_t) p[1] << 8 | p[0];
}

uint32_t
Bytes::u32be (size_t at) const
{
  const uint8_t *p = part (at, 4).data ();
  return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8 | p[3];
}

uint32_t
Bytes::u32le (size_t at) const
{
  const uint8_t *p = part (at, 4).data ();
  return (uint32_t) p[3] << 24 | (uint32_t) p[2] << 16 | (uint32_t) p[1] << 8 | p[0];
}

uint8_t *
allocate (size_t size)
{
  void *memory = nullptr;

  if (size < 2 * huge_page)
    return (uint8_t *) malloc (size);
  if (posix_memalign (&memory, huge_page, size) != 0)
    return nullptr;
  madvise (memory, size, MADV_HUGEPAGE);
  return (uint8_t *) memory;
}

KonVisionImage
new_image (int width, int height, int channels)
{
  KonVisionImage image = { nullptr, width, height, channels, 0 };

  if (width <= 0 || height <= 0)
    throw Failure (KON_VISION_FAILED, "a picture without pixels");
  image.pixels = allocate ((size_t) width * (size_t) height * (size_t) channels);
  if (image.pixels == nullptr)
    throw Failure (KON_VISION_NO_MEMORY, "not enough memory for the pixels");
  return image;
}

} // namespace kon

void
kon_vision_image_clear (KonVisionImage *image)
{
  if (image == nullptr)
    return;
  free (image->pixels);
  *image = {};
}

void
kon_vision_set_threads (int threads)
{
  kon::enter (nullptr, KON_VISION_FAILED, [=] {
    kon::thread_count = threads > 0 ? threads : 1;
    cv::setNumThreads (kon::thread_count);
  });
}
