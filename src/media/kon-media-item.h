/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonMediaItem: one picture on its way in. First only a file; after kon_media_item_load() its bytes, identity, time and
 * upright pixels. Reference-counted; loaded by one worker, read-only afterwards. */
#pragma once

#include <gio/gio.h>

#include "kon-frame.h"
#include "kon-timestamp.h"

G_BEGIN_DECLS

typedef struct _KonMediaItem KonMediaItem;

/* For a file, or for bytes that have none (pasted pictures; @name is shown, uri is NULL). Returns: (transfer full) */
KonMediaItem *kon_media_item_new_for_file (GFile *file);
KonMediaItem *kon_media_item_new_for_bytes (GBytes *bytes, const char *name);
/* An item that is only an error (unreadable folder). Takes @error. Returns: (transfer full) */
KonMediaItem *kon_media_item_new_failed (GFile *file, GError *error);

KonMediaItem *kon_media_item_ref (KonMediaItem *item);
void kon_media_item_unref (KonMediaItem *item);

/* Reads the file (refused over 1 GiB or where not a regular file), sniffs, hashes, reads headers, decodes. @max_megapixels by the
 * declared size. Errors name the file and say what to do: NOT_FOUND, READ_ONLY (permission), UNSUPPORTED, DAMAGED, TOO_LARGE.
 * Even on error, what is known (sha256, size) stays readable. Worker thread. */
gboolean kon_media_item_load (KonMediaItem *item, int max_megapixels, GCancellable *cancellable, GError **error);

/* Lets the pixels and bytes go (the rest stays). */
void kon_media_item_unload (KonMediaItem *item);

GFile *kon_media_item_get_file (KonMediaItem *item);          /* NULL for bytes */
const char *kon_media_item_get_name (KonMediaItem *item);     /* as given, invalid bytes as U+FFFD: path as the user wrote it for files named by hand or below a named folder */
const char *kon_media_item_get_uri (KonMediaItem *item);      /* exact; NULL for bytes */
const char *kon_media_item_get_sha256 (KonMediaItem *item);   /* NULL until loaded */
const char *kon_media_item_get_mime (KonMediaItem *item);     /* NULL until loaded */
const char *kon_media_item_get_camera (KonMediaItem *item);   /* "" where unknown */
GBytes *kon_media_item_get_bytes (KonMediaItem *item);        /* (transfer none) (nullable) */
KonFrame *kon_media_item_get_frame (KonMediaItem *item);      /* (transfer none) (nullable) */
int kon_media_item_get_width (KonMediaItem *item);            /* 0 until known */
int kon_media_item_get_height (KonMediaItem *item);
const KonTimestamp *kon_media_item_get_seen_at (KonMediaItem *item); /* EXIF original time, else file time */
double kon_media_item_get_decode_ms (KonMediaItem *item);     /* reading and decoding */
const char *kon_media_item_get_warning (KonMediaItem *item);   /* NULL, or what is wrong although it could be loaded; translated */

/* Shows @name instead of the file's path (the CLI's "as given"). */
void kon_media_item_set_name (KonMediaItem *item, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonMediaItem, kon_media_item_unref)

G_END_DECLS
