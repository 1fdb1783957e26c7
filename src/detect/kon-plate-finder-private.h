/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPlateFinder: where plates are in a frame, at any size of frame. Belongs to one worker thread at a time. */
#pragma once

#include <gio/gio.h>

#include "kon-family.h"
#include "kon-frame.h"
#include "kon-roi.h"

G_BEGIN_DECLS

typedef struct _KonPlateFinder KonPlateFinder;

/* Returns: (transfer full), or NULL with KON_ERROR_MODEL. */
KonPlateFinder *kon_plate_finder_new (KonModel *model, GError **error);
void kon_plate_finder_free (KonPlateFinder *finder);

/* Appends KonFound to @found, in pixels of @frame, best first; nothing lies wholly outside. With @roi (or NULL) only what counts by it:
 * its include regions are searched closely, and nothing else is. */
gboolean kon_plate_finder_find (KonPlateFinder *finder, KonFrame *frame, const KonRoiSet *roi, GArray *found, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonPlateFinder, kon_plate_finder_free)

G_END_DECLS
