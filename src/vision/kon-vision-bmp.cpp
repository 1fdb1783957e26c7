/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* BMP's pixels: all depths, palettes, bit fields and run lengths, from the bottom up or from the top down. What some programs call alpha
 * is left out: as often as not it is nothing at all. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace kon {

enum Compression : uint32_t
{
  PLAIN = 0,
  RUNS_OF_8 = 1,
  RUNS_OF_4 = 2,
  BIT_FIELDS = 3,
};

static const size_t core_header_size = 12;
static const size_t header_at = 14;
static const size_t masks_at = 54; /* in the later headers, and behind the one that has none */

struct Colour
{
  uint8_t r = 0, g = 0, b = 0;
};

/* One of a pixel's colours among its bits. */
struct Field
{
  uint32_t mask = 0, shift = 0, most = 1;

  uint8_t
  value (uint32_t pixel) const
  {
    return (uint8_t) (((uint64_t) ((pixel & mask) >> shift) * 255 + most / 2) / most);
  }
};

struct Bmp
{
  Bytes file, pixels;
  int width, height;
  bool is_top_down = false;
  uint16_t bits;
  uint32_t compression = PLAIN;
  Colour palette[256];
  Field r, g, b;
};

static Field
make_field (uint32_t mask)
{
  Field field;

  field.mask = mask;
  while (mask != 0 && (mask & 1) == 0)
    {
      mask >>= 1;
      field.shift++;
    }
  if ((mask & (mask + 1)) != 0)
    throw Failure (KON_VISION_UNSUPPORTED, "a BMP with scattered bits");
  field.most = std::max (mask, 1u);
  return field;
}

static void
read_palette (Bmp &bmp, size_t at, size_t entry_size, uint32_t count)
{
  uint32_t most = 1u << bmp.bits;

  /* Entries that are not given are black. */
  for (uint32_t i = 0; i < std::min (count == 0 ? most : count, most) && bmp.file.has (at, 3); i++, at += entry_size)
    bmp.palette[i] = { bmp.file.u8 (at + 2), bmp.file.u8 (at + 1), bmp.file.u8 (at) };
}

static void
read_fields (Bmp &bmp)
{
  bool is_given = bmp.compression == BIT_FIELDS;
  bool is_small = bmp.bits == 16;

  bmp.r = make_field (is_given ? bmp.file.u32le (masks_at) : is_small ? 0x7c00 : 0xff0000);
  bmp.g = make_field (is_given ? bmp.file.u32le (masks_at + 4) : is_small ? 0x3e0 : 0xff00);
  bmp.b = make_field (is_given ? bmp.file.u32le (masks_at + 8) : is_small ? 0x1f : 0xff);
  if ((bmp.r.mask | bmp.g.mask | bmp.b.mask) == 0)
    throw Failure (KON_VISION_DAMAGED, "the BMP gives its colours no bits");
}

static bool
is_known (uint16_t bits, uint32_t compression)
{
  switch (compression)
    {
    case PLAIN:
      return bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
    case RUNS_OF_8:
      return bits == 8;
    case RUNS_OF_4:
      return bits == 4;
    case BIT_FIELDS:
      return bits == 16 || bits == 32;
    default:
      return false;
    }
}

static Bmp
read_header (Bytes file, const Layout &layout)
{
  Bmp bmp;
  uint32_t header_size = file.u32le (header_at);
  bool is_core = header_size == core_header_size;

  bmp.file = file;
  bmp.pixels = file.from (file.u32le (10));
  bmp.width = layout.width;
  bmp.height = layout.height;
  bmp.bits = file.u16le (is_core ? 24 : 28);
  if (!is_core)
    {
      bmp.is_top_down = (int32_t) file.u32le (22) < 0;
      bmp.compression = file.u32le (30);
    }
  if (!is_known (bmp.bits, bmp.compression))
    throw Failure (KON_VISION_UNSUPPORTED, "a BMP of an unknown kind");
  if (bmp.bits <= 8)
    read_palette (bmp, header_at + header_size, is_core ? 3 : 4, is_core ? 0 : file.u32le (46));
  else if (bmp.bits != 24)
    read_fields (bmp);
  return bmp;
}

static void
put (uint8_t *&out, Colour colour)
{
  out[0] = colour.r;
  out[1] = colour.g;
  out[2] = colour.b;
  out += 3;
}

/* @row is as long as a row of the picture is, padded to four bytes. */
static void
read_plain_row (const Bmp &bmp, Bytes row, uint8_t *out)
{
  const uint8_t *in = row.data ();

  for (int x = 0; x < bmp.width; x++)
    switch (bmp.bits)
      {
      case 24:
        put (out, { in[3 * (size_t) x + 2], in[3 * (size_t) x + 1], in[3 * (size_t) x] });
        break;
      case 16:
      case 32:
        {
          uint32_t pixel = bmp.bits == 16 ? row.u16le (2 * (size_t) x) : row.u32le (4 * (size_t) x);
          put (out, { bmp.r.value (pixel), bmp.g.value (pixel), bmp.b.value (pixel) });
          break;
        }
      default:
        {
          size_t bit = (size_t) x * bmp.bits;
          put (out, bmp.palette[in[bit / 8] >> (8 - bmp.bits - bit % 8) & ((1 << bmp.bits) - 1)]);
        }
      }
}

static void
read_plain (const Bmp &bmp, uint8_t *pixels)
{
  size_t row_size = ((size_t) bmp.width * bmp.bits + 31) / 32 * 4, out_size = (size_t) bmp.width * 3;

  for (int y = 0; y < bmp.height; y++)
    {
      int to = bmp.is_top_down ? y : bmp.height - 1 - y;
      read_plain_row (bmp, bmp.pixels.part (row_size * (size_t) y, row_size), pixels + out_size * (size_t) to);
    }
}

/* Writes runs into rows of palette numbers; a run that leaves its row is a fault. */
class Canvas
{
public:
  Canvas (int width, int height) : width_ (width), height_ (height), numbers_ ((size_t) width * (size_t) height) {}

  void
  put (uint8_t number)
  {
    if (x_ >= width_ || y_ >= height_)
      throw Failure (KON_VISION_DAMAGED, "a run leaves the picture");
    numbers_[(size_t) y_ * (size_t) width_ + (size_t) x_++] = number;
  }

  void
  end_row ()
  {
    x_ = 0;
    y_++;
  }

  void
  move (int right, int on)
  {
    x_ += right;
    y_ += on;
    if (x_ > width_ || y_ > height_)
      throw Failure (KON_VISION_DAMAGED, "a run leaves the picture");
  }

  bool is_full () const { return y_ >= height_; }
  const uint8_t *row (int y) const { return numbers_.data () + (size_t) y * (size_t) width_; }

private:
  int width_, height_, x_ = 0, y_ = 0;
  std::vector<uint8_t> numbers_;
};

/* The @i-th number of a run whose bytes begin @at. */
static uint8_t
number_of (const Bmp &bmp, size_t at, size_t i)
{
  if (bmp.bits == 8)
    return bmp.pixels.u8 (at + i);
  return bmp.pixels.u8 (at + i / 2) >> (i % 2 == 0 ? 4 : 0) & 15;
}

/* Two bytes at a time: a run of one colour (of two in turns, for four bits), or after a 0 what else is to be done. */
static void
read_runs (const Bmp &bmp, Canvas &canvas)
{
  enum { END_ROW, END, MOVE };
  size_t at = 0;

  while (!canvas.is_full ())
    {
      uint8_t count = bmp.pixels.u8 (at), what = bmp.pixels.u8 (at + 1);

      at += 2;
      if (count > 0)
        for (size_t i = 0; i < count; i++)
          canvas.put (bmp.bits == 8 ? what : number_of (bmp, at - 1, i % 2));
      else if (what == END)
        return;
      else if (what == END_ROW)
        canvas.end_row ();
      else if (what == MOVE)
        {
          canvas.move (bmp.pixels.u8 (at), bmp.pixels.u8 (at + 1));
          at += 2;
        }
      else
        {
          for (size_t i = 0; i < what; i++)
            canvas.put (number_of (bmp, at, i));
          size_t size = ((size_t) what * bmp.bits + 7) / 8;
          at += size + size % 2;
        }
    }
}

void
decode_bmp (Bytes file, const Layout &layout, uint8_t *pixels)
{
  Bmp bmp = read_header (file, layout);

  if (bmp.compression != RUNS_OF_8 && bmp.compression != RUNS_OF_4)
    {
      read_plain (bmp, pixels);
      return;
    }

  Canvas canvas (bmp.width, bmp.height);
  read_runs (bmp, canvas);
  for (int y = 0; y < bmp.height; y++)
    {
      const uint8_t *in = canvas.row (bmp.is_top_down ? y : bmp.height - 1 - y);

      for (int x = 0; x < bmp.width; x++)
        put (pixels, bmp.palette[in[x]]);
    }
}

} // namespace kon
