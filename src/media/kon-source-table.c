/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of sources: one row a plug. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-source-private.h"

static const KonSourcePlug *const sources[] = {
  &kon_folder_source,
  &kon_image_source, /* takes every other file, and says at load what is wrong with it */
};

const KonSourcePlug *
kon_source_lookup (GFile *file, GFileType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i]->fits (file, type))
      return sources[i];
  return NULL;
}
