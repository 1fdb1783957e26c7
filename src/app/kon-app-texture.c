/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the engine's pixels to GTK's: see the header. */
#include "config.h"

#include "kon-app-texture.h"

/* GTK 4.8 has no grey texture. */
static GBytes *
spread_grey (KonFrame *frame)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);
  gsize stride = (gsize) width * 3;
  guint8 *out = g_malloc (stride * (gsize) height);

  for (int y = 0; y < height; y++)
    {
      const guint8 *from = kon_frame_get_pixels (frame) + (gsize) y * kon_frame_get_stride (frame);
      guint8 *to = out + (gsize) y * stride;

      for (int x = 0; x < width; x++, to += 3)
        to[0] = to[1] = to[2] = from[x];
    }
  return g_bytes_new_take (out, stride * (gsize) height);
}

GdkTexture *
kon_app_texture_from_frame (KonFrame *frame)
{
  g_autoptr (GBytes) bytes = NULL;
  gboolean grey;

  if (!frame)
    return NULL;

  grey = kon_frame_get_kind (frame) == KON_PIXELS_GREY8;
  bytes = grey ? spread_grey (frame) : kon_frame_get_bytes (frame);
  return gdk_memory_texture_new (kon_frame_get_width (frame), kon_frame_get_height (frame), GDK_MEMORY_R8G8B8, bytes,
                                 grey ? (gsize) kon_frame_get_width (frame) * 3 : kon_frame_get_stride (frame));
}
