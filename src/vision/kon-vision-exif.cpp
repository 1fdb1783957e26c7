/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the camera wrote: which way is up, when, and which camera. The door to libexif. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <libexif/exif-data.h>

#include <memory>

namespace kon {

/* Of EXIF 2.31; not named in every libexif. */
static const ExifTag tag_offset_time_original = (ExifTag) 0x9011;

/* The text of a tag without what surrounds it; bytes that are not printable ASCII become '?'. */
static std::string
read_text (ExifData *data, ExifIfd ifd, ExifTag tag)
{
  ExifEntry *entry = exif_content_get_entry (data->ifd[ifd], tag);
  std::string text;

  if (entry == nullptr || entry->format != EXIF_FORMAT_ASCII || entry->data == nullptr)
    return text;
  for (unsigned i = 0; i < entry->size && entry->data[i] != '\0'; i++)
    text += entry->data[i] >= 0x20 && entry->data[i] < 0x7f ? (char) entry->data[i] : '?';
  text.erase (text.find_last_not_of (' ') + 1);
  return text;
}

static int
read_orientation (ExifData *data)
{
  ExifEntry *entry = exif_content_get_entry (data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  int value;

  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2)
    return 1;
  value = exif_get_short (entry->data, exif_data_get_byte_order (data));
  return value >= 1 && value <= 8 ? value : 1;
}

std::string
name_camera (const std::string &make, const std::string &model)
{
  if (make.empty () || model.compare (0, make.size (), make) == 0)
    return model;
  return model.empty () ? make : make + " " + model;
}

Exif
read_exif (Bytes tiff)
{
  Exif exif;
  std::unique_ptr<ExifData, void (*) (ExifData *)> data (exif_data_new (), exif_data_unref);

  if (data == nullptr || tiff.empty ())
    return exif;
  /* libexif wants the six bytes before it that only JPEG has. */
  std::string block ("Exif\0\0", 6);
  block.append ((const char *) tiff.data (), tiff.size ());

  exif_data_unset_option (data.get (), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_load_data (data.get (), (const unsigned char *) block.data (), (unsigned) block.size ());
  exif.orientation = read_orientation (data.get ());
  exif.date_time = read_text (data.get (), EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
  exif.offset_time = read_text (data.get (), EXIF_IFD_EXIF, tag_offset_time_original);
  exif.camera = name_camera (read_text (data.get (), EXIF_IFD_0, EXIF_TAG_MAKE), read_text (data.get (), EXIF_IFD_0, EXIF_TAG_MODEL));
  return exif;
}

} // namespace kon
