/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The crops that are searched: each include region is in one, small ones get room, neighbours are one. */
#include "config.h"

#include "kon-polygon.h"
#include "kon-roi-areas-private.h"

#define WIDTH 4000
#define HEIGHT 3000

static KonRoi *
add (KonRoiSet *set, KonRoiKind kind, double left, double top, double right, double bottom)
{
  const KonPoint points[] = { { left, top }, { right, top }, { right, bottom }, { left, bottom } };
  KonRoi *roi = kon_roi_new (kind, points, 4);

  kon_roi_set_add (set, roi);
  return roi;
}

static void
assert_area (GArray *areas, guint i, double x, double y, double w, double h)
{
  KonBox box = g_array_index (areas, KonBox, i);

  g_assert_cmpfloat (box.x, ==, x);
  g_assert_cmpfloat (box.y, ==, y);
  g_assert_cmpfloat (box.w, ==, w);
  g_assert_cmpfloat (box.h, ==, h);
}

static void
test_none (void)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  g_autoptr (GArray) nothing = kon_roi_areas (NULL, WIDTH, HEIGHT);
  g_autoptr (GArray) areas = NULL;

  add (set, KON_ROI_EXCLUDE, 0, 0, 0.5, 0.5);
  add (set, KON_ROI_INCLUDE, 0, 0, 0.5, 0.5)->enabled = FALSE;
  areas = kon_roi_areas (set, WIDTH, HEIGHT);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (areas->len, ==, 0);
}

static void
test_room (void)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  g_autoptr (GArray) centre = NULL, any = NULL, all = NULL, small = NULL;

  add (set, KON_ROI_INCLUDE, 0.5, 0.5, 1, 1);
  centre = kon_roi_areas (set, WIDTH, HEIGHT);
  assert_area (centre, 0, 1800, 1300, 2200, 1700);
  set->rule = KON_ROI_ANY;
  any = kon_roi_areas (set, WIDTH, HEIGHT);
  assert_area (any, 0, 1600, 1100, 2400, 1900);
  set->rule = KON_ROI_ALL;
  all = kon_roi_areas (set, WIDTH, HEIGHT);
  assert_area (all, 0, 1960, 1460, 2040, 1540);
  small = kon_roi_areas (set, 200, 100);
  assert_area (small, 0, 0, 0, 200, 100);
}

static void
test_corner (void)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_ALL);
  g_autoptr (GArray) areas = NULL;

  add (set, KON_ROI_INCLUDE, 0.99, 0, 1, 0.01);
  areas = kon_roi_areas (set, WIDTH, HEIGHT);
  g_assert_cmpuint (areas->len, ==, 1);
  assert_area (areas, 0, 3680, 0, 320, 240);
}

static void
test_merged (void)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  g_autoptr (GArray) apart = NULL, near = NULL;

  add (set, KON_ROI_INCLUDE, 0, 0, 0.2, 0.3);
  add (set, KON_ROI_INCLUDE, 0.8, 0.7, 1, 1);
  apart = kon_roi_areas (set, WIDTH, HEIGHT);
  g_assert_cmpuint (apart->len, ==, 2);
  add (set, KON_ROI_INCLUDE, 0.21, 0, 0.4, 0.3);
  near = kon_roi_areas (set, WIDTH, HEIGHT);
  g_assert_cmpuint (near->len, ==, 2);
  assert_area (near, 0, 0, 0, 1800, 1100);
}

/* Whatever is drawn: every region is inside one crop, every crop inside the picture and of whole pixels. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (KonRoiSet) set = kon_roi_set_new ((KonRoiRule) (i % 3));
      int width = g_rand_int_range (rand, 1, 3000), height = g_rand_int_range (rand, 1, 3000);
      g_autoptr (GArray) areas = NULL;

      for (int j = g_rand_int_range (rand, 1, 8); j > 0; j--)
        {
          double left = g_rand_double_range (rand, 0, 0.9), top = g_rand_double_range (rand, 0, 0.9);

          add (set, KON_ROI_INCLUDE, left, top, g_rand_double_range (rand, left, 1), g_rand_double_range (rand, top, 1));
        }
      areas = kon_roi_areas (set, width, height);
      g_assert_cmpuint (areas->len, >=, 1);
      for (guint j = 0; j < set->regions->len; j++)
        {
          GArray *points = ((KonRoi *) g_ptr_array_index (set->regions, j))->points;
          KonPoint low = g_array_index (points, KonPoint, 0), high = g_array_index (points, KonPoint, 2);
          gboolean found = FALSE;

          for (guint k = 0; k < areas->len; k++)
            {
              KonBox box = g_array_index (areas, KonBox, k);

              g_assert_true (box.x >= 0 && box.y >= 0 && box.w >= 1 && box.h >= 1 && box.x + box.w <= width && box.y + box.h <= height);
              g_assert_true (box.x == (int) box.x && box.w == (int) box.w && box.y == (int) box.y && box.h == (int) box.h);
              found |= low.x * width >= box.x && low.y * height >= box.y && high.x * width <= box.x + box.w && high.y * height <= box.y + box.h;
            }
          g_assert_true (found);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/roi-areas/none", test_none);
  g_test_add_func ("/detect/roi-areas/room", test_room);
  g_test_add_func ("/detect/roi-areas/corner", test_corner);
  g_test_add_func ("/detect/roi-areas/merged", test_merged);
  g_test_add_func ("/detect/roi-areas/random", test_random);
  return g_test_run ();
}
