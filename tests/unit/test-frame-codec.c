/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Frames made small, to JPEG and back; and what is no picture. */
#include "config.h"

#include <string.h>

#include "kon-error.h"
#include "kon-frame-codec.h"

static KonFrame *
make_frame (int width, int height)
{
  gsize size = (gsize) width * height * 3;
  guint8 *pixels = g_malloc (size);

  memset (pixels, 90, size);
  return kon_frame_new_take (pixels, g_free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);
}

static void
check_shrink (int width, int height, int max_side, int wanted_width, int wanted_height)
{
  g_autoptr (KonFrame) frame = make_frame (width, height);
  g_autoptr (GError) error = NULL;
  g_autoptr (KonFrame) small = kon_frame_codec_shrink (frame, max_side, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (small), ==, wanted_width);
  g_assert_cmpint (kon_frame_get_height (small), ==, wanted_height);
  g_assert_cmpint (kon_frame_get_pixels (small)[0], ==, 90);
}

static void
test_shrink (void)
{
  check_shrink (400, 200, 100, 100, 50);
  check_shrink (200, 400, 100, 50, 100);
  check_shrink (1000, 1, 10, 10, 1);
  check_shrink (40, 20, 100, 40, 20);
  check_shrink (40, 20, 0, 40, 20);
}

static void
test_there_and_back (void)
{
  g_autoptr (KonFrame) frame = make_frame (64, 32);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) jpeg = kon_frame_codec_encode (frame, 80, &error);
  g_autoptr (KonFrame) back = NULL;

  g_assert_no_error (error);
  back = kon_frame_codec_decode (jpeg, 64 * 32, "x", &error);
  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (back), ==, 64);
  g_assert_cmpint (kon_frame_get_height (back), ==, 32);
  g_assert_cmpint (ABS (kon_frame_get_pixels (back)[0] - 90), <=, 3);
}

static void
test_too_large (void)
{
  g_autoptr (KonFrame) frame = make_frame (64, 32);
  g_autoptr (GBytes) jpeg = kon_frame_codec_encode (frame, 80, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_frame_codec_decode (jpeg, 64 * 32 - 1, "x", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_TOO_LARGE);
}

static void
test_no_picture (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture at all", 17);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_frame_codec_decode (text, 1000, "holiday", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "holiday"));
  g_clear_error (&error);
  g_assert_null (kon_frame_codec_decode (nothing, 1000, "x", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame-codec/shrink", test_shrink);
  g_test_add_func ("/frame-codec/there-and-back", test_there_and_back);
  g_test_add_func ("/frame-codec/too-large", test_too_large);
  g_test_add_func ("/frame-codec/no-picture", test_no_picture);
  return g_test_run ();
}
