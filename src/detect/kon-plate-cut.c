/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cutting a plate from the original pixels. A warp looks at one place for each pixel it makes, which would skip pixels of a plate that
 * is larger than the result: so it is cut at a whole multiple of the size, then averaged down. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-cut-private.h"

#include <math.h>
#include <stdlib.h>

#include "kon-network-private.h"

#define MAX_CUT_WIDTH 480
#define MAX_CUT_HEIGHT 480
#define MAX_OVERSAMPLING 4 /* keeps the picture in between small, whatever the quad */

/* How many source pixels lie along one pixel of the result, as a whole number. */
static int
count_source_pixels (double natural, int wanted)
{
  return (int) CLAMP (floor (natural / wanted), 1, MAX_OVERSAMPLING);
}

gboolean
kon_plate_cut_to (KonFrame *frame, const KonQuad *quad, int width, int height, KonVisionImage *out, GError **error)
{
  const KonPoint *p = quad->p;
  const double corners[8] = { p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y };
  int across = count_source_pixels (kon_quad_width (quad), width), down = count_source_pixels (kon_quad_height (quad), height);
  g_auto (KonVisionImage) warped = { 0 };
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status;

  status = kon_vision_warp_quad (kon_frame_get_pixels (frame), kon_frame_get_width (frame), kon_frame_get_height (frame),
                                 kon_frame_get_stride (frame), kon_network_channels_of (frame), corners, width * across,
                                 height * down, &warped, &message);
  if (status == KON_VISION_OK && (across > 1 || down > 1))
    status = kon_vision_resize (warped.pixels, warped.width, warped.height, (size_t) warped.width * warped.channels,
                                warped.channels, width, height, out, &message);
  else if (status == KON_VISION_OK)
    {
      *out = warped;
      warped.pixels = NULL;
    }
  return status == KON_VISION_OK || kon_network_fail_vision (status, &message, error);
}

static guint8 *
spread_grey (const KonVisionImage *image)
{
  gsize n = (gsize) image->width * image->height;
  guint8 *rgb = g_malloc (n * 3);

  for (gsize i = 0; i < n; i++)
    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = image->pixels[i];
  return rgb;
}

KonFrame *
kon_plate_cut (KonFrame *frame, const KonQuad *quad, GError **error)
{
  double natural_width = MAX (kon_quad_width (quad), 1), natural_height = MAX (kon_quad_height (quad), 1);
  double scale = MIN (1.0, MIN (MAX_CUT_WIDTH / natural_width, MAX_CUT_HEIGHT / natural_height));
  int width = MAX (1, (int) round (natural_width * scale)), height = MAX (1, (int) round (natural_height * scale));
  g_auto (KonVisionImage) image = { 0 };
  guint8 *pixels;

  if (!kon_plate_cut_to (frame, quad, width, height, &image, error))
    return NULL;
  if (image.channels == 1)
    return kon_frame_new_take (spread_grey (&image), g_free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);
  pixels = g_steal_pointer (&image.pixels);
  return kon_frame_new_take (pixels, free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);
}
