/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pixels ready for painting: at 100 % they are those of the picture, from 400 % on squares of them, in small their mean; parts lie where
 * they belong. */
#include "config.h"

#include "kon-draw-picture.h"

#include <cairo.h>

#define SIDE 200

/* Each pixel tells where it is. */
static KonFrame *
make_frame (int width, int height)
{
  guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 3);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *p = pixels + ((gsize) y * (gsize) width + (gsize) x) * 3;

        p[0] = (guint8) x;
        p[1] = (guint8) y;
        p[2] = (guint8) ((x + y) % 2 * 255);
      }
  return kon_frame_new_take (pixels, g_free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);
}

static cairo_surface_t *
paint (KonDrawPicture *first, KonDrawPicture *second, KonDrawView view, double device)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, device, device);
  cr = cairo_create (surface);
  kon_draw_picture_paint (cr, first, &view, device);
  if (second != NULL)
    kon_draw_picture_paint (cr, second, &view, device);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[x] & 0xffffff;
}

static guint32
expect (int x, int y)
{
  return (guint32) x << 16 | (guint32) y << 8 | (guint32) ((x + y) % 2 * 255);
}

/* On a display of 100 % and of 200 %, also where the picture lies half a pixel beside the grid. */
static void
test_pixel_on_pixel (void)
{
  g_autoptr (KonFrame) frame = make_frame (90, 70);
  g_autoptr (KonDrawPicture) picture = kon_draw_picture_new (frame, 90, 70, NULL);

  for (int device = 1; device <= 2; device++)
    {
      KonDrawView view = { .scale = 1.0 / device, .offset_x = 10 + 0.2 / device, .offset_y = 20, .area_width = SIDE, .area_height = SIDE };
      cairo_surface_t *surface = paint (picture, NULL, view, device);

      for (int y = 0; y < 70; y++)
        for (int x = 0; x < 90; x++)
          g_assert_cmphex (get_pixel (surface, 10 * device + x, 20 * device + y), ==, expect (x, y));
      g_assert_cmphex (get_pixel (surface, 10 * device - 1, 20 * device), ==, 0);
      g_assert_cmphex (get_pixel (surface, 10 * device + 90, 20 * device), ==, 0);
      cairo_surface_destroy (surface);
    }
}

static void
test_squares (void)
{
  g_autoptr (KonFrame) frame = make_frame (30, 30);
  g_autoptr (KonDrawPicture) picture = kon_draw_picture_new (frame, 30, 30, NULL);
  cairo_surface_t *surface = paint (picture, NULL, (KonDrawView){ .scale = 5, .area_width = SIDE, .area_height = SIDE }, 1);

  for (int y = 0; y < 150; y++)
    for (int x = 0; x < 150; x++)
      g_assert_cmphex (get_pixel (surface, x, y), ==, expect (x / 5, y / 5));
  cairo_surface_destroy (surface);

  /* Just below: soft. */
  surface = paint (picture, NULL, (KonDrawView){ .scale = 3, .area_width = SIDE, .area_height = SIDE }, 1);
  g_assert_cmphex (get_pixel (surface, 30, 30), !=, get_pixel (surface, 31, 31));
  cairo_surface_destroy (surface);
}

/* A chequered picture, much smaller: grey, not a pattern of what was hit by chance. */
static void
test_small (void)
{
  g_autoptr (KonFrame) frame = make_frame (1600, 1200);
  g_autoptr (KonDrawPicture) picture = kon_draw_picture_new (frame, 1600, 1200, NULL);
  cairo_surface_t *surface = paint (picture, NULL, (KonDrawView){ .scale = 0.1, .area_width = SIDE, .area_height = SIDE }, 1);

  for (int y = 1; y < 119; y++)
    for (int x = 1; x < 159; x++)
      {
        guint32 blue = get_pixel (surface, x, y) & 0xff;

        g_assert_true (blue > 115 && blue < 140);
      }
  cairo_surface_destroy (surface);
}

/* A blurred whole below, and over it the sharp part of it in its place. */
static void
test_part (void)
{
  g_autoptr (KonFrame) grey = make_frame (10, 10);
  g_autoptr (KonFrame) sharp = make_frame (40, 30);
  KonBox box = { 100, 50, 40, 30 };
  g_autoptr (KonDrawPicture) whole = kon_draw_picture_new (grey, 400, 400, NULL);
  g_autoptr (KonDrawPicture) part = kon_draw_picture_new (sharp, 400, 400, &box);
  cairo_surface_t *surface = paint (whole, part, (KonDrawView){ .scale = 1, .offset_x = -60, .offset_y = 0, .area_width = SIDE, .area_height = SIDE }, 1);

  g_assert_cmpfloat (kon_draw_picture_get_scale (whole), ==, 0.025);
  g_assert_cmpfloat (kon_draw_picture_get_scale (part), ==, 1);
  g_assert_cmpint (kon_draw_picture_get_width (part), ==, 400);
  for (int y = 0; y < 30; y++)
    for (int x = 0; x < 40; x++)
      g_assert_cmphex (get_pixel (surface, 40 + x, 50 + y), ==, expect (x, y));
  g_assert_cmphex (get_pixel (surface, 39, 50), !=, 0);
  g_assert_cmphex (get_pixel (surface, 39, 50), !=, expect (0, 0));
  cairo_surface_destroy (surface);
}

static void
test_grey (void)
{
  static guint8 pixels[8] = { 7, 200, 0, 0, 90, 255, 0, 0 };
  g_autoptr (KonFrame) frame = kon_frame_new_take (pixels, NULL, 2, 2, 4, KON_PIXELS_GREY8);
  g_autoptr (KonDrawPicture) picture = kon_draw_picture_new (frame, 2, 2, NULL);
  cairo_surface_t *surface = paint (picture, NULL, (KonDrawView){ .scale = 50, .area_width = SIDE, .area_height = SIDE }, 1);

  g_assert_cmphex (get_pixel (surface, 25, 25), ==, 0x070707);
  g_assert_cmphex (get_pixel (surface, 75, 25), ==, 0xc8c8c8);
  g_assert_cmphex (get_pixel (surface, 75, 75), ==, 0xffffff);
  g_assert_cmphex (get_pixel (surface, 110, 75), ==, 0);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw-picture/pixel-on-pixel", test_pixel_on_pixel);
  g_test_add_func ("/draw-picture/squares", test_squares);
  g_test_add_func ("/draw-picture/small", test_small);
  g_test_add_func ("/draw-picture/part", test_part);
  g_test_add_func ("/draw-picture/grey", test_grey);

  return g_test_run ();
}
