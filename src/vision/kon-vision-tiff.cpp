/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first directory of a TIFF file, in both byte orders: size, alpha, turn, and what a camera wrote. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <climits>

namespace kon {

enum Tag : uint16_t
{
  TAG_WIDTH = 256,
  TAG_HEIGHT = 257,
  TAG_BITS_PER_SAMPLE = 258,
  TAG_MAKE = 271,
  TAG_MODEL = 272,
  TAG_ORIENTATION = 274,
  TAG_SAMPLES_PER_PIXEL = 277,
  TAG_TILE_WIDTH = 322,
  TAG_TILE_HEIGHT = 323,
  TAG_EXTRA_SAMPLES = 338,
  TAG_EXIF_DIRECTORY = 34665,
  TAG_DATE_TIME_ORIGINAL = 36867,
  TAG_OFFSET_TIME_ORIGINAL = 36881,
};

enum Type : uint16_t
{
  TYPE_BYTE = 1,
  TYPE_ASCII = 2,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
};

static const uint32_t max_text = 256;

class Directory
{
public:
  Directory (Bytes file, bool big_endian, size_t at) : file_ (file), big_endian_ (big_endian), at_ (at) { count_ = u16 (at); }

  /* Where the entry of @tag lies, 0 for none. */
  size_t
  find (Tag tag) const
  {
    for (size_t i = 0; i < count_; i++)
      if (u16 (at_ + 2 + 12 * i) == tag)
        return at_ + 2 + 12 * i;
    return 0;
  }

  /* The first value of a number. */
  uint32_t
  number (Tag tag, uint32_t otherwise) const
  {
    size_t entry = find (tag);

    if (entry == 0 || u32 (entry + 4) == 0)
      return otherwise;
    switch (u16 (entry + 2))
      {
      case TYPE_BYTE:
        return file_.u8 (entry + 8);
      case TYPE_SHORT:
        return u16 (u32 (entry + 4) <= 2 ? entry + 8 : u32 (entry + 8));
      case TYPE_LONG:
        return u32 (u32 (entry + 4) <= 1 ? entry + 8 : u32 (entry + 8));
      default:
        return otherwise;
      }
  }

  std::string
  text (Tag tag) const
  {
    size_t entry = find (tag);
    std::string text;

    if (entry == 0 || u16 (entry + 2) != TYPE_ASCII || u32 (entry + 4) > max_text)
      return text;
    uint32_t size = u32 (entry + 4);
    Bytes bytes = file_.part (size <= 4 ? entry + 8 : u32 (entry + 8), size);
    for (size_t i = 0; i < size && bytes.u8 (i) != '\0'; i++)
      text += bytes.u8 (i) >= 0x20 && bytes.u8 (i) < 0x7f ? (char) bytes.u8 (i) : '?';
    text.erase (text.find_last_not_of (' ') + 1);
    return text;
  }

private:
  uint16_t u16 (size_t at) const { return big_endian_ ? file_.u16be (at) : file_.u16le (at); }
  uint32_t u32 (size_t at) const { return big_endian_ ? file_.u32be (at) : file_.u32le (at); }

  Bytes file_;
  bool big_endian_;
  size_t at_;
  size_t count_;
};

/* What the camera wrote may be broken without harm to the pixels. */
static void
read_camera_tags (Exif &exif, Bytes file, bool big_endian, const Directory &first)
{
  try
    {
      uint32_t at = first.number (TAG_EXIF_DIRECTORY, 0);

      exif.camera = name_camera (first.text (TAG_MAKE), first.text (TAG_MODEL));
      if (at != 0)
        {
          Directory second (file, big_endian, at);
          exif.date_time = second.text (TAG_DATE_TIME_ORIGINAL);
          exif.offset_time = second.text (TAG_OFFSET_TIME_ORIGINAL);
        }
    }
  catch (const Failure &)
    {
    }
}

Layout
read_tiff_layout (Bytes file)
{
  Layout layout;
  bool big_endian = file.u8 (0) == 'M';
  Directory first (file, big_endian, big_endian ? file.u32be (4) : file.u32le (4));
  uint32_t width = first.number (TAG_WIDTH, 0), height = first.number (TAG_HEIGHT, 0);
  uint32_t bits = first.number (TAG_BITS_PER_SAMPLE, 1), samples = first.number (TAG_SAMPLES_PER_PIXEL, 1);
  uint32_t orientation = first.number (TAG_ORIENTATION, 1);

  if (width == 0 || height == 0 || width > INT_MAX || height > INT_MAX)
    throw Failure (KON_VISION_DAMAGED, "the TIFF gives no size");
  if ((bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) || samples > 4)
    throw Failure (KON_VISION_UNSUPPORTED, "a TIFF of numbers that are no colours");
  if (first.number (TAG_TILE_WIDTH, 0) > width + max_tile_overhang || first.number (TAG_TILE_HEIGHT, 0) > height + max_tile_overhang)
    throw Failure (KON_VISION_DAMAGED, "the TIFF's tiles are larger than the picture");

  layout.width = (int) width;
  layout.height = (int) height;
  layout.has_alpha = samples == 4 && first.find (TAG_EXTRA_SAMPLES) != 0;
  if (orientation >= 2 && orientation <= 8)
    layout.exif.orientation = (int) orientation;
  read_camera_tags (layout.exif, file, big_endian, first);
  layout.has_exif = true;
  return layout;
}

} // namespace kon
