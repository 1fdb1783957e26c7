/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pixels to pixels: resize, cut a quad upright, to grey. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace kon {

/* OpenCV's warp counts in 16 bits. */
static const int max_warp_side = 32000;
static const double max_coordinate = 1e6;

/* @src as OpenCV sees it; it is only read. */
static cv::Mat
look_at (const uint8_t *src, int width, int height, size_t stride, int channels)
{
  if (src == nullptr || width <= 0 || height <= 0 || (channels != 1 && channels != 3) || stride < (size_t) width * (size_t) channels)
    throw Failure (KON_VISION_FAILED, "a picture without pixels");
  return cv::Mat (height, width, CV_8UC (channels), const_cast<uint8_t *> (src), stride);
}

/* Calls @fill with a new picture and hands it out, or frees it where @fill throws. */
static KonVisionImage
make_image (int width, int height, int channels, const std::function<void (cv::Mat)> &fill)
{
  KonVisionImage image = new_image (width, height, channels);

  try
    {
      fill (cv::Mat (height, width, CV_8UC (channels), image.pixels));
    }
  catch (...)
    {
      kon_vision_image_clear (&image);
      throw;
    }
  return image;
}

/* Averages pixels down. Halves as long as it can, because OpenCV has vector code for that and for no other area, and goes the
 * last bit, less than a half, by linear interpolation: 12 megapixels to 1.2 take 7 ms instead of 59 in one step of INTER_AREA. A last
 * odd row or column is left out. */
static void
shrink (cv::Mat from, cv::Mat to)
{
  cv::Mat half;

  while (from.cols >= 2 * to.cols && from.rows >= 2 * to.rows)
    {
      cv::Size size (from.cols / 2, from.rows / 2);
      cv::Mat even = from (cv::Rect (0, 0, 2 * size.width, 2 * size.height));

      if (size == to.size ())
        {
          cv::resize (even, to, size, 0, 0, cv::INTER_AREA);
          return;
        }
      cv::resize (even, half, size, 0, 0, cv::INTER_AREA);
      from = half;
      half = cv::Mat ();
    }
  cv::resize (from, to, to.size (), 0, 0, cv::INTER_LINEAR);
}

static double
edge (const cv::Point2f &a, const cv::Point2f &b)
{
  return std::hypot (b.x - a.x, b.y - a.y);
}

/* The pixels that @corners span, two more on each side for the interpolation, but at least one. */
static cv::Rect
span (const cv::Point2f corners[4], cv::Size size)
{
  auto x = std::minmax ({ corners[0].x, corners[1].x, corners[2].x, corners[3].x });
  auto y = std::minmax ({ corners[0].y, corners[1].y, corners[2].y, corners[3].y });
  int left = std::clamp ((int) std::floor (x.first) - 2, 0, size.width - 1);
  int top = std::clamp ((int) std::floor (y.first) - 2, 0, size.height - 1);
  int right = std::clamp ((int) std::ceil (x.second) + 2, left + 1, size.width);
  int bottom = std::clamp ((int) std::ceil (y.second) + 2, top + 1, size.height);

  return cv::Rect (left, top, right - left, bottom - top);
}

static void
warp (const cv::Mat &src, const double quad[8], cv::Mat out)
{
  cv::Point2f from[4], to[4];

  for (int i = 0; i < 4; i++)
    {
      if (!(std::fabs (quad[2 * i]) <= max_coordinate && std::fabs (quad[2 * i + 1]) <= max_coordinate))
        throw Failure (KON_VISION_FAILED, "a corner lies nowhere");
      from[i] = cv::Point2f ((float) quad[2 * i], (float) quad[2 * i + 1]);
    }

  if (cv::contourArea (std::vector<cv::Point2f> (from, from + 4)) < 1e-3)
    throw Failure (KON_VISION_FAILED, "the four corners span no area");

  cv::Rect area = span (from, src.size ());
  cv::Mat part = src (area);
  double shrink = std::min ((edge (from[0], from[1]) + edge (from[3], from[2])) / 2 / out.cols,
                            (edge (from[0], from[3]) + edge (from[1], from[2])) / 2 / out.rows);
  int factor = std::clamp ((int) shrink, 1, std::min (area.width, area.height));
  factor = std::max (factor, std::max (area.width, area.height) / max_warp_side + 1);

  /* The warp looks at four pixels only: what is much larger is averaged down first. */
  double scale_x = 1, scale_y = 1;
  if (factor > 1)
    {
      cv::Mat small;
      cv::resize (part, small, cv::Size (std::max (area.width / factor, 1), std::max (area.height / factor, 1)), 0, 0, cv::INTER_AREA);
      scale_x = (double) small.cols / area.width;
      scale_y = (double) small.rows / area.height;
      part = small;
    }

  /* Our 0,0 is the corner of the first pixel, OpenCV's is its centre. */
  for (int i = 0; i < 4; i++)
    {
      from[i].x = (float) ((from[i].x - area.x) * scale_x - 0.5);
      from[i].y = (float) ((from[i].y - area.y) * scale_y - 0.5);
      to[i].x = (i == 1 || i == 2 ? (float) out.cols : 0) - 0.5f;
      to[i].y = (i >= 2 ? (float) out.rows : 0) - 0.5f;
    }
  cv::Mat map = cv::getPerspectiveTransform (to, from);
  if (!cv::checkRange (map))
    throw Failure (KON_VISION_FAILED, "the four corners span no area");
  cv::warpPerspective (part, out, map, out.size (), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
}

} // namespace kon

KonVisionStatus
kon_vision_resize (const uint8_t *src, int width, int height, size_t stride, int channels, int out_width, int out_height,
                   KonVisionImage *out, KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_FAILED, [=] {
    cv::Mat from = kon::look_at (src, width, height, stride, channels);
    bool shrinks = out_width <= width && out_height <= height;

    *out = kon::make_image (out_width, out_height, channels, [=] (cv::Mat to) {
      if (shrinks)
        kon::shrink (from, to);
      else
        cv::resize (from, to, to.size (), 0, 0, cv::INTER_LINEAR);
    });
  });
}

KonVisionStatus
kon_vision_warp_quad (const uint8_t *src, int width, int height, size_t stride, int channels, const double quad[8], int out_width,
                      int out_height, KonVisionImage *out, KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_FAILED, [=] {
    cv::Mat from = kon::look_at (src, width, height, stride, channels);

    if (out_width > kon::max_warp_side || out_height > kon::max_warp_side)
      throw kon::Failure (KON_VISION_FAILED, "the cut would be too large");
    *out = kon::make_image (out_width, out_height, channels, [=] (cv::Mat to) { kon::warp (from, quad, to); });
  });
}

KonVisionStatus
kon_vision_to_grey (const uint8_t *rgb, int width, int height, size_t stride, KonVisionImage *out, KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_FAILED, [=] {
    cv::Mat from = kon::look_at (rgb, width, height, stride, 3);

    *out = kon::make_image (width, height, 1, [=] (cv::Mat to) { cv::cvtColor (from, to, cv::COLOR_RGB2GRAY); });
  });
}
