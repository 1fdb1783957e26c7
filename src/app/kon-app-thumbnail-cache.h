/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppThumbnailCache: thumbnails of stored pictures, fetched from the engine and the latest few kept. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_THUMBNAIL_CACHE (kon_app_thumbnail_cache_get_type ())
G_DECLARE_FINAL_TYPE (KonAppThumbnailCache, kon_app_thumbnail_cache, KON_APP, THUMBNAIL_CACHE, GObject)

/* Keeps at most @capacity thumbnails. Returns: (transfer full) */
KonAppThumbnailCache *kon_app_thumbnail_cache_new (KonEngine *engine, guint capacity);

/* Thumbnails come from this session's organization; what is kept of another is dropped. */
void kon_app_thumbnail_cache_set_session (KonAppThumbnailCache *self, KonSession *session);

/* The thumbnail where it is kept. (transfer none) (nullable) */
GdkTexture *kon_app_thumbnail_cache_peek (KonAppThumbnailCache *self, const char *image_id);

/* The thumbnail, fetched where it is not kept. finish returns: (transfer full), NULL where there is none. */
void kon_app_thumbnail_cache_load_async (KonAppThumbnailCache *self, const char *image_id, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GdkTexture *kon_app_thumbnail_cache_load_finish (KonAppThumbnailCache *self, GAsyncResult *result, GError **error);

G_END_DECLS
