/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Polygons: figures worked out by hand, then random ones against slow references that count points of a grid or try every pair. */
#include "config.h"

#include "kon-polygon.h"

#include <math.h>
#include <string.h>

#define EPSILON 1e-9
#define ROUNDS 300
#define GRID 200

static const KonPoint square[] = { { 1, 1 }, { 5, 1 }, { 5, 5 }, { 1, 5 } };
static const KonPoint notched[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 5, 4 }, { 0, 10 } };

#define POINTS(array) (const KonPoint *) (gpointer) (array)->data, (array)->len

/* A star around the middle of 0..1: it never crosses itself. */
static GArray *
random_star (GRand *rand, guint n)
{
  GArray *star = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  double from = g_rand_double (rand);

  for (guint i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * (from + (i + 0.8 * g_rand_double (rand)) / n), length = g_rand_double_range (rand, 0.05, 0.5);
      KonPoint point = { 0.5 + length * cos (angle), 0.5 + length * sin (angle) };

      g_array_append_val (star, point);
    }
  return star;
}

static GArray *
random_points (GRand *rand, guint n)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (KonPoint));

  for (guint i = 0; i < n; i++)
    {
      KonPoint point = { g_rand_double (rand), g_rand_double (rand) };

      g_array_append_val (points, point);
    }
  return points;
}

/* Inside by the angles under which the edges are seen: another way than the one tested. */
static gboolean
winds_around (const KonPoint *points, guint n, KonPoint at)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      KonPoint a = points[i], b = points[(i + 1) % n];

      sum += atan2 ((a.x - at.x) * (b.y - at.y) - (a.y - at.y) * (b.x - at.x),
                    (a.x - at.x) * (b.x - at.x) + (a.y - at.y) * (b.y - at.y));
    }
  return fabs (sum) > G_PI;
}

static void
test_by_hand (void)
{
  static const KonPoint flat[] = { { 0, 0 }, { 4, 0 }, { 8, 0 } };
  static const KonPoint odd[] = { { 0, 0 }, { NAN, 1 }, { INFINITY, 2 } };
  KonBox bounds = kon_polygon_bounds (notched, 5);

  g_assert_true (kon_polygon_contains (square, 4, (KonPoint) { 3, 3 }));
  g_assert_false (kon_polygon_contains (square, 4, (KonPoint) { 6, 3 }));
  g_assert_false (kon_polygon_contains (notched, 5, (KonPoint) { 5, 6 }));
  g_assert_true (kon_polygon_contains (notched, 5, (KonPoint) { 1, 6 }));
  g_assert_false (kon_polygon_contains (NULL, 0, (KonPoint) { 0, 0 }));
  g_assert_cmpfloat_with_epsilon (kon_polygon_area (square, 4), 16, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_polygon_area (notched, 5), 70, EPSILON);
  g_assert_cmpfloat (kon_polygon_area (flat, 3), ==, 0);
  g_assert_cmpfloat (kon_polygon_area (square, 2), ==, 0);
  g_assert_cmpfloat (bounds.w, ==, 10);
  g_assert_cmpfloat (bounds.h, ==, 10);
  g_assert_cmpfloat (kon_polygon_area (odd, 3), ==, 0);
  g_assert_false (kon_polygon_is_simple (odd, 3));
  g_assert_false (kon_polygon_contains (odd, 3, (KonPoint) { 0.5, 0.5 }));
}

static void
test_simple_by_hand (void)
{
  static const KonPoint bow[] = { { 0, 0 }, { 4, 4 }, { 4, 0 }, { 0, 4 } };
  static const KonPoint flat[] = { { 0, 0 }, { 4, 0 }, { 8, 0 } };
  static const KonPoint twice[] = { { 0, 0 }, { 4, 0 }, { 4, 0 }, { 4, 4 } };
  static const KonPoint spike[] = { { 0, 0 }, { 4, 0 }, { 8, 0 }, { 4, 0 }, { 4, 4 } };
  static const KonPoint touching[] = { { 0, 0 }, { 8, 0 }, { 8, 8 }, { 4, 0 }, { 0, 8 } };
  static const KonPoint straight[] = { { 0, 0 }, { 2, 0 }, { 4, 0 }, { 4, 4 } };

  g_assert_true (kon_polygon_is_simple (square, 4));
  g_assert_true (kon_polygon_is_simple (square, 3));
  g_assert_true (kon_polygon_is_simple (notched, 5));
  g_assert_true (kon_polygon_is_simple (straight, 4));
  g_assert_false (kon_polygon_is_simple (square, 2));
  g_assert_false (kon_polygon_is_simple (bow, 4));
  g_assert_false (kon_polygon_is_simple (flat, 3));
  g_assert_false (kon_polygon_is_simple (twice, 4));
  g_assert_false (kon_polygon_is_simple (spike, 5));
  g_assert_false (kon_polygon_is_simple (touching, 5));
}

static void
test_contains_as_winding (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GArray) star = random_star (rand, g_rand_int_range (rand, 3, 30));

      g_assert_true (kon_polygon_is_simple (POINTS (star)));
      for (int j = 0; j < 50; j++)
        {
          KonPoint at = { g_rand_double (rand), g_rand_double (rand) };

          g_assert_cmpint (kon_polygon_contains (POINTS (star), at), ==, winds_around (POINTS (star), at));
        }
    }
}

static guint
count_grid (GArray *points, const KonBox *within)
{
  guint n = 0;

  for (int i = 0; i < GRID * GRID; i++)
    {
      KonPoint at = { (i % GRID + 0.5) / GRID, (i / GRID + 0.5) / GRID };

      if (within != NULL && (at.x < within->x || at.y < within->y || at.x > within->x + within->w || at.y > within->y + within->h))
        continue;
      n += kon_polygon_contains (POINTS (points), at);
    }
  return n;
}

static void
test_area_as_counted (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int i = 0; i < 40; i++)
    {
      g_autoptr (GArray) star = random_star (rand, g_rand_int_range (rand, 3, 12));

      g_assert_cmpfloat_with_epsilon (kon_polygon_area (POINTS (star)), count_grid (star, NULL) / (double) (GRID * GRID), 0.01);
    }
}

/* The slow reference: every two edges solved for their common point. */
static gboolean
crosses_itself (GArray *points)
{
  const KonPoint *p = (const KonPoint *) (gpointer) points->data;
  guint n = points->len;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      {
        KonPoint a = p[i], b = p[(i + 1) % n], c = p[j], d = p[(j + 1) % n];
        double scale = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
        double t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / scale;
        double u = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / scale;

        if (j != i && j != (i + 1) % n && i != (j + 1) % n && t >= 0 && t <= 1 && u >= 0 && u <= 1)
          return TRUE;
      }
  return FALSE;
}

static void
test_simple_as_tried (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  guint n_simple = 0;

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GArray) points = random_points (rand, g_rand_int_range (rand, 3, 8));
      gboolean is_simple = kon_polygon_is_simple (POINTS (points));

      g_assert_cmpint (is_simple, ==, !crosses_itself (points));
      n_simple += is_simple;
    }
  g_assert_cmpuint (n_simple, >, 500);
  g_assert_cmpuint (n_simple, <, 2500);
}

static double
distance_to_outline (GArray *points, KonPoint at)
{
  double best = INFINITY;

  /* Many places on each edge: slow, and another way than the one tested. */
  for (guint i = 0; i < points->len; i++)
    for (int j = 0; j <= 400; j++)
      {
        KonPoint a = g_array_index (points, KonPoint, i), b = g_array_index (points, KonPoint, (i + 1) % points->len);

        best = MIN (best, hypot (a.x + j / 400.0 * (b.x - a.x) - at.x, a.y + j / 400.0 * (b.y - a.y) - at.y));
      }
  return best;
}

static void
test_simplify (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (int i = 0; i < 60; i++)
    {
      g_autoptr (GArray) star = random_star (rand, g_rand_int_range (rand, 3, 60));
      double tolerance = g_rand_double_range (rand, 0.001, 0.1);
      g_autoptr (GArray) simple = kon_polygon_simplify (POINTS (star), tolerance);
      guint next = 0;

      g_assert_cmpuint (simple->len, >=, 2);
      g_assert_cmpuint (simple->len, <=, star->len);
      for (guint j = 0; j < star->len; j++)
        {
          KonPoint point = g_array_index (star, KonPoint, j);

          g_assert_cmpfloat (distance_to_outline (simple, point), <=, tolerance + 0.003);
          /* Points keep their places and their order. */
          if (next < simple->len && memcmp (&point, &g_array_index (simple, KonPoint, next), sizeof point) == 0)
            next++;
        }
      g_assert_cmpuint (next, ==, simple->len);
    }
}

/* A circle of many points needs few; a square drawn with many needs four; nothing is lost at no tolerance. */
static void
test_simplify_by_hand (void)
{
  g_autoptr (GArray) drawn = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  g_autoptr (GArray) simple = NULL;
  g_autoptr (GArray) same = NULL;
  g_autoptr (GArray) nothing = kon_polygon_simplify (NULL, 0, 1);

  for (int side = 0; side < 4; side++)
    for (int i = 0; i < 100; i++)
      {
        double along = i / 100.0;
        KonPoint places[] = { { along, 0 }, { 1, along }, { 1 - along, 1 }, { 0, 1 - along } };

        g_array_append_val (drawn, places[side]);
      }
  simple = kon_polygon_simplify (POINTS (drawn), 0.001);
  g_assert_cmpuint (simple->len, ==, 4);
  same = kon_polygon_simplify (notched, 5, 0);
  g_assert_cmpuint (same->len, ==, 5);
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_clip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int i = 0; i < 60; i++)
    {
      g_autoptr (GArray) star = random_star (rand, g_rand_int_range (rand, 3, 15));
      KonBox box = { g_rand_double_range (rand, -0.2, 0.8), g_rand_double_range (rand, -0.2, 0.8), g_rand_double_range (rand, 0.1, 0.9),
                     g_rand_double_range (rand, 0.1, 0.9) };
      g_autoptr (GArray) rest = kon_polygon_clip (POINTS (star), &box);

      for (guint j = 0; j < rest->len; j++)
        {
          KonPoint point = g_array_index (rest, KonPoint, j);

          g_assert_true (point.x >= box.x - EPSILON && point.x <= box.x + box.w + EPSILON);
          g_assert_true (point.y >= box.y - EPSILON && point.y <= box.y + box.h + EPSILON);
        }
      g_assert_cmpfloat_with_epsilon (kon_polygon_area (POINTS (rest)), count_grid (star, &box) / (double) (GRID * GRID), 0.012);
    }
}

static GPtrArray *
random_stars (GRand *rand, guint n)
{
  GPtrArray *stars = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (stars, random_star (rand, g_rand_int_range (rand, 3, 9)));
  return stars;
}

static gboolean
is_in_any (GPtrArray *polygons, KonPoint at)
{
  for (guint i = 0; i < polygons->len; i++)
    {
      GArray *polygon = g_ptr_array_index (polygons, i);

      if (kon_polygon_contains (POINTS (polygon), at))
        return TRUE;
    }
  return FALSE;
}

static void
test_share_as_counted (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (int i = 0; i < 40; i++)
    {
      g_autoptr (GPtrArray) in = i % 4 == 0 ? NULL : random_stars (rand, i % 4);
      g_autoptr (GPtrArray) out = i % 3 == 0 ? NULL : random_stars (rand, 1);
      KonQuad quad = { { { g_rand_double_range (rand, 0, 0.4), g_rand_double_range (rand, 0, 0.4) },
                         { g_rand_double_range (rand, 0.6, 1), g_rand_double_range (rand, 0, 0.4) },
                         { g_rand_double_range (rand, 0.6, 1), g_rand_double_range (rand, 0.6, 1) },
                         { g_rand_double_range (rand, 0, 0.4), g_rand_double_range (rand, 0.6, 1) } } };
      guint n_all = 0, n_in = 0;

      for (int j = 0; j < GRID * GRID; j++)
        {
          KonPoint at = { (j % GRID + 0.5) / GRID, (j / GRID + 0.5) / GRID };

          if (!kon_polygon_contains (quad.p, 4, at))
            continue;
          n_all++;
          n_in += (in == NULL || is_in_any (in, at)) && (out == NULL || !is_in_any (out, at));
        }
      g_assert_cmpfloat_with_epsilon (kon_polygon_share (&quad, in, out), n_in / (double) n_all, 0.012);
    }
}

static void
test_share_by_hand (void)
{
  g_autoptr (GPtrArray) in = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  KonBox box = { 3, 3, 4, 2 };
  KonQuad quad = kon_quad_from_box (&box);
  KonQuad line = { { { 0, 0 }, { 5, 0 }, { 5, 0 }, { 0, 0 } } };

  g_assert_cmpfloat_with_epsilon (kon_polygon_share (&quad, NULL, NULL), 1, EPSILON);
  g_assert_cmpfloat (kon_polygon_share (&quad, in, NULL), ==, 0);
  g_ptr_array_add (in, kon_polygon_new (square, 4));
  g_assert_cmpfloat_with_epsilon (kon_polygon_share (&quad, in, NULL), 0.5, EPSILON);
  g_assert_cmpfloat_with_epsilon (kon_polygon_share (&quad, NULL, in), 0.5, EPSILON);
  g_assert_cmpfloat (kon_polygon_share (&quad, in, in), ==, 0);
  g_assert_cmpfloat (kon_polygon_share (&line, in, NULL), ==, 0);
}

static void
test_hits (void)
{
  KonPoint nearest;

  g_assert_cmpint (kon_polygon_hit_vertex (square, 4, (KonPoint) { 5.2, 0.9 }, 0.5), ==, 1);
  g_assert_cmpint (kon_polygon_hit_vertex (square, 4, (KonPoint) { 5, 5 }, 0), ==, 2);
  g_assert_cmpint (kon_polygon_hit_vertex (square, 4, (KonPoint) { 3, 3 }, 0.5), ==, -1);
  g_assert_cmpint (kon_polygon_hit_vertex (NULL, 0, (KonPoint) { 3, 3 }, 0.5), ==, -1);
  g_assert_cmpint (kon_polygon_hit_edge (square, 4, (KonPoint) { 0.8, 3 }, 0.3, &nearest), ==, 3);
  g_assert_cmpfloat_with_epsilon (nearest.x, 1, EPSILON);
  g_assert_cmpfloat_with_epsilon (nearest.y, 3, EPSILON);
  g_assert_cmpint (kon_polygon_hit_edge (square, 4, (KonPoint) { 3, 3 }, 1.9, NULL), ==, -1);
  g_assert_cmpint (kon_polygon_hit_edge (square, 4, (KonPoint) { 3, 0 }, 1, NULL), ==, 0);
}

static void
test_hits_as_searched (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 100; i++)
    {
      g_autoptr (GArray) points = random_points (rand, g_rand_int_range (rand, 1, 9));
      KonPoint at = { g_rand_double (rand), g_rand_double (rand) }, nearest = { -1, -1 };
      double tolerance = g_rand_double_range (rand, 0.02, 0.3), slow = distance_to_outline (points, at);
      int edge = kon_polygon_hit_edge (POINTS (points), at, tolerance, &nearest);

      if (fabs (slow - tolerance) > 0.002)
        g_assert_cmpint (edge >= 0, ==, slow < tolerance);
      if (edge >= 0)
        g_assert_cmpfloat_with_epsilon (hypot (nearest.x - at.x, nearest.y - at.y), slow, 0.002);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/polygon/by-hand", test_by_hand);
  g_test_add_func ("/polygon/simple/by-hand", test_simple_by_hand);
  g_test_add_func ("/polygon/simple/as-tried", test_simple_as_tried);
  g_test_add_func ("/polygon/contains", test_contains_as_winding);
  g_test_add_func ("/polygon/area", test_area_as_counted);
  g_test_add_func ("/polygon/simplify", test_simplify);
  g_test_add_func ("/polygon/simplify/by-hand", test_simplify_by_hand);
  g_test_add_func ("/polygon/clip", test_clip);
  g_test_add_func ("/polygon/share", test_share_as_counted);
  g_test_add_func ("/polygon/share/by-hand", test_share_by_hand);
  g_test_add_func ("/polygon/hits", test_hits);
  g_test_add_func ("/polygon/hits/as-searched", test_hits_as_searched);
  return g_test_run ();
}
