/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pixels live exactly as long as the last of their references, bytes included. */
#include "config.h"

#include "kon-frame.h"

static int freed;

static void
count_free (gpointer pixels)
{
  freed++;
  g_free (pixels);
}

static KonFrame *
make_frame (void)
{
  freed = 0;
  return kon_frame_new_take (g_malloc0 (20 * 4), count_free, 6, 4, 20, KON_PIXELS_RGB8);
}

static void
test_fields (void)
{
  g_autoptr (KonFrame) frame = make_frame ();
  guint8 grey[6] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (KonFrame) borrowed = kon_frame_new_take (grey, NULL, 3, 2, 3, KON_PIXELS_GREY8);

  g_assert_cmpint (kon_frame_get_width (frame), ==, 6);
  g_assert_cmpint (kon_frame_get_height (frame), ==, 4);
  g_assert_cmpuint (kon_frame_get_stride (frame), ==, 20);
  g_assert_cmpint (kon_frame_get_kind (frame), ==, KON_PIXELS_RGB8);
  g_assert_cmpint (kon_frame_get_kind (borrowed), ==, KON_PIXELS_GREY8);
  g_assert_true (kon_frame_get_pixels (borrowed) == grey);
}

static void
test_references (void)
{
  KonFrame *frame = make_frame ();

  g_assert_true (kon_frame_ref (frame) == frame);
  kon_frame_unref (frame);
  g_assert_cmpint (freed, ==, 0);
  kon_frame_unref (frame);
  g_assert_cmpint (freed, ==, 1);
}

static void
test_bytes (void)
{
  KonFrame *frame = make_frame ();
  GBytes *bytes = kon_frame_get_bytes (frame);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 80);
  g_assert_true (g_bytes_get_data (bytes, NULL) == kon_frame_get_pixels (frame));
  kon_frame_unref (frame);
  g_assert_cmpint (freed, ==, 0);
  g_bytes_unref (bytes);
  g_assert_cmpint (freed, ==, 1);
}

static void
test_boxed (void)
{
  KonFrame *frame = make_frame ();
  GValue value = G_VALUE_INIT;

  g_value_init (&value, KON_TYPE_FRAME);
  g_value_set_boxed (&value, frame);
  g_assert_true (g_value_get_boxed (&value) == frame);
  kon_frame_unref (frame);
  g_assert_cmpint (freed, ==, 0);
  g_value_unset (&value);
  g_assert_cmpint (freed, ==, 1);
}

static gpointer
ref_and_unref (gpointer data)
{
  for (int i = 0; i < 10000; i++)
    kon_frame_unref (kon_frame_ref (data));
  return NULL;
}

static void
test_threads (void)
{
  KonFrame *frame = make_frame ();
  GThread *one = g_thread_new ("one", ref_and_unref, frame);
  GThread *two = g_thread_new ("two", ref_and_unref, frame);

  g_thread_join (one);
  g_thread_join (two);
  g_assert_cmpint (freed, ==, 0);
  kon_frame_unref (frame);
  g_assert_cmpint (freed, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/fields", test_fields);
  g_test_add_func ("/frame/references", test_references);
  g_test_add_func ("/frame/bytes", test_bytes);
  g_test_add_func ("/frame/boxed", test_boxed);
  g_test_add_func ("/frame/threads", test_threads);
  return g_test_run ();
}
