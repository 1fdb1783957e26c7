/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Confidence in words: the borders, and that word and number never contradict each other. */
#include "config.h"

#include <math.h>

#include "kon-confidence.h"

static void
test_bands (void)
{
  g_assert_cmpint (kon_confidence_get_band (1), ==, KON_CONFIDENCE_SURE);
  g_assert_cmpint (kon_confidence_get_band (0.90), ==, KON_CONFIDENCE_SURE);
  g_assert_cmpint (kon_confidence_get_band (0.8999), ==, KON_CONFIDENCE_CHECK);
  g_assert_cmpint (kon_confidence_get_band (0.60), ==, KON_CONFIDENCE_CHECK);
  g_assert_cmpint (kon_confidence_get_band (0.5999), ==, KON_CONFIDENCE_GUESS);
  g_assert_cmpint (kon_confidence_get_band (0), ==, KON_CONFIDENCE_GUESS);
  g_assert_cmpint (kon_confidence_get_band (NAN), ==, KON_CONFIDENCE_GUESS);
}

static void
assert_text (double confidence, const char *wanted)
{
  g_autofree char *text = kon_confidence_to_text (confidence);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_text (void)
{
  assert_text (1, "sure 1.00");
  assert_text (0.98, "sure 0.98");
  assert_text (0.90, "sure 0.90");
  assert_text (0.8999, "check 0.89");
  assert_text (0.29, "guess 0.29");
  assert_text (0.5999, "guess 0.59");
  assert_text (0, "guess 0.00");
}

static void
test_outside (void)
{
  assert_text (1.5, "sure 1.00");
  assert_text (-1, "guess 0.00");
  assert_text (NAN, "guess 0.00");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/confidence/bands", test_bands);
  g_test_add_func ("/confidence/text", test_text);
  g_test_add_func ("/confidence/outside", test_outside);
  return g_test_run ();
}
