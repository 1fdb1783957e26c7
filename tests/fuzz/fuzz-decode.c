/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The decoder of one kind of picture: FUZZ_FORMAT. */
#include "config.h"

#include "fuzz.h"
#include "kon-vision.h"

#define MAX_PIXELS (512 * 512)

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  KonVisionHeader header;
  KonVisionImage image;
  KonVisionMessage message;
  unsigned sum = 0;

  if (kon_vision_sniff (data, size) != FUZZ_FORMAT)
    return 0;
  if (kon_vision_decode (data, size, MAX_PIXELS, &image, &message) != KON_VISION_OK)
    {
      FUZZ_ASSERT (image.pixels == NULL);
      return 0;
    }
  FUZZ_ASSERT (kon_vision_read_header (data, size, &header, NULL) == KON_VISION_OK);
  FUZZ_ASSERT (image.width == header.width && image.height == header.height && image.channels == 3);
  for (int i = 0; i < image.width * image.height * 3; i++)
    sum += image.pixels[i];
  FUZZ_ASSERT (sum <= 255u * 3 * MAX_PIXELS);
  kon_vision_image_clear (&image);
  return 0;
}
