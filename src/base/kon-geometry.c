/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Arithmetic of boxes and quads. Pure functions; numbers that are not finite give empty or FALSE, never a fault. */
#include "config.h"

#include "kon-geometry.h"

#include <math.h>

static double
distance (KonPoint a, KonPoint b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

/* The direction from @a to @b, one pixel long; 0,0 where they coincide. */
static KonPoint
direction (KonPoint a, KonPoint b)
{
  double length = distance (a, b);
  KonPoint d = { 0, 0 };

  if (length > 0)
    {
      d.x = (b.x - a.x) / length;
      d.y = (b.y - a.y) / length;
    }
  return d;
}

double
kon_box_area (const KonBox *box)
{
  g_return_val_if_fail (box != NULL, 0);

  return box->w > 0 && box->h > 0 ? box->w * box->h : 0;
}

double
kon_box_iou (const KonBox *a, const KonBox *b)
{
  double w, h, common, whole;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  w = MIN (a->x + a->w, b->x + b->w) - MAX (a->x, b->x);
  h = MIN (a->y + a->h, b->y + b->h) - MAX (a->y, b->y);
  if (!(w > 0) || !(h > 0))
    return 0;

  common = w * h;
  whole = kon_box_area (a) + kon_box_area (b) - common;
  return whole > 0 ? common / whole : 0;
}

KonBox
kon_box_clip (const KonBox *box, double width, double height)
{
  KonBox cut = { 0, 0, 0, 0 };
  double right, bottom;

  g_return_val_if_fail (box != NULL, cut);

  cut.x = CLAMP (box->x, 0, width);
  cut.y = CLAMP (box->y, 0, height);
  right = CLAMP (box->x + box->w, 0, width);
  bottom = CLAMP (box->y + box->h, 0, height);
  cut.w = right > cut.x ? right - cut.x : 0;
  cut.h = bottom > cut.y ? bottom - cut.y : 0;
  return cut;
}

KonQuad
kon_quad_from_box (const KonBox *box)
{
  KonQuad quad = { { { 0, 0 } } };

  g_return_val_if_fail (box != NULL, quad);

  quad.p[0] = (KonPoint) { box->x, box->y };
  quad.p[1] = (KonPoint) { box->x + box->w, box->y };
  quad.p[2] = (KonPoint) { box->x + box->w, box->y + box->h };
  quad.p[3] = (KonPoint) { box->x, box->y + box->h };
  return quad;
}

KonBox
kon_quad_bounds (const KonQuad *quad)
{
  KonBox box = { 0, 0, 0, 0 };
  double left, top, right, bottom;

  g_return_val_if_fail (quad != NULL, box);

  left = right = quad->p[0].x;
  top = bottom = quad->p[0].y;
  for (int i = 1; i < 4; i++)
    {
      left = MIN (left, quad->p[i].x);
      right = MAX (right, quad->p[i].x);
      top = MIN (top, quad->p[i].y);
      bottom = MAX (bottom, quad->p[i].y);
    }
  return (KonBox) { left, top, right - left, bottom - top };
}

gboolean
kon_quad_is_convex (const KonQuad *quad)
{
  double twice_area = 0;

  g_return_val_if_fail (quad != NULL, FALSE);

  for (int i = 0; i < 4; i++)
    {
      KonPoint a = quad->p[i], b = quad->p[(i + 1) % 4], c = quad->p[(i + 2) % 4];
      double turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);

      /* Four turns, each to the right and each under half a circle, can only go round once. */
      if (!isfinite (turn) || turn <= 0)
        return FALSE;
      twice_area += a.x * b.y - b.x * a.y;
    }
  return twice_area >= 2;
}

KonQuad
kon_quad_expand (const KonQuad *quad, double margin)
{
  KonQuad grown = { { { 0, 0 } } };
  double by;

  g_return_val_if_fail (quad != NULL, grown);

  by = margin * kon_quad_height (quad);
  for (int i = 0; i < 4; i++)
    {
      KonPoint before = direction (quad->p[(i + 3) % 4], quad->p[i]);
      KonPoint after = direction (quad->p[(i + 1) % 4], quad->p[i]);

      grown.p[i].x = quad->p[i].x + by * (before.x + after.x);
      grown.p[i].y = quad->p[i].y + by * (before.y + after.y);
    }
  return grown;
}

double
kon_quad_width (const KonQuad *quad)
{
  g_return_val_if_fail (quad != NULL, 0);

  return (distance (quad->p[0], quad->p[1]) + distance (quad->p[3], quad->p[2])) / 2;
}

double
kon_quad_height (const KonQuad *quad)
{
  g_return_val_if_fail (quad != NULL, 0);

  return (distance (quad->p[0], quad->p[3]) + distance (quad->p[1], quad->p[2])) / 2;
}
