/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Resize, cut and grey on pictures made in memory, with strides wider than their rows. */
#include "config.h"

#include "test-picture.h"

#include <math.h>

#define WIDTH 64
#define HEIGHT 48
#define STRIDE (WIDTH * 3 + 7)

/* Red grows to the right, green downwards, blue is 77; the bytes between the rows are another value. */
static guint8 *
make_ramp (void)
{
  guint8 *pixels = g_malloc (STRIDE * HEIGHT);

  memset (pixels, 0xee, STRIDE * HEIGHT);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        pixels[y * STRIDE + x * 3] = (guint8) (x * 4);
        pixels[y * STRIDE + x * 3 + 1] = (guint8) (y * 4);
        pixels[y * STRIDE + x * 3 + 2] = 77;
      }
  return pixels;
}

static void
test_shrink (void)
{
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_resize (ramp, WIDTH, HEIGHT, STRIDE, 3, WIDTH / 4, HEIGHT / 4, &image, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (image.width, ==, WIDTH / 4);
  g_assert_cmpint (image.height, ==, HEIGHT / 4);
  /* The mean of four by four. */
  assert_pixel (&image, 0, 0, 6, 6, 77, 1);
  assert_pixel (&image, 5, 3, 5 * 16 + 6, 3 * 16 + 6, 77, 1);
  kon_vision_image_clear (&image);
}

static void
test_grow (void)
{
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_resize (ramp, WIDTH, HEIGHT, STRIDE, 3, WIDTH * 2, HEIGHT * 2, &image, NULL), ==, KON_VISION_OK);
  assert_pixel (&image, 20, 11, 39, 21, 77, 1);
  kon_vision_image_clear (&image);
}

/* A quad on the pixel grid gives exactly the pixels inside it. */
static void
test_warp_upright (void)
{
  static const double quad[] = { 10, 8, 30, 8, 30, 18, 10, 18 };
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, quad, 20, 10, &image, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (image.width, ==, 20);
  g_assert_cmpint (image.height, ==, 10);
  g_assert_cmpint (image.channels, ==, 3);
  for (int y = 0; y < 10; y++)
    for (int x = 0; x < 20; x++)
      assert_pixel (&image, x, y, (10 + x) * 4, (8 + y) * 4, 77, 0);
  kon_vision_image_clear (&image);
}

/* The first corner becomes the top left one: a plate upside down comes out upright. */
static void
test_warp_turned (void)
{
  static const double quad[] = { 30, 18, 10, 18, 10, 8, 30, 8 };
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, quad, 20, 10, &image, NULL), ==, KON_VISION_OK);
  assert_pixel (&image, 0, 0, 29 * 4, 17 * 4, 77, 0);
  assert_pixel (&image, 19, 9, 10 * 4, 8 * 4, 77, 0);
  kon_vision_image_clear (&image);
}

static void
test_warp_perspective (void)
{
  static const double quad[] = { 10, 10, 50, 4, 50, 44, 10, 38 };
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, quad, 40, 40, &image, NULL), ==, KON_VISION_OK);
  /* The corners of the cut are the corners of the quad. */
  assert_pixel (&image, 0, 0, 40, 40, 77, 4);
  assert_pixel (&image, 39, 0, 196, 14, 77, 6);
  assert_pixel (&image, 39, 39, 196, 174, 77, 6);
  assert_pixel (&image, 0, 39, 40, 150, 77, 6);
  kon_vision_image_clear (&image);
}

/* Much larger than the cut: averaged, not picked. Stripes one pixel wide become grey. */
static void
test_warp_averages (void)
{
  static const double quad[] = { 0, 0, 400, 0, 400, 400, 0, 400 };
  g_autofree guint8 *stripes = g_malloc (400 * 400);
  KonVisionImage image;

  for (int i = 0; i < 400 * 400; i++)
    stripes[i] = i % 2 == 0 ? 255 : 0;
  g_assert_cmpint (kon_vision_warp_quad (stripes, 400, 400, 400, 1, quad, 100, 100, &image, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (image.channels, ==, 1);
  for (int i = 0; i < 100 * 100; i++)
    assert_near (image.pixels[i], 128, 2);
  kon_vision_image_clear (&image);
}

static void
test_warp_outside (void)
{
  static const double over_the_edge[] = { -20, -20, 20, -20, 20, 20, -20, 20 };
  static const double far_away[] = { 500, 500, 600, 500, 600, 600, 500, 600 };
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, over_the_edge, 40, 40, &image, NULL), ==, KON_VISION_OK);
  assert_pixel (&image, 0, 0, 0, 0, 77, 0);
  assert_pixel (&image, 35, 30, 15 * 4, 10 * 4, 77, 0);
  kon_vision_image_clear (&image);

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, far_away, 40, 40, &image, NULL), ==, KON_VISION_OK);
  assert_pixel (&image, 20, 20, (WIDTH - 1) * 4, (HEIGHT - 1) * 4, 77, 0);
  kon_vision_image_clear (&image);
}

static void
test_warp_refused (void)
{
  static const double no_number[] = { NAN, 0, 10, 0, 10, 10, 0, 10 };
  static const double endless[] = { 0, 0, INFINITY, 0, 10, 10, 0, 10 };
  static const double line[] = { 0, 0, 10, 0, 20, 0, 30, 0 };
  static const double good[] = { 0, 0, 10, 0, 10, 10, 0, 10 };
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, no_number, 8, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, endless, 8, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, good, 0, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, good, 1 << 20, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, WIDTH, 3, good, 8, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_warp_quad (ramp, WIDTH, HEIGHT, STRIDE, 3, line, 8, 8, &image, NULL), ==, KON_VISION_FAILED);
  g_assert_null (image.pixels);
}

static void
test_grey (void)
{
  g_autofree guint8 *ramp = make_ramp ();
  KonVisionImage image;

  g_assert_cmpint (kon_vision_to_grey (ramp, WIDTH, HEIGHT, STRIDE, &image, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (image.channels, ==, 1);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      assert_near (image.pixels[y * WIDTH + x], (int) lround (0.299 * x * 4 + 0.587 * y * 4 + 0.114 * 77), 1);
  kon_vision_image_clear (&image);
}

/* A dim and flat picture comes out over the whole range, in the same order of brightness; one that has all is left nearly as it is. */
static void
test_enhance (void)
{
  g_autofree guint8 *flat = g_malloc (STRIDE * HEIGHT);
  guint8 table[256];
  KonVisionImage image;

  for (int i = 0; i < STRIDE * HEIGHT; i++)
    flat[i] = (guint8) (20 + i % STRIDE / 3);
  g_assert_cmpint (kon_vision_measure_contrast (flat, WIDTH, HEIGHT, STRIDE, table, NULL), ==, KON_VISION_OK);
  for (int i = 1; i < 256; i++)
    g_assert_cmpint (table[i], >=, table[i - 1]);
  g_assert_cmpint (table[20], <=, 5);
  g_assert_cmpint (table[20 + WIDTH - 1], >=, 250);
  g_assert_cmpint (kon_vision_enhance (flat, WIDTH, HEIGHT, STRIDE, table, &image, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (image.width, ==, WIDTH);
  g_assert_cmpint (image.pixels[(WIDTH - 2) * 3] - image.pixels[3], >, 200);
  kon_vision_image_clear (&image);

  /* All of one brightness: not torn apart. */
  memset (flat, 128, STRIDE * HEIGHT);
  g_assert_cmpint (kon_vision_measure_contrast (flat, WIDTH, HEIGHT, STRIDE, table, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (table[129] - table[127], <, 30);
  g_assert_cmpint (kon_vision_measure_contrast (NULL, WIDTH, HEIGHT, STRIDE, table, NULL), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_enhance (flat, WIDTH, HEIGHT, 3, table, &image, NULL), ==, KON_VISION_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision-pixels/shrink", test_shrink);
  g_test_add_func ("/vision-pixels/grow", test_grow);
  g_test_add_func ("/vision-pixels/warp-upright", test_warp_upright);
  g_test_add_func ("/vision-pixels/warp-turned", test_warp_turned);
  g_test_add_func ("/vision-pixels/warp-perspective", test_warp_perspective);
  g_test_add_func ("/vision-pixels/warp-averages", test_warp_averages);
  g_test_add_func ("/vision-pixels/warp-outside", test_warp_outside);
  g_test_add_func ("/vision-pixels/warp-refused", test_warp_refused);
  g_test_add_func ("/vision-pixels/grey", test_grey);
  g_test_add_func ("/vision-pixels/enhance", test_enhance);
  return g_test_run ();
}
