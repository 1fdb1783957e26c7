/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cutting a plate from the original pixels of a frame, whatever it is for. Any thread. */
#pragma once

#include "kon-frame.h"
#include "kon-geometry.h"
#include "kon-vision.h"

G_BEGIN_DECLS

/* @quad upright at @width x @height, channels as in the frame, into @out (to be cleared by the caller). FALSE with KON_ERROR_FAILED. */
gboolean kon_plate_cut_to (KonFrame *frame, const KonQuad *quad, int width, int height, KonVisionImage *out, GError **error);

/* @quad upright at its natural size (at most 480 pixels a side), for people to look at; colours as in the frame, always RGB8.
 * Returns: (transfer full), or NULL with KON_ERROR_FAILED. */
KonFrame *kon_plate_cut (KonFrame *frame, const KonQuad *quad, GError **error);

G_END_DECLS
