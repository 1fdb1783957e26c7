/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Frames to small frames and to JPEG and back, through the door vision. Engine-internal; any thread, the work is done in the caller's. */
#pragma once

#include "kon-frame.h"
#include "kon-geometry.h"

G_BEGIN_DECLS

/* Neither side of a thumbnail is longer. */
#define KON_THUMBNAIL_SIDE 256

/* @frame so small that neither side is over @max_side (0: as it is); the same frame where it fits already. Returns: (transfer full) or NULL with KON_ERROR_FAILED */
KonFrame *kon_frame_codec_shrink (KonFrame *frame, int max_side, GError **error);

/* A part of @frame, in whole pixels within it, at @scale (0 < scale <= 1) of its size. Returns: (transfer full) or NULL with KON_ERROR_FAILED */
KonFrame *kon_frame_codec_cut (KonFrame *frame, const KonBox *part, double scale, GError **error);

/* @frame (RGB8), made of @whole, with more contrast and sharper: for looking only. Returns: (transfer full) or NULL with KON_ERROR_FAILED */
KonFrame *kon_frame_codec_enhance (KonFrame *frame, KonFrame *whole, GError **error);

/* @frame, which must be RGB8, as JPEG. Returns: (transfer full) or NULL with KON_ERROR_FAILED */
GBytes *kon_frame_codec_encode (KonFrame *frame, int quality, GError **error);

/* A picture file's bytes as an upright RGB8 frame. @what names it in the message of KON_ERROR_DAMAGED, TOO_LARGE or FAILED. Returns: (transfer full) */
KonFrame *kon_frame_codec_decode (GBytes *bytes, gint64 max_pixels, const char *what, GError **error);

G_END_DECLS
