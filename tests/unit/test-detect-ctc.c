/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CTC against the definition: on grids small enough to walk every path. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "kon-ctc-private.h"

#define MAX_STEPS 6

/* The text of a path, row by row, as a string of letters 'a' + label. */
static void
collapse (const int *path, int rows, int steps, char *text)
{
  for (int row = 0; row < rows; row++)
    for (int t = 0; t < steps; t++)
      {
        int label = path[row * steps + t];

        if (label > 0 && (t == 0 || path[row * steps + t - 1] != label))
          *text++ = 'a' + label;
      }
  *text = '\0';
}

/* Every text and the sum over its paths. */
static GHashTable *
sum_paths (const KonCtc *ctc)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  int n = ctc->rows * ctc->steps;
  int path[MAX_STEPS] = { 0 };

  for (;;)
    {
      char text[MAX_STEPS + 1];
      double p = 1, *sum;
      int place = 0;

      for (int i = 0; i < n; i++)
        p *= ctc->p[(i + i / ctc->steps) * ctc->classes + path[i]];
      collapse (path, ctc->rows, ctc->steps, text);
      sum = g_hash_table_lookup (sums, text);
      if (!sum)
        {
          sum = g_new0 (double, 1);
          g_hash_table_insert (sums, g_strdup (text), sum);
        }
      *sum += p;
      while (place < n && ++path[place] == ctc->classes)
        path[place++] = 0;
      if (place == n)
        return sums;
    }
}

static KonCtc *
random_ctc (int rows, int steps, int classes)
{
  float logits[MAX_STEPS * 4];

  for (int i = 0; i < rows * steps * classes; i++)
    logits[i] = g_test_rand_double_range (-3, 3);
  return kon_ctc_new (logits, rows, steps, classes, 1.0);
}

static char *
spell (const KonCtcText *text)
{
  char *spelt = g_new0 (char, text->length + 1);

  for (int i = 0; i < text->length; i++)
    spelt[i] = 'a' + text->labels[i];
  return spelt;
}

static void
check_against_paths (int rows, int steps, int classes)
{
  g_autoptr (KonCtc) ctc = random_ctc (rows, steps, classes);
  g_autoptr (GHashTable) sums = sum_paths (ctc);
  g_autoptr (GArray) texts = kon_ctc_search (ctc, 100000);
  double all = 0, before = 2;

  g_assert_cmpuint (texts->len, ==, g_hash_table_size (sums));
  for (guint i = 0; i < texts->len; i++)
    {
      const KonCtcText *text = &g_array_index (texts, KonCtcText, i);
      g_autofree char *spelt = spell (text);
      const double *sum = g_hash_table_lookup (sums, spelt);

      g_assert_nonnull (sum);
      g_assert_cmpfloat_with_epsilon (text->probability, *sum, 1e-9);
      g_assert_cmpfloat (text->probability, <=, before);
      before = text->probability;
      all += text->probability;
    }
  g_assert_cmpfloat_with_epsilon (all, 1, 1e-9);
}

static void
test_every_path (void)
{
  for (int round = 0; round < 20; round++)
    {
      check_against_paths (1, 1, 3);
      check_against_paths (1, 5, 3);
      check_against_paths (2, 2, 3);
      check_against_paths (2, 3, 3);
      check_against_paths (1, 4, 4);
    }
}

/* A narrow beam may miss a text, but what it gives is measured exactly. */
static void
test_narrow_beam (void)
{
  int best_found = 0;

  for (int round = 0; round < 200; round++)
    {
      g_autoptr (KonCtc) ctc = random_ctc (2, 3, 3);
      g_autoptr (GArray) wide = kon_ctc_search (ctc, 100000);
      g_autoptr (GArray) narrow = kon_ctc_search (ctc, 8);
      g_autofree char *best = spell (&g_array_index (wide, KonCtcText, 0));
      g_autofree char *found = spell (&g_array_index (narrow, KonCtcText, 0));

      g_assert_cmpuint (narrow->len, <=, 8);
      best_found += g_str_equal (best, found);
    }
  g_assert_cmpint (best_found, >=, 198);
}

/* Sharp logits: step t says class says[t]. */
static KonCtc *
sharp_ctc (const int *says, int rows, int steps, int classes)
{
  g_autofree float *logits = g_new0 (float, rows * steps * classes);

  for (int t = 0; t < rows * steps; t++)
    logits[t * classes + says[t]] = 12;
  return kon_ctc_new (logits, rows, steps, classes, 1.0);
}

static void
check_sharp (const int *says, int rows, int steps, const char *expected, const int *expected_rows)
{
  g_autoptr (KonCtc) ctc = sharp_ctc (says, rows, steps, 5);
  g_autoptr (GArray) texts = kon_ctc_search (ctc, 8);
  const KonCtcText *best = &g_array_index (texts, KonCtcText, 0);
  g_autofree char *spelt = spell (best);
  double peaks[16];
  int in_rows[16];

  g_assert_cmpstr (spelt, ==, expected);
  g_assert_cmpfloat (best->probability, >, 0.99);
  g_assert_true (kon_ctc_align (ctc, best->labels, best->length, peaks, in_rows));
  for (int i = 0; i < best->length; i++)
    {
      g_assert_cmpfloat (peaks[i], >, 0.99);
      g_assert_cmpint (in_rows[i], ==, expected_rows[i]);
    }
}

static void
test_repeats_and_rows (void)
{
  check_sharp ((int[]){ 1, 1, 0, 1, 2, 2 }, 1, 6, "bbc", (int[]){ 0, 0, 0 });
  check_sharp ((int[]){ 1, 0, 2, 2, 3, 3 }, 2, 3, "bccd", (int[]){ 0, 0, 1, 1 }); /* c | c: two rows, two characters */
  check_sharp ((int[]){ 0, 0, 0, 0, 4, 0 }, 2, 3, "e", (int[]){ 1 });
  check_sharp ((int[]){ 0, 0, 0, 0, 0, 0 }, 2, 3, "", (int[]){ 0 });
}

/* Long, flat rows: probabilities far below the smallest double must not turn into zero over zero. */
static void
test_long_flat_rows (void)
{
  g_autofree float *logits = g_new0 (float, 2 * 256 * 64);
  g_autoptr (KonCtc) ctc = kon_ctc_new (logits, 2, 256, 64, 1.0);
  g_autoptr (GArray) texts = kon_ctc_search (ctc, 4);

  g_assert_cmpuint (texts->len, ==, 4);
  for (guint i = 0; i < texts->len; i++)
    g_assert_true (isfinite (g_array_index (texts, KonCtcText, i).probability));
}

static void
test_odd_numbers (void)
{
  float logits[2 * 3] = { 0, 1, 2, 3, NAN, 1 };
  guint8 labels[4] = { 1, 1, 1, 1 };
  double peaks[4];
  int rows[4];
  g_autoptr (KonCtc) ctc = NULL;

  g_assert_null (kon_ctc_new (logits, 1, 2, 3, 1.0));
  logits[4] = INFINITY;
  g_assert_null (kon_ctc_new (logits, 1, 2, 3, 1.0));
  logits[4] = 3e38f;
  logits[5] = -3e38f;
  ctc = kon_ctc_new (logits, 1, 2, 3, 0.05);
  g_assert_nonnull (ctc);
  g_assert_cmpfloat (kon_ctc_probability (ctc, labels, 2), ==, 0); /* "bb" needs a blank between, so three steps */
  g_assert_false (kon_ctc_align (ctc, labels, 2, peaks, rows));
  g_assert_cmpfloat (kon_ctc_probability (ctc, labels, 4), ==, 0);
  g_assert_false (kon_ctc_align (ctc, labels, 4, peaks, rows));
}

/* A higher temperature says the same, less surely. */
static void
test_temperature (void)
{
  const float logits[3 * 3] = { 0, 4, 1, 4, 0, 1, 0, 1, 4 };
  g_autoptr (KonCtc) cold = kon_ctc_new (logits, 1, 3, 3, 1.0);
  g_autoptr (KonCtc) warm = kon_ctc_new (logits, 1, 3, 3, 2.0);
  const guint8 labels[] = { 1, 2 };

  g_assert_cmpfloat (kon_ctc_probability (cold, labels, 2), >, kon_ctc_probability (warm, labels, 2) + 0.1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/ctc/every-path", test_every_path);
  g_test_add_func ("/detect/ctc/narrow-beam", test_narrow_beam);
  g_test_add_func ("/detect/ctc/repeats-and-rows", test_repeats_and_rows);
  g_test_add_func ("/detect/ctc/long-flat-rows", test_long_flat_rows);
  g_test_add_func ("/detect/ctc/odd-numbers", test_odd_numbers);
  g_test_add_func ("/detect/ctc/temperature", test_temperature);
  return g_test_run ();
}
