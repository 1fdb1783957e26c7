/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a picture lies on an area: laws that hold for any picture, area and movement, tried on many of each. */
#include "config.h"

#include "kon-app-view.h"

#include <math.h>

#define ROUNDS 2000

static double
any (GRand *rand, double from, double to)
{
  return g_rand_double_range (rand, from, to);
}

/* Somewhere, somehow close. */
static KonAppView
make_view (GRand *rand)
{
  KonAppView view;

  kon_app_view_init (&view);
  kon_app_view_set_area (&view, floor (any (rand, 50, 3000)), floor (any (rand, 50, 2000)), g_rand_boolean (rand) ? 2 : 1);
  kon_app_view_set_picture (&view, floor (any (rand, 1, 12000)), floor (any (rand, 1, 9000)));
  kon_app_view_zoom_to (&view, pow (2, any (rand, -6, 6)), any (rand, 0, view.width), any (rand, 0, view.height));
  kon_app_view_pan (&view, any (rand, -5000, 5000), any (rand, -5000, 5000));
  return view;
}

static void
assert_near (double a, double b, double most)
{
  g_assert_cmpfloat (fabs (a - b), <=, most);
}

static void
test_there_and_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < ROUNDS; i++)
    {
      KonAppView view = make_view (rand);
      double x = any (rand, -100, 4000), y = any (rand, -100, 4000);
      KonPoint there = kon_app_view_to_picture (&view, x, y);
      KonPoint back = kon_app_view_from_picture (&view, there.x, there.y);
      KonDrawView drawn = kon_app_view_get_draw_view (&view);

      assert_near (back.x, x, 1e-6);
      assert_near (back.y, y, 1e-6);
      /* What is painted lies where the pointer finds it, and its corner on a pixel of the screen. */
      assert_near (drawn.offset_x + drawn.scale * there.x, x, 1e-6);
      assert_near (drawn.offset_y + drawn.scale * there.y, y, 1e-6);
      assert_near (drawn.offset_x * view.device, round (drawn.offset_x * view.device), 1e-6);
    }
}

/* Zoom is within its limits, and where the picture is larger than the area no more of the area is empty than the margin. */
static void
test_clamped (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int i = 0; i < ROUNDS; i++)
    {
      KonAppView view = make_view (rand);
      KonPoint from = kon_app_view_from_picture (&view, 0, 0);
      KonPoint to = kon_app_view_from_picture (&view, view.picture_width, view.picture_height);
      KonBox seen = kon_app_view_get_visible (&view);

      g_assert_cmpfloat (view.zoom, >=, kon_app_view_get_min_zoom (&view) * (1 - 1e-9));
      g_assert_cmpfloat (view.zoom, <=, MAX (kon_app_view_get_max_zoom (&view), kon_app_view_get_fit_zoom (&view)) * (1 + 1e-9));
      g_assert_cmpfloat (seen.w, >, 0);
      g_assert_cmpfloat (seen.h, >, 0);
      if (to.x - from.x > view.width - 1e-6)
        g_assert_true (from.x <= 73 && to.x >= view.width - 73);
      else
        assert_near (from.x + to.x, view.width, 2);
      if (to.y - from.y > view.height - 1e-6)
        g_assert_true (from.y <= 73 && to.y >= view.height - 73);
      else
        assert_near (from.y + to.y, view.height, 2);
    }
}

/* What is under the pointer stays there, wherever edges do not forbid it. */
static void
test_zoom_at_pointer (void)
{
  KonAppView view;
  KonPoint before, after;

  kon_app_view_init (&view);
  kon_app_view_set_area (&view, 1280, 800, 1);
  kon_app_view_set_picture (&view, 8000, 6000);
  kon_app_view_zoom_to (&view, 0.5, 640, 400);
  for (int i = 0; i < 12; i++)
    {
      before = kon_app_view_to_picture (&view, 900, 300);
      kon_app_view_zoom_by (&view, 1, 900, 300);
      after = kon_app_view_to_picture (&view, 900, 300);
      assert_near (before.x, after.x, 1 / view.zoom);
      assert_near (before.y, after.y, 1 / view.zoom);
    }
  g_assert_cmpfloat (view.zoom, >, 4);
}

/* In and out again by steps or by a wheel that turns finely: 100 % and the whole picture are met on the way, exactly. */
static void
test_stops (void)
{
  const double steps[] = { 1, 0.1 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      KonAppView view;
      gboolean met_actual = FALSE;

      kon_app_view_init (&view);
      kon_app_view_set_area (&view, 1000, 700, 1);
      kon_app_view_set_picture (&view, 4000, 3000);
      g_assert_true (view.fits);
      for (int n = 0; n < 300; n++)
        {
          kon_app_view_zoom_by (&view, steps[i], 500, 350);
          met_actual = met_actual || view.zoom == 1;
        }
      g_assert_true (met_actual);
      g_assert_cmpfloat (view.zoom, ==, kon_app_view_get_max_zoom (&view));
      for (int n = 0; n < 600; n++)
        kon_app_view_zoom_by (&view, -steps[i], 500, 350);
      g_assert_true (view.fits);
      assert_near (view.zoom, kon_app_view_get_fit_zoom (&view), 1e-9);
    }
}

static void
test_fit (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int i = 0; i < ROUNDS; i++)
    {
      KonAppView view = make_view (rand);
      KonPoint from, to;

      kon_app_view_fit (&view);
      kon_app_view_set_area (&view, floor (any (rand, 50, 3000)), floor (any (rand, 50, 2000)), view.device);
      from = kon_app_view_from_picture (&view, 0, 0);
      to = kon_app_view_from_picture (&view, view.picture_width, view.picture_height);
      g_assert_true (from.x >= 11 && from.y >= 11 && to.x <= view.width - 11 && to.y <= view.height - 11);
      g_assert_false (kon_app_view_pan (&view, 10, 10));
      g_assert_false (kon_app_view_can_pan (&view, TRUE) || kon_app_view_can_pan (&view, FALSE));
    }
}

static void
test_next_picture (void)
{
  KonAppView view;
  KonPoint centre;

  kon_app_view_init (&view);
  kon_app_view_set_area (&view, 1000, 700, 2);
  kon_app_view_set_picture (&view, 4000, 3000);
  kon_app_view_zoom_to (&view, 2, 100, 100);
  centre = view.centre;
  kon_app_view_set_picture (&view, 4000, 3000); /* the next of the same camera */
  g_assert_cmpfloat (view.zoom, ==, 2);
  g_assert_true (view.centre.x == centre.x && view.centre.y == centre.y);
  kon_app_view_set_picture (&view, 3000, 4000);
  g_assert_true (view.fits);
}

static void
test_reveal (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (int i = 0; i < ROUNDS; i++)
    {
      KonAppView view = make_view (rand), before;
      KonBox box = { any (rand, 0, view.picture_width), any (rand, 0, view.picture_height), 1, 1 };
      KonPoint at;

      before = view;
      kon_app_view_reveal (&view, &box);
      at = kon_app_view_from_picture (&view, MIN (box.x, view.picture_width), MIN (box.y, view.picture_height));
      g_assert_cmpfloat (view.zoom, ==, before.zoom);
      g_assert_true (at.x >= -1 && at.x <= view.width + 1 && at.y >= -1 && at.y <= view.height + 1);
      before = view;
      kon_app_view_reveal (&view, &box); /* what is seen is left where it is */
      if (view.zoom / view.device < 16)
        g_assert_true (before.centre.x == view.centre.x && before.centre.y == view.centre.y);
    }
}

/* Once what is wanted has come, nothing more is; and it is never larger than a few screens. */
static void
test_wanted (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  int n_wanted = 0;

  for (int i = 0; i < ROUNDS; i++)
    {
      KonAppView view = make_view (rand);
      double whole_scale = MIN (1, 2560 / MAX (view.picture_width, view.picture_height));
      KonBox seen = kon_app_view_get_visible (&view);
      KonLook look;

      if (!kon_app_view_get_wanted (&view, whole_scale, NULL, 0, &look))
        {
          g_assert_cmpfloat (MIN (view.zoom, 1), <=, whole_scale * 1.01);
          continue;
        }
      n_wanted++;
      assert_near (look.scale, MIN (view.zoom, 1), 1e-9);
      g_assert_true (look.part.x >= 0 && look.part.y >= 0 && look.part.x + look.part.w <= view.picture_width + 1e-6
                     && look.part.y + look.part.h <= view.picture_height + 1e-6);
      g_assert_true (look.part.x <= seen.x && look.part.x + look.part.w >= seen.x + seen.w - 1e-6);
      g_assert_cmpfloat (look.part.w * look.part.h * look.scale * look.scale, <=, MAX (8.1e6, 1.6 * view.width * view.height * view.device * view.device));
      g_assert_false (kon_app_view_get_wanted (&view, whole_scale, &look.part, look.scale, &look));
    }
  g_assert_cmpint (n_wanted, >, ROUNDS / 10);
}

/* What makes no sense changes nothing. */
static void
test_odd (void)
{
  KonAppView view;

  kon_app_view_init (&view);
  kon_app_view_zoom_by (&view, 1, 10, 10); /* no picture, no area */
  kon_app_view_set_area (&view, 0, 0, 0);
  kon_app_view_set_picture (&view, 100, 100);
  kon_app_view_zoom_to (&view, NAN, 0, 0);
  kon_app_view_zoom_to (&view, -1, 0, 0);
  g_assert_false (kon_app_view_pan (&view, INFINITY, NAN));
  g_assert_true (isfinite (view.zoom) && view.zoom > 0 && isfinite (view.centre.x));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app-view/there-and-back", test_there_and_back);
  g_test_add_func ("/app-view/clamped", test_clamped);
  g_test_add_func ("/app-view/zoom-at-pointer", test_zoom_at_pointer);
  g_test_add_func ("/app-view/stops", test_stops);
  g_test_add_func ("/app-view/fit", test_fit);
  g_test_add_func ("/app-view/next-picture", test_next_picture);
  g_test_add_func ("/app-view/reveal", test_reveal);
  g_test_add_func ("/app-view/wanted", test_wanted);
  g_test_add_func ("/app-view/odd", test_odd);

  return g_test_run ();
}
