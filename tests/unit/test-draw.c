/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The painter, on a small surface in memory: what is hit, where ink comes, that the styles differ, that odd items do no harm. */
#include "config.h"

#include "kon-draw.h"

#include <cairo.h>
#include <math.h>

#define SIDE 200

static const KonDrawView plain = { .scale = 1, .line_scale = 1, .area_width = SIDE, .area_height = SIDE };

static KonDrawItem
make_item (double x, double y, double w, double h)
{
  KonBox box = { x, y, w, h };

  return (KonDrawItem){ .quad = kon_quad_from_box (&box), .confidence = 0.95 };
}

static cairo_surface_t *
paint (const KonDrawView *view, const KonDrawItem *items, gsize n_items)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  kon_draw_items (cr, view, items, n_items);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[x];
}

/* How many pixels of the rectangle have ink. */
static int
count_ink (cairo_surface_t *surface, int x0, int y0, int x1, int y1)
{
  int ink = 0;

  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      ink += get_pixel (surface, x, y) != 0;
  return ink;
}

static void
test_hit (void)
{
  KonDrawItem items[] = { make_item (20, 20, 60, 30), make_item (60, 30, 60, 30) };
  KonDrawView zoomed = { .scale = 2, .offset_x = 10, .offset_y = -20, .line_scale = 1, .area_width = SIDE, .area_height = SIDE };

  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 30, 30), ==, 0);
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 100, 45), ==, 1);
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 70, 40), ==, 1);
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 5, 5), ==, -1);
  g_assert_cmpint (kon_draw_hit_test (&plain, NULL, 0, 30, 30), ==, -1);

  items[1].confidence = 0.30; /* a guess lies below the others */
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 70, 40), ==, 0);
  items[1].hovered = TRUE;
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 70, 40), ==, 1);
  items[1].hovered = FALSE;
  items[1].confidence = 0.95;

  items[0].selected = TRUE;
  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 70, 40), ==, 0);

  g_assert_cmpint (kon_draw_hit_test (&zoomed, items, 1, 10 + 2 * 30, -20 + 2 * 30), ==, 0);
  g_assert_cmpint (kon_draw_hit_test (&zoomed, items, 1, 30, 30), ==, -1);
}

/* A diamond does not hold the corners of its own bounding box. */
static void
test_hit_slanted (void)
{
  KonDrawItem item = { .quad = { { { 50, 10 }, { 90, 50 }, { 50, 90 }, { 10, 50 } } } };

  g_assert_cmpint (kon_draw_hit_test (&plain, &item, 1, 50, 50), ==, 0);
  g_assert_cmpint (kon_draw_hit_test (&plain, &item, 1, 15, 15), ==, -1);
}

static void
test_outline (void)
{
  KonDrawItem item = make_item (40, 60, 100, 50);
  cairo_surface_t *surface;

  item.style = KON_DRAW_CONFIRMED;
  surface = paint (&plain, &item, 1);
  g_assert_cmpuint (get_pixel (surface, 90, 58) >> 24, >, 200); /* around the plate, not over it */
  g_assert_cmpuint (get_pixel (surface, 90, 61), ==, 0);
  g_assert_cmpuint (get_pixel (surface, 90, 85), ==, 0);
  g_assert_cmpuint (get_pixel (surface, 10, 10), ==, 0);
  cairo_surface_destroy (surface);

  item.selected = TRUE;
  surface = paint (&plain, &item, 1);
  g_assert_cmpuint (get_pixel (surface, 90, 85), !=, 0);
  cairo_surface_destroy (surface);
}

/* Confirmed, unreviewed and guessed look different, and not by colour alone: the strong pixels along the upper edge differ in number. */
static void
test_styles (void)
{
  int strong[3];
  const double confidences[] = { 0.95, 0.75, 0.30 };

  for (int i = 0; i < 3; i++)
    {
      KonDrawItem item = make_item (20, 60, 160, 50);
      cairo_surface_t *surface;

      item.confidence = confidences[i];
      item.style = i == 0 ? KON_DRAW_CONFIRMED : KON_DRAW_UNREVIEWED;
      surface = paint (&plain, &item, 1);
      strong[i] = 0;
      for (int x = 24; x < 176; x++)
        strong[i] += (get_pixel (surface, x, 58) & 0xffffff) > 0x400000 || (get_pixel (surface, x, 58) & 0xff) > 0x80;
      cairo_surface_destroy (surface);
    }
  g_assert_cmpint (strong[0], >, strong[1]);
  g_assert_cmpint (strong[1], >, strong[2]);
  g_assert_cmpint (strong[2], >, 0);
}

/* The weight of the ink, transparent ink counting less. */
static int
weigh_ink (const KonDrawItem *item)
{
  cairo_surface_t *surface = paint (&plain, item, 1);
  int weight = 0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      weight += (int) (get_pixel (surface, x, y) >> 24);
  cairo_surface_destroy (surface);
  return weight;
}

/* A guess is quieter than a read, box and label alike, never hidden, and as loud as any other once it is pointed at. */
static void
test_quiet_guess (void)
{
  KonDrawItem box = make_item (20, 80, 160, 50);
  KonDrawItem label = { .quad = kon_quad_from_box (&(KonBox){ 20, 80, 0, 0 }), .label = "KN VU 2674", .confidence = 0.95 };
  int loud_box = weigh_ink (&box), loud_label = weigh_ink (&label);
  int quiet;

  box.confidence = label.confidence = 0.30;
  quiet = weigh_ink (&box);
  g_assert_cmpint (quiet, >, 0);
  g_assert_cmpint (quiet, <, loud_box * 3 / 4);
  quiet = weigh_ink (&label);
  g_assert_cmpint (quiet, >, 0);
  g_assert_cmpint (quiet, <, loud_label * 3 / 4);

  label.hovered = TRUE;
  g_assert_cmpint (weigh_ink (&label), >=, loud_label);
}

/* Above the quad; below it at the upper edge; never over the right edge. */
static void
test_label (void)
{
  KonDrawItem middle = make_item (40, 100, 100, 40);
  KonDrawItem top = make_item (40, 2, 100, 40);
  KonDrawItem right = make_item (185, 100, 30, 40);
  cairo_surface_t *surface;

  middle.label = top.label = right.label = "KN VU 2674";

  surface = paint (&plain, &middle, 1);
  g_assert_cmpint (count_ink (surface, 40, 70, 140, 95), >, 500);
  cairo_surface_destroy (surface);

  surface = paint (&plain, &top, 1);
  g_assert_cmpint (count_ink (surface, 40, 48, 140, 70), >, 500);
  cairo_surface_destroy (surface);

  surface = paint (&plain, &right, 1);
  g_assert_cmpint (count_ink (surface, 100, 70, 180, 95), >, 500);
  cairo_surface_destroy (surface);
}

/* What lies beside the surface leaves no label at its edge. */
static void
test_beside (void)
{
  KonDrawItem items[] = { make_item (SIDE + 30, 50, 40, 20), make_item (50, -60, 40, 20), make_item (-90, 50, 40, 20) };
  cairo_surface_t *surface;

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    items[i].label = "KN VU 2674";
  surface = paint (&plain, items, G_N_ELEMENTS (items));
  g_assert_cmpint (count_ink (surface, 0, 0, SIDE, SIDE), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_odd_items (void)
{
  KonDrawItem items[] = { make_item (NAN, 10, 20, 20), make_item (INFINITY, 10, 20, 20), make_item (10, 10, 0, 0), make_item (30, 30, 40, 40) };
  KonDrawView flat = { .scale = 0, .line_scale = 1, .area_width = SIDE, .area_height = SIDE };
  cairo_surface_t *surface;

  items[0].label = items[1].label = "X";
  items[3].label = "";
  surface = paint (&plain, items, G_N_ELEMENTS (items));
  g_assert_cmpint (count_ink (surface, 0, 0, SIDE, SIDE), >, 0);
  cairo_surface_destroy (surface);

  g_assert_cmpint (kon_draw_hit_test (&plain, items, 2, 15, 15), ==, -1);
  g_assert_cmpint (kon_draw_hit_test (&flat, items, 4, 40, 40), ==, -1);
}

static void
test_frame (void)
{
  static guint8 pixels[2 * 16] = { 255, 0, 0, 0, 255, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 255, 255, 255, 255 };
  g_autoptr (KonFrame) frame = kon_frame_new_take (pixels, NULL, 2, 2, 16, KON_PIXELS_RGB8);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  kon_draw_frame (cr, frame, 20, 40, 100, 100);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 25, 45), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 115, 45), ==, 0xff00ff00);
  g_assert_cmphex (get_pixel (surface, 25, 135), ==, 0xff0000ff);
  g_assert_cmphex (get_pixel (surface, 115, 135), ==, 0xffffffff);
  g_assert_cmphex (get_pixel (surface, 150, 80), ==, 0);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw/hit", test_hit);
  g_test_add_func ("/draw/hit-slanted", test_hit_slanted);
  g_test_add_func ("/draw/outline", test_outline);
  g_test_add_func ("/draw/styles", test_styles);
  g_test_add_func ("/draw/quiet-guess", test_quiet_guess);
  g_test_add_func ("/draw/label", test_label);
  g_test_add_func ("/draw/beside", test_beside);
  g_test_add_func ("/draw/odd-items", test_odd_items);
  g_test_add_func ("/draw/frame", test_frame);

  return g_test_run ();
}
