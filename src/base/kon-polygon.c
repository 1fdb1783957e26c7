/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Arithmetic of polygons: what is inside, how large, crossing, hits. Other shapes out of one: kon-polygon-shape.c. */
#include "config.h"

#include "kon-polygon.h"

#include <math.h>

GArray *
kon_polygon_new (const KonPoint *points, guint n)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (KonPoint), n);

  g_return_val_if_fail (points != NULL || n == 0, copy);

  if (n > 0)
    g_array_append_vals (copy, points, n);
  return copy;
}

gboolean
kon_polygon_contains (const KonPoint *points, guint n, KonPoint at)
{
  gboolean inside = FALSE;

  g_return_val_if_fail (points != NULL || n == 0, FALSE);

  for (guint i = 0, before = n - 1; i < n; before = i++)
    {
      KonPoint a = points[before], b = points[i];

      if ((a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x))
        inside = !inside;
    }
  return inside;
}

double
kon_polygon_area (const KonPoint *points, guint n)
{
  double twice = 0;

  g_return_val_if_fail (points != NULL || n == 0, 0);

  /* From the first point, so that far away ones lose no digits. */
  for (guint i = 1; i + 1 < n; i++)
    twice += (points[i].x - points[0].x) * (points[i + 1].y - points[0].y)
             - (points[i + 1].x - points[0].x) * (points[i].y - points[0].y);
  return isfinite (twice) ? fabs (twice) / 2 : 0;
}

KonBox
kon_polygon_bounds (const KonPoint *points, guint n)
{
  double left, top, right, bottom;

  g_return_val_if_fail (points != NULL || n == 0, ((KonBox) { 0, 0, 0, 0 }));

  if (n == 0)
    return (KonBox) { 0, 0, 0, 0 };
  left = right = points[0].x;
  top = bottom = points[0].y;
  for (guint i = 1; i < n; i++)
    {
      left = MIN (left, points[i].x);
      right = MAX (right, points[i].x);
      top = MIN (top, points[i].y);
      bottom = MAX (bottom, points[i].y);
    }
  return (KonBox) { left, top, right - left, bottom - top };
}

/* On which side of the line from @a to @b: 1, -1, or 0 for on it. */
static int
side_of (KonPoint a, KonPoint b, KonPoint c)
{
  double turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

  return (turn > 0) - (turn < 0);
}

/* @c, which is on the line through @a and @b, lies between them. */
static gboolean
lies_between (KonPoint a, KonPoint b, KonPoint c)
{
  return c.x >= MIN (a.x, b.x) && c.x <= MAX (a.x, b.x) && c.y >= MIN (a.y, b.y) && c.y <= MAX (a.y, b.y);
}

static gboolean
edges_meet (KonPoint a, KonPoint b, KonPoint c, KonPoint d)
{
  int ac, ad, ca, cb;

  if (MAX (a.x, b.x) < MIN (c.x, d.x) || MAX (c.x, d.x) < MIN (a.x, b.x)
      || MAX (a.y, b.y) < MIN (c.y, d.y) || MAX (c.y, d.y) < MIN (a.y, b.y))
    return FALSE;
  ac = side_of (a, b, c);
  ad = side_of (a, b, d);
  ca = side_of (c, d, a);
  cb = side_of (c, d, b);
  if (ac != ad && ca != cb)
    return TRUE;
  return (ac == 0 && lies_between (a, b, c)) || (ad == 0 && lies_between (a, b, d))
         || (ca == 0 && lies_between (c, d, a)) || (cb == 0 && lies_between (c, d, b));
}

/* Whether the edge from @b to @c goes back over the one from @a to @b. */
static gboolean
turns_back (KonPoint a, KonPoint b, KonPoint c)
{
  return side_of (a, b, c) == 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0;
}

gboolean
kon_polygon_is_simple (const KonPoint *points, guint n)
{
  g_return_val_if_fail (points != NULL || n == 0, FALSE);

  if (n < 3)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!isfinite (points[i].x) || !isfinite (points[i].y)
        || turns_back (points[i], points[(i + 1) % n], points[(i + 2) % n]))
      return FALSE;
  for (guint i = 0; i + 2 < n; i++)
    for (guint j = i + 2; j < n - (i == 0); j++)
      if (edges_meet (points[i], points[i + 1], points[j], points[(j + 1) % n]))
        return FALSE;
  return TRUE;
}

int
kon_polygon_hit_vertex (const KonPoint *points, guint n, KonPoint at, double tolerance)
{
  double best = tolerance;
  int hit = -1;

  g_return_val_if_fail (points != NULL || n == 0, -1);

  for (guint i = 0; i < n; i++)
    {
      double distance = hypot (points[i].x - at.x, points[i].y - at.y);

      if (distance < best || (hit < 0 && distance <= best))
        {
          best = distance;
          hit = (int) i;
        }
    }
  return hit;
}

static KonPoint
nearest_on_edge (KonPoint a, KonPoint b, KonPoint at)
{
  double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  double t = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0;

  t = CLAMP (t, 0, 1);
  return (KonPoint) { a.x + t * dx, a.y + t * dy };
}

int
kon_polygon_hit_edge (const KonPoint *points, guint n, KonPoint at, double tolerance, KonPoint *out_nearest)
{
  double best = tolerance;
  int hit = -1;

  g_return_val_if_fail (points != NULL || n == 0, -1);

  for (guint i = 0; i < n; i++)
    {
      KonPoint nearest = nearest_on_edge (points[i], points[(i + 1) % n], at);
      double distance = hypot (nearest.x - at.x, nearest.y - at.y);

      if (distance < best || (hit < 0 && distance <= best))
        {
          best = distance;
          hit = (int) i;
          if (out_nearest != NULL)
            *out_nearest = nearest;
        }
    }
  return hit;
}
