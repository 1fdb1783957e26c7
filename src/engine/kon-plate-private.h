/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: how plates are made. Main thread. */
#pragma once

#include "kon-plate.h"

G_BEGIN_DECLS

/* Returns: (transfer full) */
KonPlate *kon_plate_new (KonDetection *detection, const char *record_id);

/* The plate was stored as @record_id. */
void kon_plate_set_record_id (KonPlate *self, const char *record_id);

G_END_DECLS
