/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JPEG through libjpeg itself: OpenCV keeps to itself what libjpeg found broken, and libjpeg's lines on the standard error are not ours. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

namespace kon {

/* A progressive picture is built up in about ten scans; more than this is there to eat time. */
static const int max_scans = 100;

/* Some cameras put a few bytes between the last pixels and the end marker. */
static const int harmless_padding = 4;

/* One decoding. libjpeg's errors jump over what lies between: nothing in there may need a destructor. */
struct JpegDecoding
{
  jpeg_decompress_struct info = {};
  jpeg_error_mgr errors = {};
  jpeg_progress_mgr progress = {};
  jmp_buf trouble;
  bool is_broken = false, ends_early = false;
  KonVisionStatus status = KON_VISION_OK;
  char text[JMSG_LENGTH_MAX] = "";
};

static JpegDecoding *
decoding_of (j_common_ptr info)
{
  return (JpegDecoding *) info->client_data;
}

static KonVisionStatus
status_of (int code)
{
  switch (code)
    {
    case JERR_OUT_OF_MEMORY:
      return KON_VISION_NO_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
    case JERR_NOT_COMPILED:
    case JERR_FRACT_SAMPLE_NOTIMPL:
      return KON_VISION_UNSUPPORTED;
    default:
      return KON_VISION_DAMAGED;
    }
}

[[noreturn]] static void
error_cb (j_common_ptr info)
{
  JpegDecoding *decoding = decoding_of (info);

  decoding->status = status_of (info->err->msg_code);
  info->err->format_message (info, decoding->text);
  longjmp (decoding->trouble, 1);
}

/* Level -1 is a warning: the data are wrong somewhere, and libjpeg goes on with a guess. */
static void
message_cb (j_common_ptr info, int level)
{
  JpegDecoding *decoding = decoding_of (info);

  if (level != -1)
    return;
  switch (info->err->msg_code)
    {
    case JWRN_JPEG_EOF:
      decoding->ends_early = true;
      break;
    case JWRN_EXTRANEOUS_DATA:
      decoding->is_broken |= info->err->msg_parm.i[0] > harmless_padding || info->err->msg_parm.i[1] != JPEG_EOI;
      break;
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA:
      break;
    default:
      decoding->is_broken = true;
    }
}

static void
print_cb (j_common_ptr)
{
}

static void
progress_cb (j_common_ptr info)
{
  JpegDecoding *decoding = decoding_of (info);

  if (decoding->info.input_scan_number <= max_scans)
    return;
  decoding->status = KON_VISION_UNSUPPORTED;
  snprintf (decoding->text, sizeof decoding->text, "more than %d scans", max_scans);
  longjmp (decoding->trouble, 1);
}

/* Adobe's programs, and with them nearly everybody, store CMYK inverted. */
static void
cmyk_to_rgb (const uint8_t *in, uint8_t *out, unsigned width, bool is_inverted)
{
  for (unsigned x = 0; x < width; x++, in += 4, out += 3)
    for (int c = 0; c < 3; c++)
      {
        int light = is_inverted ? in[c] : 255 - in[c], white = is_inverted ? in[3] : 255 - in[3];
        out[c] = (uint8_t) ((light * white + 127) / 255);
      }
}

static void
read_rows (jpeg_decompress_struct *info, uint8_t *pixels)
{
  size_t row_size = (size_t) info->output_width * 3;
  bool is_cmyk = info->out_color_space == JCS_CMYK;
  JSAMPARRAY cmyk = is_cmyk ? info->mem->alloc_sarray ((j_common_ptr) info, JPOOL_IMAGE, info->output_width * 4, 1) : nullptr;

  while (info->output_scanline < info->output_height)
    {
      JSAMPROW row = pixels + row_size * info->output_scanline;

      jpeg_read_scanlines (info, is_cmyk ? cmyk : &row, 1);
      if (is_cmyk)
        cmyk_to_rgb (cmyk[0], row, info->output_width, info->saw_Adobe_marker);
    }
}

/* FALSE where libjpeg gave up before the last row; what came after does no harm any more. */
static bool
run (JpegDecoding &decoding, Bytes file, uint8_t *pixels, int width, int height)
{
  jpeg_decompress_struct *info = &decoding.info;
  volatile bool has_all_rows = false;

  info->err = jpeg_std_error (&decoding.errors);
  decoding.errors.error_exit = error_cb;
  decoding.errors.emit_message = message_cb;
  decoding.errors.output_message = print_cb;
  info->client_data = &decoding;
  if (setjmp (decoding.trouble) != 0)
    {
      decoding.is_broken = true;
      return has_all_rows;
    }

  jpeg_create_decompress (info);
  decoding.progress.progress_monitor = progress_cb;
  info->progress = &decoding.progress;
  jpeg_mem_src (info, file.data (), file.size ());
  jpeg_read_header (info, TRUE);
  if (info->image_width != (JDIMENSION) width || info->image_height != (JDIMENSION) height)
    ERREXIT (info, JERR_BAD_STATE);
  info->out_color_space = info->num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress (info);
  read_rows (info, pixels);
  has_all_rows = true;
  jpeg_finish_decompress (info);
  return true;
}

bool
decode_jpeg (Bytes file, const Layout &layout, uint8_t *pixels)
{
  JpegDecoding decoding;
  bool has_all_rows = run (decoding, file, pixels, layout.width, layout.height);

  jpeg_destroy_decompress (&decoding.info);
  if (decoding.ends_early)
    throw Failure (KON_VISION_DAMAGED, "the JPEG ends early");
  if (!has_all_rows)
    throw Failure (decoding.status, decoding.text);
  return !decoding.is_broken;
}

} // namespace kon
