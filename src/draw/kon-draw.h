/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The painter: boxes, quads and labels over a picture, the same on screen, on paper and in exports. Lines and letters keep
 * their size whatever the zoom; colour and line style follow confidence and review (solid confirmed, dashed unreviewed,
 * dotted and pale low confidence). Needs no display. Thread: any, one cairo_t at a time. */
#pragma once

#include <glib.h>

#include "kon-detection.h"

G_BEGIN_DECLS

typedef struct _cairo cairo_t; /* so that faces without Cairo may include kon.h */

typedef enum
{
  KON_DRAW_UNREVIEWED,
  KON_DRAW_CONFIRMED,
} KonDrawStyle;

/* One thing to paint: geometry in picture pixels. */
typedef struct
{
  KonQuad quad;
  const char *label; /* plate text, or NULL */
  double confidence; /* 0..1: colour and style */
  KonDrawStyle style;
  gboolean selected;
  gboolean hovered;
} KonDrawItem;

/* How the picture lies on the surface: surface = offset + scale * picture. @line_scale: 1 for a screen at 100 %, larger for paper or exports. */
typedef struct
{
  double scale, offset_x, offset_y;
  double line_scale;
  double area_width, area_height; /* of the surface, so that labels stay inside */
} KonDrawView;

/* Paints @n_items over what is there. */
void kon_draw_items (cairo_t *cr, const KonDrawView *view, const KonDrawItem *items, gsize n_items);

/* Index of the topmost item whose quad holds the surface point, or -1. */
int kon_draw_hit_test (const KonDrawView *view, const KonDrawItem *items, gsize n_items, double x, double y);

/* Paints @frame (RGB8) into the rectangle with good filtering. */
void kon_draw_frame (cairo_t *cr, KonFrame *frame, double x, double y, double width, double height);

G_END_DECLS
