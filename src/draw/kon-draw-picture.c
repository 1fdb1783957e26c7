/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonDrawPicture: see the header. The level painted is the smallest that still has a pixel for each of the screen, so that plain linear
 * interpolation, the only fast one, looks at all of its pixels. */
#include "config.h"

#include "kon-draw-picture.h"

#include <cairo.h>
#include <math.h>

#define MAX_LEVELS 8

/* A level below this is not worth its memory. */
#define MIN_SIDE 128

/* So much larger than on the screen a pixel is a square. */
#define NEAREST_FROM 4.0

struct _KonDrawPicture
{
  gatomicrefcount ref_count;
  int width, height;
  KonBox part;
  int n_levels;
  cairo_surface_t *levels[MAX_LEVELS];
};

G_DEFINE_BOXED_TYPE (KonDrawPicture, kon_draw_picture, kon_draw_picture_ref, kon_draw_picture_unref)

static guint32 *
get_row (cairo_surface_t *surface, int y)
{
  return (guint32 *) (void *) (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
}

/* Returns: NULL where there is no memory */
static cairo_surface_t *
make_surface (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

static cairo_surface_t *
copy_frame (KonFrame *frame)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);
  gboolean grey = kon_frame_get_kind (frame) == KON_PIXELS_GREY8;
  cairo_surface_t *surface = make_surface (width, height);

  if (surface == NULL)
    return NULL;
  for (int y = 0; y < height; y++)
    {
      const guint8 *from = kon_frame_get_pixels (frame) + (gsize) y * kon_frame_get_stride (frame);
      guint32 *to = get_row (surface, y);

      if (grey)
        for (int x = 0; x < width; x++)
          to[x] = 0x10101u * from[x];
      else
        for (int x = 0; x < width; x++, from += 3)
          to[x] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* The mean of four pixels, two channels at a time. */
static guint32
mean (guint32 a, guint32 b, guint32 c, guint32 d)
{
  guint32 outer = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff) + 0x20002;
  guint32 inner = ((a >> 8) & 0xff) + ((b >> 8) & 0xff) + ((c >> 8) & 0xff) + ((d >> 8) & 0xff) + 2;

  return (outer >> 2 & 0xff00ff) | (inner >> 2) << 8;
}

/* An odd last row or column is left out: the level is stretched over its place by less than half a pixel of itself. */
static cairo_surface_t *
halve (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface) / 2, height = cairo_image_surface_get_height (surface) / 2;
  cairo_surface_t *half = make_surface (width, height);

  if (half == NULL)
    return NULL;
  for (int y = 0; y < height; y++)
    {
      const guint32 *upper = get_row (surface, 2 * y), *lower = get_row (surface, 2 * y + 1);
      guint32 *to = get_row (half, y);

      for (int x = 0; x < width; x++)
        to[x] = mean (upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
    }
  cairo_surface_mark_dirty (half);
  return half;
}

KonDrawPicture *
kon_draw_picture_new (KonFrame *frame, int width, int height, const KonBox *part)
{
  KonDrawPicture *picture;
  cairo_surface_t *level;

  g_return_val_if_fail (frame != NULL && width > 0 && height > 0, NULL);

  level = copy_frame (frame);
  if (level == NULL)
    return NULL;
  picture = g_new0 (KonDrawPicture, 1);
  g_atomic_ref_count_init (&picture->ref_count);
  picture->width = width;
  picture->height = height;
  picture->part = part != NULL ? *part : (KonBox){ 0, 0, width, height };
  while (level != NULL)
    {
      picture->levels[picture->n_levels++] = level;
      if (picture->n_levels == MAX_LEVELS || cairo_image_surface_get_width (level) < 2 * MIN_SIDE || cairo_image_surface_get_height (level) < 2 * MIN_SIDE)
        break;
      level = halve (level);
    }
  return picture;
}

KonDrawPicture *
kon_draw_picture_ref (KonDrawPicture *picture)
{
  g_return_val_if_fail (picture != NULL, NULL);

  g_atomic_ref_count_inc (&picture->ref_count);
  return picture;
}

void
kon_draw_picture_unref (KonDrawPicture *picture)
{
  g_return_if_fail (picture != NULL);

  if (!g_atomic_ref_count_dec (&picture->ref_count))
    return;
  for (int i = 0; i < picture->n_levels; i++)
    cairo_surface_destroy (picture->levels[i]);
  g_free (picture);
}

int
kon_draw_picture_get_width (const KonDrawPicture *picture)
{
  g_return_val_if_fail (picture != NULL, 0);
  return picture->width;
}

int
kon_draw_picture_get_height (const KonDrawPicture *picture)
{
  g_return_val_if_fail (picture != NULL, 0);
  return picture->height;
}

KonBox
kon_draw_picture_get_part (const KonDrawPicture *picture)
{
  g_return_val_if_fail (picture != NULL, (KonBox){ 0 });
  return picture->part;
}

double
kon_draw_picture_get_scale (const KonDrawPicture *picture)
{
  g_return_val_if_fail (picture != NULL && picture->part.w > 0, 1);
  return cairo_image_surface_get_width (picture->levels[0]) / picture->part.w;
}

static double
round_to (double value, double device)
{
  return round (value * device) / device;
}

void
kon_draw_picture_paint (cairo_t *cr, KonDrawPicture *picture, const KonDrawView *view, double device)
{
  KonBox area;
  cairo_surface_t *level;
  double across, down; /* screen pixels a pixel of the level */
  cairo_filter_t filter = CAIRO_FILTER_BILINEAR;
  int index = 0;

  g_return_if_fail (cr != NULL && picture != NULL && view != NULL && device > 0);

  area = (KonBox){ view->offset_x + view->scale * picture->part.x, view->offset_y + view->scale * picture->part.y, view->scale * picture->part.w,
                   view->scale * picture->part.h };
  if (!(area.w > 0) || !(area.h > 0))
    return;
  while (index + 1 < picture->n_levels && area.w * device <= cairo_image_surface_get_width (picture->levels[index + 1]))
    index++;
  level = picture->levels[index];
  across = area.w * device / cairo_image_surface_get_width (level);
  down = area.h * device / cairo_image_surface_get_height (level);

  cairo_save (cr);
  if (fabs (across - 1) * cairo_image_surface_get_width (level) < 1 && fabs (down - 1) * cairo_image_surface_get_height (level) < 1)
    {
      /* Pixel on pixel: not even a part of one beside it. */
      across = down = 1;
      filter = CAIRO_FILTER_NEAREST;
      area.x = round_to (area.x, device);
      area.y = round_to (area.y, device);
      area.w = cairo_image_surface_get_width (level) / device;
      area.h = cairo_image_surface_get_height (level) / device;
    }
  else if (across >= NEAREST_FROM && index == 0 && kon_draw_picture_get_scale (picture) > 0.999)
    filter = CAIRO_FILTER_NEAREST;

  /* An edge between two pixels of the screen would let what is below shine through. */
  cairo_rectangle (cr, round_to (area.x, device), round_to (area.y, device), round_to (area.x + area.w, device) - round_to (area.x, device),
                   round_to (area.y + area.h, device) - round_to (area.y, device));
  cairo_clip (cr);
  cairo_translate (cr, area.x, area.y);
  cairo_scale (cr, across / device, down / device);
  cairo_set_source_surface (cr, level, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
}
