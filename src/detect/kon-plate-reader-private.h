/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPlateReader: what a plate says, given its four corners. Belongs to one worker thread at a time. */
#pragma once

#include "kon-family.h"
#include "kon-frame.h"

G_BEGIN_DECLS

typedef struct _KonPlateReader KonPlateReader;

/* Returns: (transfer full), or NULL with KON_ERROR_MODEL. */
KonPlateReader *kon_plate_reader_new (KonModel *model, GError **error);
void kon_plate_reader_free (KonPlateReader *reader);

/* Cuts @quad, already with its margin, from the frame's own pixels and reads it. @likes: see KonFamily.decode_read.
 * Returns: (transfer full), or NULL with KON_ERROR_MODEL or FAILED. */
KonRead *kon_plate_reader_read (KonPlateReader *reader, KonFrame *frame, const KonQuad *quad, GArray *likes, KonLayout *layout, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonPlateReader, kon_plate_reader_free)

G_END_DECLS
