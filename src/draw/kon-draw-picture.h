/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonDrawPicture: the pixels of a picture, or of a part of one, made ready for painting: in Cairo's own layout and in levels, each half
 * as large as the one before, so that painting takes as long as there is to see and not as long as the picture is large. It knows
 * what part of the picture it is, so that several can be painted over each other. Reference-counted, immutable once made; any thread. */
#pragma once

#include <glib-object.h>

#include "kon-draw.h"
#include "kon-frame.h"

G_BEGIN_DECLS

typedef struct _KonDrawPicture KonDrawPicture;

#define KON_TYPE_DRAW_PICTURE (kon_draw_picture_get_type ())
GType kon_draw_picture_get_type (void);

/* @frame shows @part (NULL: all) of a picture of @width x @height pixels; it may have fewer pixels than the part. Copies the pixels: on a
 * worker where they are many. Returns: (transfer full) (nullable): NULL where there is no memory for it */
KonDrawPicture *kon_draw_picture_new (KonFrame *frame, int width, int height, const KonBox *part);

KonDrawPicture *kon_draw_picture_ref (KonDrawPicture *picture);
void kon_draw_picture_unref (KonDrawPicture *picture);

int kon_draw_picture_get_width (const KonDrawPicture *picture); /* of the whole, in picture pixels */
int kon_draw_picture_get_height (const KonDrawPicture *picture);
KonBox kon_draw_picture_get_part (const KonDrawPicture *picture);

/* Pixels it has for one of the picture; 1: all there are. */
double kon_draw_picture_get_scale (const KonDrawPicture *picture);

/* Paints it where it lies in @view, of which one unit is @device pixels of the screen. Its own pixels are seen as they are where
 * they meet those of the screen, and from NEAREST_FROM on, where one is looked at for its own sake; in between they are interpolated. */
void kon_draw_picture_paint (cairo_t *cr, KonDrawPicture *picture, const KonDrawView *view, double device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonDrawPicture, kon_draw_picture_unref)

G_END_DECLS
