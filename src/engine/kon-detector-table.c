/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who can detect: one row each. */
#include "config.h"

#include "kon-detector.h"

static const KonDetectorRow *const rows[] = {
  &kon_local_detector_row,
};

const KonDetectorRow *
kon_detector_table_lookup (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i]->id, id) == 0)
      return rows[i];
  return NULL;
}
