/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Points, boxes and quads in pixels of the upright picture: x to the right, y down, top left corner of the first pixel is 0,0.
 * Plain values, no allocation, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double x, y;
} KonPoint;

typedef struct
{
  double x, y, w, h;
} KonBox;

/* Corners in reading direction of the plate: top left, top right, bottom right, bottom left. */
typedef struct
{
  KonPoint p[4];
} KonQuad;

/* Area of @box; 0 where it is empty. */
double kon_box_area (const KonBox *box);

/* Intersection over union, 0..1. */
double kon_box_iou (const KonBox *a, const KonBox *b);

/* @box cut to a picture of @width x @height; may come back empty (w or h 0). */
KonBox kon_box_clip (const KonBox *box, double width, double height);

/* The four corners of @box. */
KonQuad kon_quad_from_box (const KonBox *box);

/* The smallest upright box around @quad. */
KonBox kon_quad_bounds (const KonQuad *quad);

/* TRUE where the corners turn clockwise (on screen) all the way round and the area is at least one square pixel. */
gboolean kon_quad_is_convex (const KonQuad *quad);

/* @quad grown on each side by @margin times its own mean height, along its own edges. */
KonQuad kon_quad_expand (const KonQuad *quad, double margin);

/* Mean length of the upper and lower (width) or the left and right edge (height), in pixels. */
double kon_quad_width (const KonQuad *quad);
double kon_quad_height (const KonQuad *quad);

G_END_DECLS
