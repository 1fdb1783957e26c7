/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within KonAppCanvas: what painting (kon-app-canvas.c) and input (kon-app-canvas-input.c) share. */
#pragma once

#include <cairo.h>

#include "kon-app-canvas.h"

G_BEGIN_DECLS

struct _KonAppCanvas
{
  GtkWidget parent_instance;

  KonAppView view;
  KonDrawPicture *whole, *part;
  char *name;
  guint look_source;
  cairo_surface_t *buffers[2]; /* what the screen shows, in turns: the last frame still holds the other */
  guint buffer;

  GListModel *results;
  GPtrArray *shown; /* of KonAppResult: holds what the labels of items belong to */
  GArray *items;    /* of KonDrawItem */
  guint selected;
  int hovered;
  gboolean show_boxes, show_labels, comparing;

  /* input */
  GtkGesture *click;
  double pointer_x, pointer_y; /* below 0: not over the canvas */
  double dragged_x, dragged_y; /* of a drag, so far */
  gboolean pans, space_held;
  double pinch_zoom;
};

/* The view was changed: paints and tells. */
void kon_app_canvas_view_changed (KonAppCanvas *self);
void kon_app_canvas_set_hovered (KonAppCanvas *self, int item);
void kon_app_canvas_set_comparing (KonAppCanvas *self, gboolean comparing);

/* The topmost item at a point; -1: none. */
int kon_app_canvas_find_item (KonAppCanvas *self, double x, double y);

void kon_app_canvas_class_init_input (GtkWidgetClass *widget_class);
void kon_app_canvas_init_input (KonAppCanvas *self);

G_END_DECLS
