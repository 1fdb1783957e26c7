/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads the size of a picture, whether it has alpha, and where its EXIF block lies, without decoding a pixel. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <climits>
#include <cstdlib>
#include <cstring>

namespace kon {

static const size_t max_exif_size = 1 << 20;

static void
set_size (Layout &layout, uint32_t width, uint32_t height)
{
  if (width == 0 || height == 0 || width > INT_MAX || height > INT_MAX)
    throw Failure (KON_VISION_DAMAGED, "the header gives no size");
  layout.width = (int) width;
  layout.height = (int) height;
}

/* @block with or without the six bytes that JPEG puts before it. */
static void
set_exif (Layout &layout, Bytes block)
{
  if (block.starts_with ("Exif\0\0", 6))
    block = block.from (6);
  if (layout.has_exif || block.size () > max_exif_size)
    return;
  layout.exif = read_exif (block);
  layout.has_exif = true;
}

/* ---- JPEG: markers as libjpeg looks for them, so that both see the same frame header */

static bool
is_frame_header (uint8_t marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* The marker at or after @at; moves @at behind it. */
static uint8_t
next_marker (Bytes file, size_t &at)
{
  for (;;)
    {
      const void *found = memchr (file.from (at).data (), 0xff, file.size () - at);

      if (found == nullptr)
        throw Failure (KON_VISION_DAMAGED, "the JPEG ends early");
      at = (size_t) ((const uint8_t *) found - file.data ());
      while (file.u8 (at) == 0xff)
        at++;
      if (file.u8 (at++) != 0)
        return file.u8 (at - 1);
    }
}

static bool
stands_alone (uint8_t marker)
{
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

static Layout
read_jpeg_layout (Bytes file)
{
  Layout layout;
  size_t at = 2;

  for (;;)
    {
      uint8_t marker = next_marker (file, at);

      if (stands_alone (marker))
        continue;
      if (marker == 0xd9 || (marker == 0xda && layout.width == 0))
        throw Failure (KON_VISION_DAMAGED, "the JPEG has no frame header");
      if (marker == 0xda)
        return layout;

      size_t length = file.u16be (at);
      if (length < 2)
        throw Failure (KON_VISION_DAMAGED, "a JPEG segment is shorter than its own length");
      Bytes segment = file.part (at, length).from (2);
      at += length;

      if (is_frame_header (marker) && layout.width != 0)
        throw Failure (KON_VISION_DAMAGED, "the JPEG has two frame headers");
      if (is_frame_header (marker))
        set_size (layout, segment.u16be (3), segment.u16be (1));
      else if (marker == 0xe1 && segment.starts_with ("Exif\0\0", 6))
        set_exif (layout, segment);
    }
}

/* ---- PNG */

struct Chunk
{
  Bytes type, data, whole;
};

static Chunk
read_chunk (Bytes file, size_t &at)
{
  Chunk chunk;
  size_t length = file.u32be (at);

  chunk.type = file.part (at + 4, 4);
  chunk.data = file.part (at + 8, length);
  chunk.whole = file.part (at, length + 12);
  at += length + 12;
  return chunk;
}

static Layout
read_png_layout (Bytes file)
{
  Layout layout;
  size_t at = 8;
  Chunk chunk = read_chunk (file, at);

  if (!chunk.type.starts_with ("IHDR", 4) || chunk.data.size () != 13)
    throw Failure (KON_VISION_DAMAGED, "the PNG does not begin with its header");
  set_size (layout, chunk.data.u32be (0), chunk.data.u32be (4));
  uint8_t colour = chunk.data.u8 (9);
  layout.has_alpha = colour == 4 || colour == 6;

  while (!chunk.type.starts_with ("IEND", 4))
    {
      chunk = read_chunk (file, at);
      if (chunk.type.starts_with ("acTL", 4) && chunk.data.u32be (0) > 1)
        throw Failure (KON_VISION_UNSUPPORTED, "an animated PNG");
      if (chunk.type.starts_with ("tRNS", 4) && colour != 0)
        layout.has_alpha = true;
      if (chunk.type.starts_with ("eXIf", 4))
        set_exif (layout, chunk.data);
    }
  return layout;
}

std::string
strip_png (Bytes file)
{
  std::string stripped ((const char *) file.part (0, 8).data (), 8);
  size_t at = 8;
  Chunk chunk;

  stripped.reserve (file.size ());
  do
    {
      chunk = read_chunk (file, at);
      for (const char *kept : { "IHDR", "PLTE", "tRNS", "IDAT", "IEND" })
        if (chunk.type.starts_with (kept, 4))
          stripped.append ((const char *) chunk.whole.data (), chunk.whole.size ());
    }
  while (!chunk.type.starts_with ("IEND", 4));
  return stripped;
}

/* ---- WebP */

static void
read_webp_chunk (Layout &layout, Bytes type, Bytes data)
{
  if (type.starts_with ("VP8X", 4))
    {
      if (data.u8 (0) & 0x02)
        throw Failure (KON_VISION_UNSUPPORTED, "an animated WebP");
      layout.has_alpha = (data.u8 (0) & 0x10) != 0;
      set_size (layout, data.u24le (4) + 1, data.u24le (7) + 1);
    }
  else if (type.starts_with ("VP8 ", 4) && layout.width == 0)
    {
      if (!data.from (3).starts_with ("\x9d\x01\x2a", 3))
        throw Failure (KON_VISION_DAMAGED, "the WebP has no frame header");
      set_size (layout, data.u16le (6) & 0x3fff, data.u16le (8) & 0x3fff);
    }
  else if (type.starts_with ("VP8L", 4) && layout.width == 0)
    {
      uint32_t bits = data.u32le (1);

      if (data.u8 (0) != 0x2f)
        throw Failure (KON_VISION_DAMAGED, "the WebP has no frame header");
      set_size (layout, (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
      layout.has_alpha = (bits >> 28 & 1) != 0;
    }
  else if (type.starts_with ("EXIF", 4))
    set_exif (layout, data);
}

static Layout
read_webp_layout (Bytes file)
{
  Layout layout;

  /* Chunks are padded to even sizes; the last pad byte may be missing. */
  for (size_t at = 12; file.has (at, 8);)
    {
      size_t length = file.u32le (at + 4);

      read_webp_chunk (layout, file.part (at, 4), file.part (at + 8, length));
      at += 8 + length + (length & 1);
    }
  if (layout.width == 0)
    throw Failure (KON_VISION_DAMAGED, "the WebP has no frame header");
  return layout;
}

/* ---- BMP */

/* Rows as they are, padded to four bytes: all of them must be there. */
static void
check_bmp_is_whole (Bytes file, const Layout &layout, uint16_t bits)
{
  uint64_t row_size = ((uint64_t) layout.width * bits + 31) / 32 * 4;

  if (file.u32le (10) + row_size * (uint64_t) layout.height > file.size ())
    throw Failure (KON_VISION_DAMAGED, "the BMP ends early");
}

static Layout
read_bmp_layout (Bytes file)
{
  Layout layout;

  if (file.u32le (14) == 12)
    {
      set_size (layout, file.u16le (18), file.u16le (20));
      check_bmp_is_whole (file, layout, file.u16le (24));
    }
  else
    {
      int32_t height = (int32_t) file.u32le (22);
      uint32_t compression = file.u32le (30);

      /* Negative: the rows run from top to bottom. */
      set_size (layout, file.u32le (18), height < 0 ? 0u - (uint32_t) height : (uint32_t) height);
      if (compression == 0 || compression == 3)
        check_bmp_is_whole (file, layout, file.u16le (28));
    }
  return layout;
}

Layout
read_layout (Bytes file)
{
  KonVisionFormat format = kon_vision_sniff (file.data (), file.size ());
  Layout layout;

  switch (format)
    {
    case KON_VISION_FORMAT_JPEG:
      layout = read_jpeg_layout (file);
      break;
    case KON_VISION_FORMAT_PNG:
      layout = read_png_layout (file);
      break;
    case KON_VISION_FORMAT_WEBP:
      layout = read_webp_layout (file);
      break;
    case KON_VISION_FORMAT_TIFF:
      layout = read_tiff_layout (file);
      break;
    case KON_VISION_FORMAT_BMP:
      layout = read_bmp_layout (file);
      break;
    case KON_VISION_FORMAT_HEIC:
    case KON_VISION_FORMAT_AVIF:
      layout = read_heif_layout (file);
      break;
    case KON_VISION_FORMAT_UNKNOWN:
      throw Failure (KON_VISION_UNSUPPORTED, "not a kind of picture that is read");
    }
  layout.format = format;
  return layout;
}

} // namespace kon

KonVisionStatus
kon_vision_read_header (const uint8_t *bytes, size_t size, KonVisionHeader *out, KonVisionMessage *message)
{
  return kon::enter (message, KON_VISION_DAMAGED, [=] {
    kon::Layout layout = kon::read_layout (kon::Bytes (bytes, size));
    bool lies_on_its_side = layout.exif.orientation >= 5;
    KonVisionHeader header = {};

    header.format = layout.format;
    header.orientation = layout.exif.orientation;
    header.width = lies_on_its_side ? layout.height : layout.width;
    header.height = lies_on_its_side ? layout.width : layout.height;
    snprintf (header.date_time, sizeof header.date_time, "%s", layout.exif.date_time.c_str ());
    snprintf (header.offset_time, sizeof header.offset_time, "%s", layout.exif.offset_time.c_str ());
    snprintf (header.camera, sizeof header.camera, "%s", layout.exif.camera.c_str ());
    *out = header;
  });
}
