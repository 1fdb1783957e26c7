/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The headers of all kinds of pictures, EXIF included. */
#include "config.h"

#include "fuzz.h"
#include "kon-vision.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  KonVisionHeader header;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_read_header (data, size, &header, &message);

  if (status != KON_VISION_OK)
    {
      FUZZ_ASSERT (message.text[0] != '\0');
      return 0;
    }
  FUZZ_ASSERT (header.format == kon_vision_sniff (data, size));
  FUZZ_ASSERT (header.width > 0 && header.height > 0);
  FUZZ_ASSERT (header.orientation >= 1 && header.orientation <= 8);
  FUZZ_ASSERT (strlen (header.date_time) < sizeof header.date_time);
  FUZZ_ASSERT (g_utf8_validate (header.camera, -1, NULL));
  return 0;
}
