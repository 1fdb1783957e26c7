/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppCanvas: a picture, as a whole or closer, with the boxes and reads of its results painted over it. It zooms and is moved by wheel,
 * pinch, drag and keys; a click or a key selects a result. It paints what it is given and knows nothing of files or engine: where the
 * screen could show more than it was given it says so ("look"). Main thread.
 * Properties: results (GListModel of KonAppResult), selected (uint: position, GTK_INVALID_LIST_POSITION for none), show-boxes and
 * show-labels (boolean), zoom (double, read-only: 1 is 100 %), comparing (boolean, read-only: the key for it is held).
 * Signal "look" (const KonLook *): a part is wanted; see kon_app_canvas_set_picture(). */
#pragma once

#include <gtk/gtk.h>

#include "kon-app-view.h"
#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_CANVAS (kon_app_canvas_get_type ())
G_DECLARE_FINAL_TYPE (KonAppCanvas, kon_app_canvas, KON_APP, CANVAS, GtkWidget)

/* Shows @whole and over it @part (NULL: none) of the same picture. May come as often as there are frames: while the size stays the same
 * zoom and place stay, too. @name: for assistive technology. @whole NULL: nothing. */
void kon_app_canvas_set_picture (KonAppCanvas *self, KonDrawPicture *whole, KonDrawPicture *part, const char *name);

void kon_app_canvas_set_results (KonAppCanvas *self, GListModel *results);
guint kon_app_canvas_get_selected (KonAppCanvas *self);
void kon_app_canvas_set_selected (KonAppCanvas *self, guint selected);

void kon_app_canvas_zoom_fit (KonAppCanvas *self);
void kon_app_canvas_zoom_to (KonAppCanvas *self, double zoom);  /* around the middle */
void kon_app_canvas_zoom_by (KonAppCanvas *self, double steps); /* around the middle */

/* Where the picture lies now. (transfer none) */
const KonAppView *kon_app_canvas_get_view (KonAppCanvas *self);

G_END_DECLS
