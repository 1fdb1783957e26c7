/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Suppression, by hand and against a slow reference. */
#include "config.h"

#include "kon-family.h"

static GArray *
found_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (KonFound));
}

static void
add (GArray *found, double x, double y, double w, double h, double score)
{
  KonFound one = { .box = { x, y, w, h }, .score = score };

  g_array_append_val (found, one);
}

static double
score_at (GArray *found, guint i)
{
  return g_array_index (found, KonFound, i).score;
}

static void
test_best_stays (void)
{
  g_autoptr (GArray) found = found_new ();

  add (found, 0, 0, 100, 20, 0.6);
  add (found, 2, 1, 100, 20, 0.9);
  add (found, 300, 0, 100, 20, 0.7);
  kon_found_suppress (found, 0.5);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpfloat (score_at (found, 0), ==, 0.9);
  g_assert_cmpfloat (score_at (found, 1), ==, 0.7);
}

/* What only a suppressed one covers stays. */
static void
test_chain (void)
{
  g_autoptr (GArray) found = found_new ();

  add (found, 0, 0, 100, 10, 0.9);
  add (found, 30, 0, 100, 10, 0.8);
  add (found, 60, 0, 100, 10, 0.7);
  kon_found_suppress (found, 0.5);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpfloat (score_at (found, 1), ==, 0.7);
}

static void
test_nothing (void)
{
  g_autoptr (GArray) found = found_new ();

  kon_found_suppress (found, 0.5);
  g_assert_cmpuint (found->len, ==, 0);
  add (found, 5, 5, 0, 0, 0.5);
  add (found, 5, 5, 0, 0, 0.5);
  kon_found_suppress (found, 0.5);
  g_assert_cmpuint (found->len, ==, 2); /* empty boxes overlap nothing */
}

/* The reference: again and again take the best of what is left and strike out what it covers. */
static GArray *
suppress_slowly (GArray *found, double threshold)
{
  g_autofree gboolean *gone = g_new0 (gboolean, found->len + 1);
  GArray *kept = found_new ();

  for (;;)
    {
      int best = -1;

      for (guint i = 0; i < found->len; i++)
        if (!gone[i] && (best < 0 || score_at (found, i) > score_at (found, best)))
          best = i;
      if (best < 0)
        return kept;
      g_array_append_val (kept, g_array_index (found, KonFound, best));
      for (guint i = 0; i < found->len; i++)
        if (kon_box_iou (&g_array_index (found, KonFound, i).box, &g_array_index (found, KonFound, best).box) > threshold)
          gone[i] = TRUE;
      gone[best] = TRUE;
    }
}

static void
test_reference (void)
{
  for (int round = 0; round < 300; round++)
    {
      g_autoptr (GArray) found = found_new ();
      g_autoptr (GArray) expected = NULL;
      double threshold = g_test_rand_double_range (0.1, 0.9);
      int n = g_test_rand_int_range (0, 60);

      for (int i = 0; i < n; i++)
        add (found, g_test_rand_double_range (0, 200), g_test_rand_double_range (0, 60), g_test_rand_double_range (1, 90),
             g_test_rand_double_range (1, 40), g_test_rand_double_range (0, 1));
      expected = suppress_slowly (found, threshold);
      kon_found_suppress (found, threshold);
      g_assert_cmpuint (found->len, ==, expected->len);
      for (guint i = 0; i < found->len; i++)
        g_assert_cmpfloat (score_at (found, i), ==, score_at (expected, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/found/best-stays", test_best_stays);
  g_test_add_func ("/detect/found/chain", test_chain);
  g_test_add_func ("/detect/found/nothing", test_nothing);
  g_test_add_func ("/detect/found/reference", test_reference);
  return g_test_run ();
}
