/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a source plug is. A plug is one .c named kon-<kind>-source.c and one row of kon-source-table.c. */
#pragma once

#include "kon-source.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind;
  gboolean live;   /* no end, frames may be dropped */
  gboolean folder; /* hands out what it finds; nothing found is worth an error line */

  /* TRUE where this plug opens such a file. The first row that fits takes it. */
  gboolean (*fits) (GFile *file, GFileType type);

  /* As in kon-source.h. @name stands for @file in names of items; borrowed only for the call. Returns: the plug's own state. */
  gpointer (*open) (GFile *file, const char *name, GCancellable *cancellable, GError **error);
  KonMediaItem *(*next) (gpointer state, GCancellable *cancellable, GError **error);
  void (*close) (gpointer state);
} KonSourcePlug;

extern const KonSourcePlug kon_folder_source;
extern const KonSourcePlug kon_image_source;

/* NULL where no plug fits. */
const KonSourcePlug *kon_source_lookup (GFile *file, GFileType type);

G_END_DECLS
