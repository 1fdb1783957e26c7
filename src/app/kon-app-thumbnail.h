/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppThumbnail: a small picture of a stored image that comes when it is there. Main thread. */
#pragma once

#include <adwaita.h>

#include "kon-app-thumbnail-cache.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_THUMBNAIL (kon_app_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (KonAppThumbnail, kon_app_thumbnail, KON_APP, THUMBNAIL, AdwBin)

GtkWidget *kon_app_thumbnail_new (KonAppThumbnailCache *cache);

/* Shows this image; NULL: none. What was on its way for another is given up. */
void kon_app_thumbnail_set_image (KonAppThumbnail *self, const char *image_id);

G_END_DECLS
