/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reference-counted pixels: one allocation for the head, the pixels stay where their maker put them. */
#include "config.h"

#include "kon-frame.h"

struct _KonFrame
{
  gatomicrefcount ref_count;
  guint8 *pixels;
  GDestroyNotify free_pixels;
  int width;
  int height;
  gsize stride;
  KonPixels kind;
};

G_DEFINE_BOXED_TYPE (KonFrame, kon_frame, kon_frame_ref, kon_frame_unref)

KonFrame *
kon_frame_new_take (guint8 *pixels, GDestroyNotify free_pixels, int width, int height, gsize stride, KonPixels kind)
{
  KonFrame *frame;

  g_return_val_if_fail (pixels != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (stride >= (gsize) width * (kind == KON_PIXELS_RGB8 ? 3 : 1), NULL);

  frame = g_new0 (KonFrame, 1);
  g_atomic_ref_count_init (&frame->ref_count);
  frame->pixels = pixels;
  frame->free_pixels = free_pixels;
  frame->width = width;
  frame->height = height;
  frame->stride = stride;
  frame->kind = kind;
  return frame;
}

KonFrame *
kon_frame_ref (KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, NULL);

  g_atomic_ref_count_inc (&frame->ref_count);
  return frame;
}

void
kon_frame_unref (KonFrame *frame)
{
  g_return_if_fail (frame != NULL);

  if (!g_atomic_ref_count_dec (&frame->ref_count))
    return;
  if (frame->free_pixels != NULL)
    frame->free_pixels (frame->pixels);
  g_free (frame);
}

int
kon_frame_get_width (const KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, 0);
  return frame->width;
}

int
kon_frame_get_height (const KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, 0);
  return frame->height;
}

gsize
kon_frame_get_stride (const KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, 0);
  return frame->stride;
}

KonPixels
kon_frame_get_kind (const KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, KON_PIXELS_RGB8);
  return frame->kind;
}

const guint8 *
kon_frame_get_pixels (const KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, NULL);
  return frame->pixels;
}

GBytes *
kon_frame_get_bytes (KonFrame *frame)
{
  g_return_val_if_fail (frame != NULL, NULL);

  return g_bytes_new_with_free_func (frame->pixels, frame->stride * (gsize) frame->height,
                                     (GDestroyNotify) kon_frame_unref, kon_frame_ref (frame));
}
