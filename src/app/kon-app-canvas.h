/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppCanvas: a picture fitted into the space there is, with the boxes and reads of its results painted over it. A click or
 * the arrow keys select a result. It paints what it is given and knows nothing of files or engine. Main thread.
 * Properties: results (GListModel of KonAppResult), selected (uint: position, GTK_INVALID_LIST_POSITION for none). */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_CANVAS (kon_app_canvas_get_type ())
G_DECLARE_FINAL_TYPE (KonAppCanvas, kon_app_canvas, KON_APP, CANVAS, GtkWidget)

/* Shows @texture as the picture of @width x @height pixels; the texture may be smaller than the picture, boxes are in the
 * picture's pixels. @name: for assistive technology. @texture NULL: nothing. */
void kon_app_canvas_set_picture (KonAppCanvas *self, GdkTexture *texture, int width, int height, const char *name);

void kon_app_canvas_set_results (KonAppCanvas *self, GListModel *results);
guint kon_app_canvas_get_selected (KonAppCanvas *self);
void kon_app_canvas_set_selected (KonAppCanvas *self, guint selected);

G_END_DECLS
