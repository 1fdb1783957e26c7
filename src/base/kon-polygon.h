/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Polygons: points in order, the last joined to the first, in whatever unit the caller measures all of them (pixels, 0..1).
 * Inside is by the even-odd rule; for polygons that do not cross themselves that is the only one there is.
 * Pure functions; numbers that are not finite give FALSE, 0 or nothing, never a fault. Any thread. */
#pragma once

#include "kon-geometry.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (element-type KonPoint): a copy of @n points. */
GArray *kon_polygon_new (const KonPoint *points, guint n);

/* What lies on an edge may be in or out. */
gboolean kon_polygon_contains (const KonPoint *points, guint n, KonPoint at);

/* Never negative. */
double kon_polygon_area (const KonPoint *points, guint n);

/* The smallest upright box around all points. */
KonBox kon_polygon_bounds (const KonPoint *points, guint n);

/* TRUE where no two edges meet but neighbours in their common corner: at least three points, none twice, no crossing, no touching, no
 * way back over the edge before. */
gboolean kon_polygon_is_simple (const KonPoint *points, guint n);

/* Fewer points for a line drawn by hand (Douglas-Peucker): no point left out lies further than @tolerance from the outline. May cross
 * itself where the line nearly did. Returns: (transfer full) (element-type KonPoint) */
GArray *kon_polygon_simplify (const KonPoint *points, guint n, double tolerance);

/* The part inside @box; empty where there is none. A part that falls into several pieces comes as one outline whose pieces are joined
 * along the edge of the box. Returns: (transfer full) (element-type KonPoint) */
GArray *kon_polygon_clip (const KonPoint *points, guint n, const KonBox *box);

/* How much of @quad, 0..1, lies in any of @in (NULL: everywhere) and in none of @out (NULL: nowhere); both of GArray of KonPoint.
 * Measured on lines across the quad: exact along them, to 1/256 of it across. 0 where the quad has no area. */
double kon_polygon_share (const KonQuad *quad, GPtrArray *in, GPtrArray *out);

/* The point nearest to @at that is not further away than @tolerance: index, or -1. */
int kon_polygon_hit_vertex (const KonPoint *points, guint n, KonPoint at, double tolerance);

/* The same of the edges; edge i leads from point i to the next. @out_nearest (optional): the place on it. */
int kon_polygon_hit_edge (const KonPoint *points, guint n, KonPoint at, double tolerance, KonPoint *out_nearest);

G_END_DECLS
