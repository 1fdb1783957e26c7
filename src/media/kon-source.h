/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonSource: anything pictures come from. A plug is a row in kon-source-table.c (image, folder; later video, camera, stream).
 * A source hands out items one by one; loading an item (reading, hashing, decoding) is apart, so that workers can do it in
 * parallel. A source belongs to one thread at a time. */
#pragma once

#include <gio/gio.h>

#include "kon-media-item.h"

G_BEGIN_DECLS

typedef struct _KonSource KonSource;

/* Opens @file with the plug that fits it: a folder is walked recursively in name order (symlink loops are cut), and
 * only files whose content is a supported picture come out; a file named by hand comes out whatever it is and fails at load.
 * Returns: (transfer full), or NULL with KON_ERROR_NOT_FOUND, READ_ONLY (no permission) or FAILED naming the file. */
KonSource *kon_source_open (GFile *file, GCancellable *cancellable, GError **error);

/* As kon_source_open(); names of items begin with @name (bytes as the user wrote them, "photos"), not with the path of @file. */
KonSource *kon_source_open_named (GFile *file, const char *name, GCancellable *cancellable, GError **error);

/* The next item, or NULL without @error at the end. An unreadable sub-folder gives an item that carries its error, and the
 * walk goes on. Returns: (transfer full) */
KonMediaItem *kon_source_next (KonSource *source, GCancellable *cancellable, GError **error);

/* TRUE for cameras and streams: no end, frames may be dropped. */
gboolean kon_source_is_live (KonSource *source);

/* TRUE for a folder: an empty one is worth an error line. */
gboolean kon_source_is_folder (KonSource *source);

void kon_source_close (KonSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonSource, kon_source_close)

G_END_DECLS
