/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which parts of a picture are worth searching, given its regions of interest. Pure; any thread. */
#pragma once

#include "kon-roi.h"

G_BEGIN_DECLS

/* Boxes of whole pixels that hold every include region of @roi with some room around it, for plates that reach over its edge and for the
 * network to see what surrounds them. Boxes that lie on or close to each other are one. Empty where the whole picture is to be searched.
 * Returns: (transfer full) (element-type KonBox) */
GArray *kon_roi_areas (const KonRoiSet *roi, int width, int height);

G_END_DECLS
