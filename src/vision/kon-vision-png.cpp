/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* PNG through libpng itself. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <png.h>

namespace kon {

/* One decoding. libpng's errors jump over what lies between: nothing in there may need a destructor. */
struct PngDecoding
{
  png_structp png = nullptr;
  png_infop info = nullptr;
  uint8_t **rows = nullptr;
  Bytes rest; /* of the file */
  jmp_buf trouble;
  char text[128] = "";
};

[[noreturn]] static void
error_cb (png_structp png, png_const_charp text)
{
  PngDecoding *decoding = (PngDecoding *) png_get_error_ptr (png);

  snprintf (decoding->text, sizeof decoding->text, "%s", text);
  longjmp (decoding->trouble, 1);
}

static void
warning_cb (png_structp, png_const_charp)
{
}

static void
read_cb (png_structp png, png_bytep out, size_t count)
{
  PngDecoding *decoding = (PngDecoding *) png_get_io_ptr (png);

  if (!decoding->rest.has (0, count))
    png_error (png, "the PNG ends early");
  memcpy (out, decoding->rest.data (), count);
  decoding->rest = Bytes (decoding->rest.data () + count, decoding->rest.size () - count);
}

/* Whatever lies in the file becomes RGB8, what is clear lies over white. */
static void
ask_for_rgb (png_structp png, png_infop info)
{
  png_color_16 white = { 0, 0xff, 0xff, 0xff, 0xff };

  png_set_expand (png);
  if (png_get_bit_depth (png, info) == 16)
    {
      white.red = white.green = white.blue = white.gray = 0xffff;
      png_set_scale_16 (png);
    }
  png_set_gray_to_rgb (png);
  png_set_background (png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
  png_set_interlace_handling (png);
  png_read_update_info (png, info);
}

static bool
run (PngDecoding &decoding, uint8_t *pixels, int width, int height)
{
  size_t row_size = (size_t) width * 3;

  if (setjmp (decoding.trouble) != 0)
    return false;
  decoding.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &decoding, error_cb, warning_cb);
  decoding.info = decoding.png != nullptr ? png_create_info_struct (decoding.png) : nullptr;
  decoding.rows = (uint8_t **) calloc ((size_t) height, sizeof (uint8_t *));
  if (decoding.info == nullptr || decoding.rows == nullptr)
    return false;
  for (int y = 0; y < height; y++)
    decoding.rows[y] = pixels + row_size * (size_t) y;

  png_set_read_fn (decoding.png, &decoding, read_cb);
  png_read_info (decoding.png, decoding.info);
  if (png_get_image_width (decoding.png, decoding.info) != (png_uint_32) width
      || png_get_image_height (decoding.png, decoding.info) != (png_uint_32) height)
    png_error (decoding.png, "the pixels are not of the size that the header gives");
  ask_for_rgb (decoding.png, decoding.info);
  if (png_get_rowbytes (decoding.png, decoding.info) != row_size)
    png_error (decoding.png, "pixels of an unknown kind");
  png_read_image (decoding.png, decoding.rows);
  /* The checksum of the last pixels. */
  png_read_end (decoding.png, nullptr);
  return true;
}

void
decode_png (Bytes file, const Layout &layout, uint8_t *pixels)
{
  std::string stripped = strip_png (file);
  PngDecoding decoding;

  decoding.rest = Bytes ((const uint8_t *) stripped.data (), stripped.size ());
  bool is_whole = run (decoding, pixels, layout.width, layout.height);
  png_destroy_read_struct (&decoding.png, &decoding.info, nullptr);
  free (decoding.rows);
  if (!is_whole)
    throw Failure (decoding.text[0] != '\0' ? KON_VISION_DAMAGED : KON_VISION_NO_MEMORY,
                   decoding.text[0] != '\0' ? decoding.text : "not enough memory");
}

} // namespace kon
