/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JPEG in and out through libjpeg itself, which tells what it found broken. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

#include <jerror.h>

namespace kon {

/* A progressive picture is built up in about ten scans; more than this is there to eat time. */
static const int max_scans = 100;

/* Some cameras put a few bytes between the last pixels and the end marker. */
static const int harmless_padding = 4;

/* Bytes that a JPEG begins with; it grows. */
static const size_t first_room = 64 * 1024;

/* One piece of work. libjpeg's errors jump over what lies between: nothing in there may need a destructor. */
struct JpegWork
{
  jpeg_error_mgr errors = {};
  jmp_buf trouble;
  KonVisionStatus status = KON_VISION_OK;
  char text[JMSG_LENGTH_MAX] = "";
};

struct JpegDecoding : JpegWork
{
  jpeg_decompress_struct info = {};
  jpeg_progress_mgr progress = {};
  bool is_broken = false, ends_early = false;
};

struct JpegEncoding : JpegWork
{
  jpeg_compress_struct info = {};
  jpeg_destination_mgr target = {};
  uint8_t *bytes = nullptr;
  size_t size = 0;
};

static JpegDecoding *
decoding_of (j_common_ptr info)
{
  return static_cast<JpegDecoding *> ((JpegWork *) info->client_data);
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
  JpegWork *work = (JpegWork *) info->client_data;

  work->status = status_of (info->err->msg_code);
  info->err->format_message (info, work->text);
  longjmp (work->trouble, 1);
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
  info->client_data = static_cast<JpegWork *> (&decoding);
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

/* ---- writing */

static void
grow (JpegEncoding *encoding, size_t room)
{
  uint8_t *bytes = (uint8_t *) realloc (encoding->bytes, room);

  if (bytes == nullptr)
    ERREXIT1 (&encoding->info, JERR_OUT_OF_MEMORY, 0);
  encoding->bytes = bytes;
  encoding->target.next_output_byte = bytes + encoding->size;
  encoding->target.free_in_buffer = room - encoding->size;
}

static JpegEncoding *
encoding_of (j_compress_ptr info)
{
  return static_cast<JpegEncoding *> ((JpegWork *) info->client_data);
}

static void
begin_cb (j_compress_ptr info)
{
  grow (encoding_of (info), first_room);
}

/* Called when all of the room is used, whatever free_in_buffer says. */
static boolean
full_cb (j_compress_ptr info)
{
  JpegEncoding *encoding = encoding_of (info);

  encoding->size = encoding->size == 0 ? first_room : encoding->size * 2;
  grow (encoding, encoding->size * 2);
  return TRUE;
}

static void
end_cb (j_compress_ptr info)
{
  JpegEncoding *encoding = encoding_of (info);

  encoding->size = (size_t) (encoding->target.next_output_byte - encoding->bytes);
}

static bool
run (JpegEncoding &encoding, const uint8_t *rgb, int width, int height, size_t stride, int quality)
{
  jpeg_compress_struct *info = &encoding.info;

  info->err = jpeg_std_error (&encoding.errors);
  encoding.errors.error_exit = error_cb;
  encoding.errors.output_message = print_cb;
  info->client_data = static_cast<JpegWork *> (&encoding);
  if (setjmp (encoding.trouble) != 0)
    return false;

  jpeg_create_compress (info);
  encoding.target.init_destination = begin_cb;
  encoding.target.empty_output_buffer = full_cb;
  encoding.target.term_destination = end_cb;
  info->dest = &encoding.target;
  info->image_width = (JDIMENSION) width;
  info->image_height = (JDIMENSION) height;
  info->input_components = 3;
  info->in_color_space = JCS_RGB;
  jpeg_set_defaults (info);
  jpeg_set_quality (info, quality, TRUE);
  jpeg_start_compress (info, TRUE);
  while (info->next_scanline < info->image_height)
    {
      JSAMPROW row = const_cast<JSAMPROW> (rgb + stride * info->next_scanline);

      jpeg_write_scanlines (info, &row, 1);
    }
  jpeg_finish_compress (info);
  return true;
}

uint8_t *
encode_jpeg (const uint8_t *rgb, int width, int height, size_t stride, int quality, size_t *out_size)
{
  JpegEncoding encoding;
  bool is_whole = run (encoding, rgb, width, height, stride, quality);

  jpeg_destroy_compress (&encoding.info);
  if (!is_whole)
    {
      free (encoding.bytes);
      throw Failure (encoding.status == KON_VISION_NO_MEMORY ? KON_VISION_NO_MEMORY : KON_VISION_FAILED, encoding.text);
    }
  *out_size = encoding.size;
  return encoding.bytes;
}

} // namespace kon
