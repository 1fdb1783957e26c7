/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Detections and reads: what a new one holds, and that the last reference frees all of it. */
#include "config.h"

#include "kon-detection.h"

static int crops_freed;

static void
count_free (gpointer pixels)
{
  crops_freed++;
}

static void
test_new (void)
{
  g_autoptr (KonDetection) detection = kon_detection_new ("plate");

  g_assert_cmpstr (detection->class_name, ==, "plate");
  g_assert_cmpfloat (detection->find_confidence, ==, 0);
  g_assert_cmpint (detection->layout, ==, KON_LAYOUT_UNKNOWN);
  g_assert_null (detection->read);
  g_assert_null (detection->crop);
}

static void
test_read (void)
{
  g_autoptr (KonRead) read = kon_read_new ();
  KonAlternative alternative = { g_strdup ("B0B"), 0.25 };
  KonCharacter character = { "Ü", 0.5 };

  g_assert_null (read->text);
  g_assert_null (read->region_code);
  g_assert_cmpuint (read->characters->len, ==, 0);
  g_assert_cmpuint (read->alternatives->len, ==, 0);
  /* The array owns the text of an alternative: the sanitizer build finds it lost or freed twice. */
  g_array_append_val (read->alternatives, alternative);
  g_array_append_val (read->characters, character);
  g_array_set_size (read->alternatives, 0);
}

static void
test_references (void)
{
  static guint8 pixels[12];
  KonDetection *detection = kon_detection_new ("plate");

  crops_freed = 0;
  detection->read = kon_read_new ();
  detection->read->text = g_strdup ("BOB");
  detection->crop = kon_frame_new_take (pixels, count_free, 2, 2, 6, KON_PIXELS_RGB8);
  g_assert_true (kon_detection_ref (detection) == detection);
  kon_detection_unref (detection);
  g_assert_cmpint (crops_freed, ==, 0);
  kon_detection_unref (detection);
  g_assert_cmpint (crops_freed, ==, 1);
}

static void
test_layout (void)
{
  g_assert_cmpstr (kon_layout_to_string (KON_LAYOUT_ONE_ROW), ==, "one-row");
  g_assert_cmpstr (kon_layout_to_string (KON_LAYOUT_TWO_ROW), ==, "two-row");
  g_assert_null (kon_layout_to_string (KON_LAYOUT_UNKNOWN));
  g_assert_null (kon_layout_to_string ((KonLayout) 99));
  g_assert_cmpint (kon_layout_from_string ("one-row"), ==, KON_LAYOUT_ONE_ROW);
  g_assert_cmpint (kon_layout_from_string ("two-row"), ==, KON_LAYOUT_TWO_ROW);
  g_assert_cmpint (kon_layout_from_string ("three-row"), ==, KON_LAYOUT_UNKNOWN);
  g_assert_cmpint (kon_layout_from_string (NULL), ==, KON_LAYOUT_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detection/new", test_new);
  g_test_add_func ("/detection/read", test_read);
  g_test_add_func ("/detection/references", test_references);
  g_test_add_func ("/detection/layout", test_layout);
  return g_test_run ();
}
