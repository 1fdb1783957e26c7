/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Boxes and quads: figures worked out by hand, and the odd ones (empty, apart, turned, not a number). */
#include "config.h"

#include "kon-geometry.h"

#include <math.h>

#define EPSILON 1e-9

static void
test_area (void)
{
  KonBox box = { 10, 20, 4, 5 };
  KonBox empty = { 0, 0, -4, -5 };

  g_assert_cmpfloat_with_epsilon (kon_box_area (&box), 20, EPSILON);
  g_assert_cmpfloat (kon_box_area (&empty), ==, 0);
}

static void
test_iou (void)
{
  KonBox a = { 0, 0, 10, 10 };
  KonBox shifted = { 5, 0, 10, 10 };
  KonBox inside = { 2, 2, 5, 4 };
  KonBox touching = { 10, 0, 10, 10 };
  KonBox empty = { 5, 5, 0, 0 };

  g_assert_cmpfloat_with_epsilon (kon_box_iou (&a, &a), 1, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_box_iou (&a, &shifted), 50.0 / 150, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_box_iou (&shifted, &a), 50.0 / 150, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_box_iou (&a, &inside), 0.2, EPSILON);
  g_assert_cmpfloat (kon_box_iou (&a, &touching), ==, 0);
  g_assert_cmpfloat (kon_box_iou (&empty, &empty), ==, 0);
}

static void
assert_box (KonBox box, double x, double y, double w, double h)
{
  g_assert_cmpfloat_with_epsilon (box.x, x, EPSILON);
  g_assert_cmpfloat_with_epsilon (box.y, y, EPSILON);
  g_assert_cmpfloat_with_epsilon (box.w, w, EPSILON);
  g_assert_cmpfloat_with_epsilon (box.h, h, EPSILON);
}

static void
test_clip (void)
{
  KonBox inside = { 1, 2, 3, 4 };
  KonBox over_all_edges = { -5, -5, 200, 200 };
  KonBox over_a_corner = { 90, 40, 20, 20 };
  KonBox outside = { 120, 10, 5, 5 };

  assert_box (kon_box_clip (&inside, 100, 50), 1, 2, 3, 4);
  assert_box (kon_box_clip (&over_all_edges, 100, 50), 0, 0, 100, 50);
  assert_box (kon_box_clip (&over_a_corner, 100, 50), 90, 40, 10, 10);
  g_assert_cmpfloat (kon_box_clip (&outside, 100, 50).w, ==, 0);
}

static void
test_box_and_quad (void)
{
  KonBox box = { 10, 20, 30, 40 };
  KonQuad quad = kon_quad_from_box (&box);
  KonQuad tilted = { { { 10, 5 }, { 50, 0 }, { 55, 20 }, { 12, 30 } } };

  g_assert_cmpfloat (quad.p[0].x, ==, 10);
  g_assert_cmpfloat (quad.p[1].x, ==, 40);
  g_assert_cmpfloat (quad.p[2].y, ==, 60);
  g_assert_cmpfloat (quad.p[3].x, ==, 10);
  assert_box (kon_quad_bounds (&quad), 10, 20, 30, 40);
  assert_box (kon_quad_bounds (&tilted), 10, 0, 45, 30);
}

static void
test_convex (void)
{
  KonQuad plate = { { { 10, 10 }, { 110, 15 }, { 108, 40 }, { 9, 35 } } };
  KonQuad mirrored = { { { 110, 15 }, { 10, 10 }, { 9, 35 }, { 108, 40 } } };
  KonQuad crossed = { { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 } } };
  KonQuad dented = { { { 0, 0 }, { 10, 0 }, { 2, 2 }, { 0, 10 } } };
  KonQuad tiny = { { { 0, 0 }, { 0.9, 0 }, { 0.9, 0.9 }, { 0, 0.9 } } };
  KonQuad flat = { { { 0, 0 }, { 10, 0 }, { 20, 0 }, { 30, 0 } } };
  KonQuad unknown = { { { 0, 0 }, { NAN, 0 }, { 10, 10 }, { 0, 10 } } };
  KonQuad endless = { { { 0, 0 }, { INFINITY, 0 }, { 10, 10 }, { 0, 10 } } };

  g_assert_true (kon_quad_is_convex (&plate));
  g_assert_false (kon_quad_is_convex (&mirrored));
  g_assert_false (kon_quad_is_convex (&crossed));
  g_assert_false (kon_quad_is_convex (&dented));
  g_assert_false (kon_quad_is_convex (&tiny));
  g_assert_false (kon_quad_is_convex (&flat));
  g_assert_false (kon_quad_is_convex (&unknown));
  g_assert_false (kon_quad_is_convex (&endless));
}

static void
test_expand (void)
{
  KonBox box = { 100, 100, 60, 20 };
  KonQuad quad = kon_quad_from_box (&box);
  KonQuad same = kon_quad_expand (&quad, 0);
  KonQuad grown = kon_quad_expand (&quad, 0.1);
  /* A square standing on its corner grows along its own edges. */
  KonQuad diamond = { { { 0, -10 }, { 10, 0 }, { 0, 10 }, { -10, 0 } } };
  KonQuad grown_diamond = kon_quad_expand (&diamond, 1);
  KonQuad point = { { { 5, 5 }, { 5, 5 }, { 5, 5 }, { 5, 5 } } };

  assert_box (kon_quad_bounds (&same), 100, 100, 60, 20);
  assert_box (kon_quad_bounds (&grown), 98, 98, 64, 24);
  assert_box (kon_quad_bounds (&grown_diamond), -30, -30, 60, 60);
  g_assert_cmpfloat_with_epsilon (grown_diamond.p[0].x, 0, EPSILON);
  assert_box ((kon_quad_bounds (&point)), 5, 5, 0, 0);
  point = kon_quad_expand (&point, 0.5);
  assert_box ((kon_quad_bounds (&point)), 5, 5, 0, 0);
}

static void
test_size (void)
{
  KonQuad quad = { { { 0, 0 }, { 100, 0 }, { 90, 30 }, { 10, 30 } } };

  g_assert_cmpfloat_with_epsilon (kon_quad_width (&quad), 90, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_quad_height (&quad), sqrt (1000), EPSILON);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/area", test_area);
  g_test_add_func ("/geometry/iou", test_iou);
  g_test_add_func ("/geometry/clip", test_clip);
  g_test_add_func ("/geometry/box-and-quad", test_box_and_quad);
  g_test_add_func ("/geometry/convex", test_convex);
  g_test_add_func ("/geometry/expand", test_expand);
  g_test_add_func ("/geometry/size", test_size);
  return g_test_run ();
}
