/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* WebP stills. The door to libwebp. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <vector>

#include <webp/decode.h>

namespace kon {

static void
check (VP8StatusCode status)
{
  switch (status)
    {
    case VP8_STATUS_OK:
      return;
    case VP8_STATUS_OUT_OF_MEMORY:
      throw Failure (KON_VISION_NO_MEMORY, "not enough memory");
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      throw Failure (KON_VISION_UNSUPPORTED, "a WebP of an unknown kind");
    case VP8_STATUS_NOT_ENOUGH_DATA:
      throw Failure (KON_VISION_DAMAGED, "the WebP ends early");
    default:
      throw Failure (KON_VISION_DAMAGED, "the pixels cannot be decoded");
    }
}

void
decode_webp (Bytes file, const Layout &layout, uint8_t *pixels)
{
  size_t width = (size_t) layout.width, height = (size_t) layout.height, samples = layout.has_alpha ? 4 : 3;
  std::vector<uint8_t> rgba (layout.has_alpha ? width * height * samples : 0);
  WebPDecoderConfig config;

  if (!WebPInitDecoderConfig (&config))
    throw Failure (KON_VISION_FAILED, "libwebp is not the one that this program was built with");
  check (WebPGetFeatures (file.data (), file.size (), &config.input));
  if (config.input.has_animation)
    throw Failure (KON_VISION_UNSUPPORTED, "an animated WebP");
  if (config.input.width != layout.width || config.input.height != layout.height)
    throw Failure (KON_VISION_DAMAGED, "the pixels are not of the size that the header gives");

  config.output.colorspace = layout.has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = layout.has_alpha ? rgba.data () : pixels;
  config.output.u.RGBA.stride = (int) (width * samples);
  config.output.u.RGBA.size = width * height * samples;
  check (WebPDecode (file.data (), file.size (), &config));
  if (layout.has_alpha)
    lay_over_white (rgba.data (), width * height, false, pixels);
}

} // namespace kon
