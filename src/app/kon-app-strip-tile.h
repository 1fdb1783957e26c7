/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppStripTile: one picture of the film strip: its thumbnail, its state and how many plates it has. Main thread.
 * Property: picture (KonPicture). */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_STRIP_TILE (kon_app_strip_tile_get_type ())
G_DECLARE_FINAL_TYPE (KonAppStripTile, kon_app_strip_tile, KON_APP, STRIP_TILE, GtkWidget)

void kon_app_strip_tile_set_picture (KonAppStripTile *self, KonPicture *picture);

G_END_DECLS
