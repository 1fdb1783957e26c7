/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes a picture easier to look at: wider contrast, lighter shadows, sharper edges. For eyes only, never for reading. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace kon {

/* Pixels that are looked at along each side: enough for shares of half a percent. */
static const int samples = 256;

/* So much of the darkest and of the lightest may become black and white. */
static const double clipped_share = 0.005;

/* A picture that is all of one brightness is not torn apart. */
static const int min_span = 48;

/* Where the median goes, if that asks for no more bending than this. */
static const double wanted_median = 0.45, max_bend = 1.6;

/* So much of what a pixel differs from its surroundings is added; these reach about so many pixels. */
static const double sharpness = 0.7, surroundings = 1.2;

static int
find_share (const int (&histogram)[256], int total, double share)
{
  int seen = 0;

  for (int level = 0; level < 256; level++)
    if ((seen += histogram[level]) > share * total)
      return level;
  return 255;
}

static void
measure (const uint8_t *rgb, int width, int height, size_t stride, uint8_t table[256])
{
  int histogram[256] = {};
  int total = 0;
  int step_x = std::max (width / samples, 1), step_y = std::max (height / samples, 1);

  for (int y = step_y / 2; y < height; y += step_y)
    for (int x = step_x / 2; x < width; x += step_x, total++)
      {
        const uint8_t *p = rgb + (size_t) y * stride + (size_t) x * 3;
        histogram[(p[0] * 77 + p[1] * 150 + p[2] * 29) >> 8]++;
      }

  int low = find_share (histogram, total, clipped_share), high = find_share (histogram, total, 1 - clipped_share);
  int middle = find_share (histogram, total, 0.5);
  if (high - low < min_span)
    {
      low = std::max ((low + high - min_span) / 2, 0);
      high = std::min (low + min_span, 255);
    }
  double median = std::clamp ((double) (middle - low) / (high - low), 0.01, 0.99);
  double bend = std::clamp (std::log (wanted_median) / std::log (median), 1 / max_bend, 1.0); /* never darker */
  for (int level = 0; level < 256; level++)
    table[level] = (uint8_t) std::lround (255 * std::pow (std::clamp ((double) (level - low) / (high - low), 0.0, 1.0), bend));
}

} // namespace kon

KonVisionStatus
kon_vision_measure_contrast (const uint8_t *rgb, int width, int height, size_t stride, uint8_t table[256], KonVisionMessage *message)
{
  return kon::enter (message, KON_VISION_FAILED, [=] {
    if (rgb == nullptr || width <= 0 || height <= 0 || stride < (size_t) width * 3)
      throw kon::Failure (KON_VISION_FAILED, "a picture without pixels");
    kon::measure (rgb, width, height, stride, table);
  });
}

KonVisionStatus
kon_vision_enhance (const uint8_t *rgb, int width, int height, size_t stride, const uint8_t table[256], KonVisionImage *out,
                    KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_FAILED, [=] {
    if (rgb == nullptr || width <= 0 || height <= 0 || stride < (size_t) width * 3)
      throw kon::Failure (KON_VISION_FAILED, "a picture without pixels");
    cv::Mat from (height, width, CV_8UC3, const_cast<uint8_t *> (rgb), stride), wide, soft;
    cv::LUT (from, cv::Mat (1, 256, CV_8UC1, const_cast<uint8_t *> (table)), wide);
    cv::GaussianBlur (wide, soft, cv::Size (0, 0), kon::surroundings, 0, cv::BORDER_REPLICATE);
    KonVisionImage image = kon::new_image (width, height, 3);
    try
      {
        cv::addWeighted (wide, 1 + kon::sharpness, soft, -kon::sharpness, 0, cv::Mat (height, width, CV_8UC3, image.pixels));
      }
    catch (...)
      {
        kon_vision_image_clear (&image);
        throw;
      }
    *out = image;
  });
}
