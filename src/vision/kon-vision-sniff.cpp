/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a file is, by its first bytes. What is not named here never reaches a decoder. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <algorithm>
#include <cstring>

using kon::Bytes;

/* The file type box of the ISO base media format: size, "ftyp", major brand, version, other brands. */
static KonVisionFormat
sniff_brands (Bytes bytes)
{
  size_t end = std::min<size_t> (bytes.u32be (0), bytes.size ());

  for (size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
    {
      Bytes brand = bytes.part (at, 4);

      for (const char *name : { "heic", "heix", "heim", "heis", "hevc", "hevx" })
        if (brand.starts_with (name, 4))
          return KON_VISION_FORMAT_HEIC;
      for (const char *name : { "avif", "avis" })
        if (brand.starts_with (name, 4))
          return KON_VISION_FORMAT_AVIF;
    }
  return KON_VISION_FORMAT_UNKNOWN;
}

KonVisionFormat
kon_vision_sniff (const uint8_t *data, size_t size)
{
  Bytes bytes (data, size);

  if (bytes.starts_with ("\xff\xd8\xff", 3))
    return KON_VISION_FORMAT_JPEG;
  if (bytes.starts_with ("\x89PNG\r\n\x1a\n", 8))
    return KON_VISION_FORMAT_PNG;
  if (bytes.starts_with ("II*\0", 4) || bytes.starts_with ("MM\0*", 4))
    return KON_VISION_FORMAT_TIFF;
  if (size < 16)
    return KON_VISION_FORMAT_UNKNOWN;
  if (bytes.starts_with ("RIFF", 4) && memcmp (data + 8, "WEBP", 4) == 0)
    return KON_VISION_FORMAT_WEBP;
  /* "BM" alone begins many a text: the next header's size must be a known one. */
  if (size >= 18 && bytes.starts_with ("BM", 2))
    for (uint32_t known : { 12, 40, 52, 56, 64, 108, 124 })
      if (bytes.u32le (14) == known)
        return KON_VISION_FORMAT_BMP;
  if (memcmp (data + 4, "ftyp", 4) == 0)
    return sniff_brands (bytes);
  return KON_VISION_FORMAT_UNKNOWN;
}

const char *
kon_vision_format_mime (KonVisionFormat format)
{
  switch (format)
    {
    case KON_VISION_FORMAT_JPEG:
      return "image/jpeg";
    case KON_VISION_FORMAT_PNG:
      return "image/png";
    case KON_VISION_FORMAT_WEBP:
      return "image/webp";
    case KON_VISION_FORMAT_TIFF:
      return "image/tiff";
    case KON_VISION_FORMAT_BMP:
      return "image/bmp";
    case KON_VISION_FORMAT_HEIC:
      return "image/heic";
    case KON_VISION_FORMAT_AVIF:
      return "image/avif";
    case KON_VISION_FORMAT_UNKNOWN:
    default:
      return nullptr;
    }
}
