/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For the tests of vision: the small pictures in tests/data, and what they show (tests/data/make-pictures.py). */
#pragma once

#include <glib.h>
#include <stdlib.h>

#include "kon-vision.h"

#define SCENE_WIDTH 64
#define SCENE_HEIGHT 32

/* The bytes of tests/data/@name; the test fails where it is missing. */
static inline GBytes *
load_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize size = 0;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

/* @got and @wanted differ by no more than @tolerance. */
static inline void
assert_near (int got, int wanted, int tolerance)
{
  if (ABS (got - wanted) > tolerance)
    g_error ("got %d where %d was wanted, give or take %d", got, wanted, tolerance);
}

/* The pixel at @x, @y is red, green, blue, give or take @tolerance. */
static inline void
assert_pixel (const KonVisionImage *image, int x, int y, int red, int green, int blue, int tolerance)
{
  const uint8_t *pixel = image->pixels + ((size_t) y * (size_t) image->width + (size_t) x) * 3;

  assert_near (pixel[0], red, tolerance);
  assert_near (pixel[1], green, tolerance);
  assert_near (pixel[2], blue, tolerance);
}

/* The four fields of the scene. */
static inline void
assert_scene (const KonVisionImage *image, int tolerance)
{
  g_assert_cmpint (image->width, ==, SCENE_WIDTH);
  g_assert_cmpint (image->height, ==, SCENE_HEIGHT);
  g_assert_cmpint (image->channels, ==, 3);
  assert_pixel (image, 6, 6, 220, 30, 30, tolerance);
  assert_pixel (image, 57, 6, 30, 180, 60, tolerance);
  assert_pixel (image, 6, 25, 30, 60, 200, tolerance);
  assert_pixel (image, 57, 25, 230, 210, 40, tolerance);
}
