/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* TIFF's pixels through libtiff itself, from memory. It turns every kind of colour into RGBA, already multiplied by its alpha. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include <tiffio.h>

namespace kon {

/* Rows that are asked for at once, where strips are lower than this. */
static const uint32_t rows_at_once = 64;

/* What libtiff may ask for in one piece: all pixels in 16 bits, with the tiles' overhang. */
static const int64_t max_pixel_size = 8;

/* One decoding: the file as libtiff reads it, and what it said. */
struct TiffDecoding
{
  Bytes file;
  uint64_t at = 0;
  bool ends_early = false;
  bool has_errors = false;
  char text[256] = "";
};

static tmsize_t
read_cb (thandle_t handle, void *out, tmsize_t count)
{
  TiffDecoding *decoding = (TiffDecoding *) handle;
  uint64_t size = decoding->file.size ();
  uint64_t left = decoding->at < size ? size - decoding->at : 0;
  uint64_t wanted = count > 0 ? (uint64_t) count : 0;
  size_t given = (size_t) std::min (left, wanted);

  decoding->ends_early |= given < wanted;
  if (given > 0)
    memcpy (out, decoding->file.data () + decoding->at, given);
  decoding->at += given;
  return (tmsize_t) given;
}

static tmsize_t
write_cb (thandle_t, void *, tmsize_t)
{
  return 0;
}

/* Behind the end is a place like any other: reading there gives nothing. */
static toff_t
seek_cb (thandle_t handle, toff_t offset, int whence)
{
  TiffDecoding *decoding = (TiffDecoding *) handle;
  uint64_t base = whence == SEEK_CUR ? decoding->at : whence == SEEK_END ? decoding->file.size () : 0;

  decoding->at = base + offset;
  return decoding->at;
}

static int
close_cb (thandle_t)
{
  return 0;
}

static toff_t
size_cb (thandle_t handle)
{
  return ((TiffDecoding *) handle)->file.size ();
}

static int
error_cb (TIFF *, void *data, const char *, const char *format, va_list arguments)
{
  TiffDecoding *decoding = (TiffDecoding *) data;

  if (!decoding->has_errors)
    vsnprintf (decoding->text, sizeof decoding->text, format, arguments);
  decoding->has_errors = true;
  return 1;
}

static int
warning_cb (TIFF *, void *, const char *, const char *, va_list)
{
  return 1;
}

using Tiff = std::unique_ptr<TIFF, void (*) (TIFF *)>;
using Image = std::unique_ptr<TIFFRGBAImage, void (*) (TIFFRGBAImage *)>;

static Tiff
open_tiff (TiffDecoding &decoding, const Layout &layout)
{
  std::unique_ptr<TIFFOpenOptions, void (*) (TIFFOpenOptions *)> options (TIFFOpenOptionsAlloc (), TIFFOpenOptionsFree);
  int64_t most = max_pixel_size * (layout.width + max_tile_overhang) * (layout.height + max_tile_overhang);

  if (options == nullptr)
    throw Failure (KON_VISION_NO_MEMORY, "not enough memory");
  TIFFOpenOptionsSetErrorHandlerExtR (options.get (), error_cb, &decoding);
  TIFFOpenOptionsSetWarningHandlerExtR (options.get (), warning_cb, nullptr);
  TIFFOpenOptionsSetMaxSingleMemAlloc (options.get (), (tmsize_t) most);
  /* m: the file is in memory, but not to be mapped. */
  return Tiff (TIFFClientOpenExt ("picture", "rm", &decoding, read_cb, write_cb, seek_cb, close_cb, size_cb, nullptr, nullptr, options.get ()),
               TIFFClose);
}

/* The rows of one strip or one row of tiles; a decoder is asked for whole ones, because it begins anew for each. */
static uint32_t
rows_of_block (TIFF *tiff, uint32_t height)
{
  uint32_t rows = 0;

  if (TIFFIsTiled (tiff))
    TIFFGetField (tiff, TIFFTAG_TILELENGTH, &rows);
  else
    TIFFGetFieldDefaulted (tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  if (rows == 0 || rows >= height)
    return height;
  return rows < rows_at_once ? rows_at_once / rows * rows : rows;
}

static void
read_rows (TIFFRGBAImage *image, uint32_t rows, const Layout &layout, uint8_t *pixels)
{
  uint32_t width = image->width, height = image->height;
  std::vector<uint32_t> raster ((size_t) width * rows);
  std::vector<uint8_t> rgba ((size_t) width * 4);

  for (uint32_t y = 0; y < height; y += rows)
    {
      uint32_t count = std::min (rows, height - y);

      std::fill (raster.begin (), raster.end (), 0xff000000u);
      image->row_offset = (int) y;
      TIFFRGBAImageGet (image, raster.data (), width, count);
      for (uint32_t i = 0; i < count; i++)
        {
          const uint32_t *in = raster.data () + (size_t) i * width;

          for (uint32_t x = 0; x < width; x++)
            {
              rgba[4 * x] = (uint8_t) TIFFGetR (in[x]);
              rgba[4 * x + 1] = (uint8_t) TIFFGetG (in[x]);
              rgba[4 * x + 2] = (uint8_t) TIFFGetB (in[x]);
              rgba[4 * x + 3] = layout.has_alpha ? (uint8_t) TIFFGetA (in[x]) : 255;
            }
          lay_over_white (rgba.data (), width, true, pixels + ((size_t) y + i) * width * 3);
        }
    }
}

bool
decode_tiff (Bytes file, const Layout &layout, uint8_t *pixels)
{
  TiffDecoding decoding;
  TIFFRGBAImage image = {};
  char trouble[1024] = "";

  decoding.file = file;
  Tiff tiff = open_tiff (decoding, layout);
  if (tiff == nullptr)
    throw Failure (KON_VISION_DAMAGED, decoding.text);
  if (!TIFFRGBAImageOK (tiff.get (), trouble))
    throw Failure (KON_VISION_UNSUPPORTED, trouble);
  if (!TIFFRGBAImageBegin (&image, tiff.get (), 0, trouble))
    throw Failure (KON_VISION_DAMAGED, trouble);

  Image end (&image, TIFFRGBAImageEnd);
  if (image.width != (uint32_t) layout.width || image.height != (uint32_t) layout.height)
    throw Failure (KON_VISION_DAMAGED, "the pixels are not of the size that the header gives");
  /* As stored: libtiff would flip what is turned, but not lay it on its side. */
  image.orientation = image.req_orientation = ORIENTATION_TOPLEFT;
  /* What was said of single tags before does no harm to the pixels. */
  decoding.has_errors = decoding.ends_early = false;
  read_rows (&image, rows_of_block (tiff.get (), image.height), layout, pixels);
  if (decoding.has_errors && decoding.ends_early)
    throw Failure (KON_VISION_DAMAGED, "the TIFF ends early");
  return !decoding.has_errors;
}

} // namespace kon
