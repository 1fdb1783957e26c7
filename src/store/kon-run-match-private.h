/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which detection of a further run is which record of the picture. Pure function, any thread. */
#pragma once

#include "kon-store-tables-private.h"

G_BEGIN_DECLS

/* For each of @detections (of KonDetection) the index of its place in @places (of KonRecordPlace), or -1: pairs of one class with
 * IoU >= 0.5, best overlap first, each used once. Returns: (transfer full) */
int *kon_run_match (GPtrArray *detections, GArray *places);

G_END_DECLS
