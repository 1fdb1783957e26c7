/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonFrame: reference-counted pixels, immutable once made. Row order top to bottom, no alpha.
 * RGB8: three bytes a pixel, red first. GREY8: one byte. sRGB as stored, 0..255. Any thread. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KON_PIXELS_RGB8,
  KON_PIXELS_GREY8,
} KonPixels;

typedef struct _KonFrame KonFrame;

#define KON_TYPE_FRAME (kon_frame_get_type ())
GType kon_frame_get_type (void);

/* Takes @pixels, freed by @free_pixels (NULL: never freed) when the last reference goes. @stride in bytes.
 * Returns: (transfer full) */
KonFrame *kon_frame_new_take (guint8 *pixels, GDestroyNotify free_pixels, int width, int height, gsize stride, KonPixels kind);

KonFrame *kon_frame_ref (KonFrame *frame);
void kon_frame_unref (KonFrame *frame);

int kon_frame_get_width (const KonFrame *frame);
int kon_frame_get_height (const KonFrame *frame);
gsize kon_frame_get_stride (const KonFrame *frame);
KonPixels kon_frame_get_kind (const KonFrame *frame);
const guint8 *kon_frame_get_pixels (const KonFrame *frame);

/* The pixels as bytes that keep the frame alive: stride * height. Returns: (transfer full) */
GBytes *kon_frame_get_bytes (KonFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonFrame, kon_frame_unref)

G_END_DECLS
