/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Polygons out of polygons: simplified, clipped; and how much of a quad lies in some of them. */
#include "config.h"

#include "kon-polygon.h"

#include <math.h>

#define LINES 128 /* across a quad whose share is measured */

/* ---- simplify */

static double
distance_to_segment (KonPoint a, KonPoint b, KonPoint at)
{
  double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  double t = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0;

  t = CLAMP (t, 0, 1);
  return hypot (a.x + t * dx - at.x, a.y + t * dy - at.y);
}

/* The point strictly between @first and @last, both counted past the end of the ring, that is furthest from the line between them. */
static guint
find_furthest (const KonPoint *points, guint n, guint first, guint last, double *out_distance)
{
  guint furthest = first;

  *out_distance = -1;
  for (guint i = first + 1; i < last; i++)
    {
      double distance = distance_to_segment (points[first % n], points[last % n], points[i % n]);

      if (distance > *out_distance)
        {
          *out_distance = distance;
          furthest = i;
        }
    }
  return furthest;
}

/* Marks what must stay between two points that stay. A stack of its own: lines drawn by hand may have many points. */
static void
keep_between (const KonPoint *points, guint n, guint first, guint last, double tolerance, gboolean *kept)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (stack, first);
  g_array_append_val (stack, last);
  while (stack->len > 0)
    {
      guint to = g_array_index (stack, guint, stack->len - 1), from = g_array_index (stack, guint, stack->len - 2), middle;
      double distance;

      g_array_set_size (stack, stack->len - 2);
      middle = find_furthest (points, n, from, to, &distance);
      if (!(distance > tolerance))
        continue;
      kept[middle % n] = TRUE;
      g_array_append_val (stack, from);
      g_array_append_val (stack, middle);
      g_array_append_val (stack, middle);
      g_array_append_val (stack, to);
    }
}

static guint
find_furthest_from (const KonPoint *points, guint n, KonPoint at)
{
  guint furthest = 0;
  double best = -1;

  for (guint i = 0; i < n; i++)
    {
      double distance = hypot (points[i].x - at.x, points[i].y - at.y);

      if (distance > best)
        {
          best = distance;
          furthest = i;
        }
    }
  return furthest;
}

GArray *
kon_polygon_simplify (const KonPoint *points, guint n, double tolerance)
{
  GArray *simple = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  g_autofree gboolean *kept = NULL;
  guint start, opposite;

  g_return_val_if_fail (points != NULL || n == 0, simple);

  if (n == 0)
    return simple;
  /* A ring has no ends: two points far apart are taken for them, wherever the drawing began. */
  kept = g_new0 (gboolean, n);
  start = find_furthest_from (points, n, points[0]);
  opposite = find_furthest_from (points, n, points[start]);
  if (opposite < start)
    opposite += n;
  kept[start] = kept[opposite % n] = TRUE;
  keep_between (points, n, start, opposite, tolerance, kept);
  keep_between (points, n, opposite, start + n, tolerance, kept);
  for (guint i = 0; i < n; i++)
    if (kept[i])
      g_array_append_val (simple, points[i]);
  return simple;
}

/* ---- clip */

/* How far inside the side of @box; negative is outside. Sides: left, right, top, bottom. */
static double
depth_inside (const KonBox *box, int side, KonPoint at)
{
  switch (side)
    {
    case 0:
      return at.x - box->x;
    case 1:
      return box->x + box->w - at.x;
    case 2:
      return at.y - box->y;
    default:
      return box->y + box->h - at.y;
    }
}

static GArray *
clip_side (GArray *points, const KonBox *box, int side)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (KonPoint));

  for (guint i = 0; i < points->len; i++)
    {
      KonPoint a = g_array_index (points, KonPoint, i), b = g_array_index (points, KonPoint, (i + 1) % points->len);
      double from = depth_inside (box, side, a), to = depth_inside (box, side, b);

      if (from >= 0)
        g_array_append_val (rest, a);
      if ((from > 0 && to < 0) || (from < 0 && to > 0))
        {
          double t = from / (from - to);
          KonPoint cut = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };

          /* Exactly on the side, or the next clip would find it outside. */
          if (side == 0)
            cut.x = box->x;
          else if (side == 1)
            cut.x = box->x + box->w;
          else if (side == 2)
            cut.y = box->y;
          else
            cut.y = box->y + box->h;
          g_array_append_val (rest, cut);
        }
    }
  return rest;
}

GArray *
kon_polygon_clip (const KonPoint *points, guint n, const KonBox *box)
{
  GArray *rest = kon_polygon_new (points, n);

  g_return_val_if_fail (box != NULL, rest);

  for (int side = 0; side < 4; side++)
    {
      GArray *less = clip_side (rest, box, side);

      g_array_unref (rest);
      rest = less;
    }
  if (rest->len < 3)
    g_array_set_size (rest, 0);
  return rest;
}

/* ---- share */

/* On a line across: from here on, one polygon more or less of those wanted and of those not. */
typedef struct
{
  double x;
  int in, out;
} Change;

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *first = a, *second = b;

  return (first->x > second->x) - (first->x < second->x);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Where the outline crosses the line at @y, in order. */
static void
cross (const KonPoint *points, guint n, double y, GArray *crossings)
{
  g_array_set_size (crossings, 0);
  for (guint i = 0, before = n - 1; i < n; before = i++)
    {
      KonPoint a = points[before], b = points[i];
      double x;

      if ((a.y > y) == (b.y > y))
        continue;
      x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
      g_array_append_val (crossings, x);
    }
  g_array_sort (crossings, compare_doubles);
}

static void
add_changes (GPtrArray *polygons, double y, int in, int out, GArray *crossings, GArray *changes)
{
  for (guint i = 0; polygons != NULL && i < polygons->len; i++)
    {
      GArray *polygon = g_ptr_array_index (polygons, i);

      cross ((const KonPoint *) (gpointer) polygon->data, polygon->len, y, crossings);
      for (guint j = 0; j + 1 < crossings->len; j += 2)
        {
          Change enters = { g_array_index (crossings, double, j), in, out };
          Change leaves = { g_array_index (crossings, double, j + 1), -in, -out };

          g_array_append_val (changes, enters);
          g_array_append_val (changes, leaves);
        }
    }
}

/* The length between @left and @right that counts. */
static double
measure_line (double left, double right, gboolean everywhere, GArray *changes)
{
  double length = 0, from = left;
  int in = everywhere ? 1 : 0, out = 0;

  g_array_sort (changes, compare_changes);
  for (guint i = 0; i <= changes->len; i++)
    {
      const Change *change = i < changes->len ? &g_array_index (changes, Change, i) : NULL;
      double to = change != NULL ? CLAMP (change->x, left, right) : right;

      if (in > 0 && out == 0 && to > from)
        length += to - from;
      from = MAX (from, to);
      if (change != NULL)
        {
          in += change->in;
          out += change->out;
        }
    }
  return length;
}

double
kon_polygon_share (const KonQuad *quad, GPtrArray *in, GPtrArray *out)
{
  g_autoptr (GArray) crossings = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  double inside = 0, whole = 0;
  KonBox bounds;

  g_return_val_if_fail (quad != NULL, 0);

  bounds = kon_quad_bounds (quad);
  for (int i = 0; i < LINES; i++)
    {
      double y = bounds.y + (i + 0.5) / LINES * bounds.h, left, right;

      cross (quad->p, 4, y, crossings);
      if (crossings->len < 2)
        continue;
      left = g_array_index (crossings, double, 0);
      right = g_array_index (crossings, double, crossings->len - 1);
      g_array_set_size (changes, 0);
      add_changes (in, y, 1, 0, crossings, changes);
      add_changes (out, y, 0, 1, crossings, changes);
      whole += right - left;
      inside += measure_line (left, right, in == NULL, changes);
    }
  return whole > 0 && isfinite (inside / whole) ? inside / whole : 0;
}
