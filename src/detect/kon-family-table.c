/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of families: one row a plug. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-family-private.h"

#include <glib/gi18n-lib.h>

#include "kon-error.h"

static const KonFamily *const families[] = {
  &kon_box_corners_family,
  &kon_grid_quad_family,
  &kon_two_row_ctc_family,
};

const KonFamily *
kon_family_lookup (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_strcmp0 (families[i]->name, name) == 0)
      return families[i];
  return NULL;
}

gboolean
kon_family_refuse (const KonManifest *manifest, const char *output, GError **error)
{
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL,
               _("The model %s gave a result that does not fit its description (output “%s”). Install the program again."),
               manifest->name, output);
  return FALSE;
}
