/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: how plates are made. Main thread. */
#pragma once

#include "kon-plate.h"

G_BEGIN_DECLS

/* @record_id: what it was stored as, or NULL. Returns: (transfer full) */
KonPlate *kon_plate_new (KonDetection *detection, const char *record_id);

G_END_DECLS
