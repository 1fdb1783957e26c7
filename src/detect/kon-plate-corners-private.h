/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPlateCorners: where exactly the corners of a found plate are. A closer look at the original pixels around its box; the finder,
 * which sees a small picture, only guesses them. Belongs to one worker thread at a time. */
#pragma once

#include "kon-frame.h"
#include "kon-geometry.h"
#include "kon-model.h"

G_BEGIN_DECLS

typedef struct _KonPlateCorners KonPlateCorners;

/* Returns: (transfer full), or NULL with KON_ERROR_MODEL. */
KonPlateCorners *kon_plate_corners_new (KonModel *model, GError **error);
void kon_plate_corners_free (KonPlateCorners *corners);

/* Looks at @box of @frame and corrects @quad, which stays as it is where the answer cannot be the corners of that plate.
 * FALSE with KON_ERROR_MODEL or FAILED. */
gboolean kon_plate_corners_draw (KonPlateCorners *corners, KonFrame *frame, const KonBox *box, KonQuad *quad, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonPlateCorners, kon_plate_corners_free)

G_END_DECLS
