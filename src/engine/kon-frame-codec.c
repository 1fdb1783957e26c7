/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Turns frames into vision's plain pictures and back. */
#include "config.h"

#include "kon-frame-codec.h"

#include "kon-error.h"
#include "kon-vision.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

static KonFrame *
frame_from_image (KonVisionImage *image)
{
  return kon_frame_new_take (g_steal_pointer (&image->pixels), free, image->width, image->height,
                             (gsize) image->width * image->channels, image->channels == 3 ? KON_PIXELS_RGB8 : KON_PIXELS_GREY8);
}

static int
scale_side (int side, double factor)
{
  return MAX (1, (int) lround (side * factor));
}

static KonFrame *
resize (KonFrame *frame, const KonBox *part, int width, int height, GError **error)
{
  int channels = kon_frame_get_kind (frame) == KON_PIXELS_RGB8 ? 3 : 1;
  gsize stride = kon_frame_get_stride (frame);
  const guint8 *pixels = kon_frame_get_pixels (frame) + (gsize) part->y * stride + (gsize) part->x * (gsize) channels;
  KonVisionImage image = { 0 };
  KonVisionMessage message = { "" };

  if (kon_vision_resize (pixels, (int) part->w, (int) part->h, stride, channels, width, height, &image, &message) != KON_VISION_OK)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The picture could not be made smaller: %s."), message.text);
      return NULL;
    }
  return frame_from_image (&image);
}

KonFrame *
kon_frame_codec_shrink (KonFrame *frame, int max_side, GError **error)
{
  int width, height;
  double factor;

  g_return_val_if_fail (frame != NULL, NULL);
  g_return_val_if_fail (max_side >= 0, NULL);

  width = kon_frame_get_width (frame);
  height = kon_frame_get_height (frame);
  if (max_side == 0 || MAX (width, height) <= max_side)
    return kon_frame_ref (frame);

  factor = (double) max_side / MAX (width, height);
  return resize (frame, &(const KonBox){ 0, 0, width, height }, scale_side (width, factor), scale_side (height, factor), error);
}

KonFrame *
kon_frame_codec_cut (KonFrame *frame, const KonBox *part, double scale, GError **error)
{
  g_return_val_if_fail (frame != NULL && part != NULL && scale > 0 && scale <= 1, NULL);
  g_return_val_if_fail (part->x >= 0 && part->y >= 0 && part->w >= 1 && part->h >= 1, NULL);
  g_return_val_if_fail (part->x + part->w <= kon_frame_get_width (frame) && part->y + part->h <= kon_frame_get_height (frame), NULL);

  return resize (frame, part, scale_side ((int) part->w, scale), scale_side ((int) part->h, scale), error);
}

KonFrame *
kon_frame_codec_enhance (KonFrame *frame, KonFrame *whole, GError **error)
{
  KonVisionImage image = { 0 };
  KonVisionMessage message = { "" };
  guint8 table[256];

  g_return_val_if_fail (frame != NULL && kon_frame_get_kind (frame) == KON_PIXELS_RGB8, NULL);
  g_return_val_if_fail (whole != NULL && kon_frame_get_kind (whole) == KON_PIXELS_RGB8, NULL);

  if (kon_vision_measure_contrast (kon_frame_get_pixels (whole), kon_frame_get_width (whole), kon_frame_get_height (whole),
                                   kon_frame_get_stride (whole), table, &message) != KON_VISION_OK
      || kon_vision_enhance (kon_frame_get_pixels (frame), kon_frame_get_width (frame), kon_frame_get_height (frame), kon_frame_get_stride (frame),
                             table, &image, &message) != KON_VISION_OK)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The picture could not be enhanced: %s."), message.text);
      return NULL;
    }
  return frame_from_image (&image);
}

GBytes *
kon_frame_codec_encode (KonFrame *frame, int quality, GError **error)
{
  uint8_t *jpeg = NULL;
  size_t size = 0;
  KonVisionMessage message = { "" };

  g_return_val_if_fail (frame != NULL && kon_frame_get_kind (frame) == KON_PIXELS_RGB8, NULL);

  if (kon_vision_encode_jpeg (kon_frame_get_pixels (frame), kon_frame_get_width (frame), kon_frame_get_height (frame), kon_frame_get_stride (frame), quality,
                              &jpeg, &size, &message) != KON_VISION_OK)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The picture could not be written as JPEG: %s."), message.text);
      return NULL;
    }
  return g_bytes_new_with_free_func (jpeg, size, free, jpeg);
}

KonFrame *
kon_frame_codec_decode (GBytes *bytes, gint64 max_pixels, const char *what, GError **error)
{
  gsize size;
  const guint8 *data;
  KonVisionImage image = { 0 };
  KonVisionMessage message = { "" };
  KonVisionStatus status;

  g_return_val_if_fail (bytes != NULL && what != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  status = kon_vision_decode (data, size, max_pixels, &image, &message);
  switch (status)
    {
    case KON_VISION_OK:
      return frame_from_image (&image);
    case KON_VISION_UNSUPPORTED:
    case KON_VISION_DAMAGED:
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The picture “%s” is damaged and cannot be shown."), what);
      return NULL;
    case KON_VISION_TOO_LARGE:
      g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE, _("The picture “%s” is larger than the settings allow."), what);
      return NULL;
    case KON_VISION_NO_MEMORY:
    case KON_VISION_FAILED:
    default:
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The picture “%s” cannot be shown: %s."), what, message.text);
      return NULL;
    }
}
