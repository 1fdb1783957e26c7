/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a file's bytes to upright RGB, and back to JPEG. The header decides before any decoder sees the file. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/core.hpp>

#include <climits>

namespace kon {

/* Owns pixels until they are handed out. */
class Picture
{
public:
  Picture (int width, int height, int channels) : image_ (new_image (width, height, channels)) {}
  ~Picture () { kon_vision_image_clear (&image_); }
  Picture (const Picture &) = delete;
  Picture &operator= (const Picture &) = delete;

  void
  take (Picture &other)
  {
    std::swap (image_, other.image_);
  }

  KonVisionImage
  hand_out ()
  {
    KonVisionImage image = image_;
    image_ = {};
    return image;
  }

  int width () const { return image_.width; }
  int height () const { return image_.height; }
  uint8_t *pixels () const { return image_.pixels; }

  /* The same pixels as OpenCV sees them. */
  cv::Mat mat () const { return cv::Mat (image_.height, image_.width, CV_8UC (image_.channels), image_.pixels); }

private:
  KonVisionImage image_ = {};
};

void
lay_over_white (const uint8_t *rgba, size_t count, bool is_multiplied, uint8_t *rgb)
{
  for (size_t i = 0; i < count; i++, rgba += 4, rgb += 3)
    for (int c = 0; c < 3; c++)
      {
        int colour = rgba[c], alpha = rgba[3];
        int value = is_multiplied ? colour + 255 - alpha : (colour * alpha + 255 * (255 - alpha) + 127) / 255;
        rgb[c] = (uint8_t) (value > 255 ? 255 : value);
      }
}

/* FALSE where parts of @out are a guess. */
static bool
decode_pixels (Bytes file, const Layout &layout, uint8_t *out)
{
  switch (layout.format)
    {
    case KON_VISION_FORMAT_JPEG:
      return decode_jpeg (file, layout, out);
    case KON_VISION_FORMAT_TIFF:
      return decode_tiff (file, layout, out);
    case KON_VISION_FORMAT_PNG:
      decode_png (file, layout, out);
      return true;
    case KON_VISION_FORMAT_WEBP:
      decode_webp (file, layout, out);
      return true;
    case KON_VISION_FORMAT_HEIC:
    case KON_VISION_FORMAT_AVIF:
      decode_heif (file, layout, out);
      return true;
    default:
      decode_bmp (file, layout, out);
      return true;
    }
}

/* Turns @picture as EXIF's 1..8 asks. Flips work in place; what lies on its side needs a second picture. */
static void
turn_upright (Picture &picture, int orientation)
{
  static const int no_flip = 2;
  /* After the transposition where there is one: 0 top to bottom, 1 left to right, -1 both. */
  static const int flips[] = { no_flip, no_flip, 1, -1, 0, no_flip, 1, -1, 0 };

  if (orientation >= 5)
    {
      Picture turned (picture.height (), picture.width (), 3);

      cv::transpose (picture.mat (), turned.mat ());
      picture.take (turned);
    }
  if (flips[orientation] != no_flip)
    {
      cv::Mat mat = picture.mat ();
      cv::flip (mat, mat, flips[orientation]);
    }
}

static KonVisionImage
decode (Bytes file, int64_t max_pixels)
{
  Layout layout = read_layout (file);

  if ((int64_t) layout.width * layout.height > max_pixels || file.size () > INT_MAX)
    throw Failure (KON_VISION_TOO_LARGE, std::to_string (layout.width) + " x " + std::to_string (layout.height) + " pixels");

  Picture picture (layout.width, layout.height, 3);
  bool is_right = decode_pixels (file, layout, picture.pixels ());
  turn_upright (picture, layout.exif.orientation);

  KonVisionImage image = picture.hand_out ();
  image.is_broken = !is_right;
  return image;
}

} // namespace kon

KonVisionStatus
kon_vision_decode (const uint8_t *bytes, size_t size, int64_t max_pixels, KonVisionImage *out, KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_DAMAGED, [=] { *out = kon::decode (kon::Bytes (bytes, size), max_pixels); });
}

KonVisionStatus
kon_vision_encode_jpeg (const uint8_t *rgb, int width, int height, size_t stride, int quality, uint8_t **out, size_t *out_size,
                        KonVisionMessage *message)
{
  *out = nullptr;
  *out_size = 0;
  return kon::enter (message, KON_VISION_FAILED, [=] {
    if (rgb == nullptr || width <= 0 || height <= 0 || stride < (size_t) width * 3)
      throw kon::Failure (KON_VISION_FAILED, "a picture without pixels");
    *out = kon::encode_jpeg (rgb, width, height, stride, quality < 1 ? 1 : quality > 100 ? 100 : quality, out_size);
  });
}
