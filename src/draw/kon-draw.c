/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outlines and labels by Cairo and Pango. Each outline has a dark seam under it, so that it shows on any picture. */
#include "config.h"

#include "kon-draw.h"

#include <cairo.h>
#include <math.h>
#include <pango/pangocairo.h>

/* The same borders as kon_confidence_get_band(), which stands above this floor. */
#define SURE_FROM 0.90
#define CHECK_FROM 0.60

#define LABEL_FONT "Monospace Bold"
#define LABEL_SIZE 13.0 /* all sizes: units of the surface at line_scale 1 */
#define WEAK_LABEL_SIZE 11.0
#define LABEL_PAD 5.0
#define LABEL_GAP 4.0
#define LINE_WIDTH 2.0
#define WEAK_LINE_WIDTH 1.2
#define SEAM_WIDTH 2.0
#define SEAM_ALPHA 0.65

typedef struct
{
  double red, green, blue;
} Colour;

/* Sky blue and orange of Okabe and Ito: bright on dark pictures, dark-seamed on bright ones, told apart by colour-blind people
 * too. A guess has no colour: it is there, and quiet. The line style says the same once more. */
static const Colour sure_colour = { 0.34, 0.71, 0.91 };
static const Colour check_colour = { 0.90, 0.62, 0.00 };
static const Colour guess_colour = { 0.86, 0.86, 0.86 };

static gboolean
is_guess (const KonDrawItem *item)
{
  return item->style != KON_DRAW_CONFIRMED && !(item->confidence >= CHECK_FROM);
}

static const Colour *
get_colour (const KonDrawItem *item)
{
  if (is_guess (item))
    return &guess_colour;
  return item->style == KON_DRAW_CONFIRMED || item->confidence >= SURE_FROM ? &sure_colour : &check_colour;
}

/* What is pointed at or selected lies on top, guesses below all others. */
typedef enum
{
  LAYER_GUESSES,
  LAYER_READS,
  LAYER_RAISED,
  N_LAYERS,
} Layer;

static Layer
get_layer (const KonDrawItem *item)
{
  if (item->selected || item->hovered)
    return LAYER_RAISED;
  return is_guess (item) ? LAYER_GUESSES : LAYER_READS;
}

/* A guess that nobody points at steps back. */
static gboolean
is_quiet (const KonDrawItem *item)
{
  return get_layer (item) == LAYER_GUESSES;
}

/* Solid: confirmed. Dashed: unreviewed. Dotted: unreviewed and a guess. */
static void
set_line_style (cairo_t *cr, const KonDrawItem *item, double line_scale)
{
  const double dashes[] = { 8 * line_scale, 4 * line_scale };
  const double dots[] = { 0.01, 4.5 * line_scale };

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (item->style == KON_DRAW_CONFIRMED)
    cairo_set_dash (cr, NULL, 0, 0);
  else if (is_guess (item))
    cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  else
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
}

static KonPoint
to_surface (const KonDrawView *view, KonPoint point)
{
  return (KonPoint){ view->offset_x + view->scale * point.x, view->offset_y + view->scale * point.y };
}

/* The quad, @out wider on each side: a line around a small plate must not cover what stands on it. */
static void
trace_quad (cairo_t *cr, const KonDrawView *view, const KonQuad *quad, double out)
{
  KonBox bounds = kon_quad_bounds (quad);
  KonPoint middle = to_surface (view, (KonPoint){ bounds.x + bounds.w / 2, bounds.y + bounds.h / 2 });

  cairo_new_path (cr);
  for (gsize i = 0; i < G_N_ELEMENTS (quad->p); i++)
    {
      KonPoint point = to_surface (view, quad->p[i]);

      cairo_line_to (cr, point.x + (point.x < middle.x ? -out : out), point.y + (point.y < middle.y ? -out : out));
    }
  cairo_close_path (cr);
}

static void
draw_outline (cairo_t *cr, const KonDrawView *view, const KonDrawItem *item)
{
  const Colour *colour = get_colour (item);
  double line_scale = view->line_scale;
  double width = (is_quiet (item) ? WEAK_LINE_WIDTH : LINE_WIDTH) * line_scale * (item->selected ? 1.8 : item->hovered ? 1.4 : 1);

  trace_quad (cr, view, &item->quad, width / 2 + line_scale);
  if (item->selected || item->hovered)
    {
      cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, item->selected ? 0.14 : 0.10);
      cairo_fill_preserve (cr);
    }

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_source_rgba (cr, 0, 0, 0, is_quiet (item) ? SEAM_ALPHA / 2 : SEAM_ALPHA);
  cairo_set_line_width (cr, width + SEAM_WIDTH * line_scale);
  cairo_stroke_preserve (cr);

  set_line_style (cr, item, line_scale);
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static PangoLayout *
lay_out_label (cairo_t *cr, const char *text, double size)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (LABEL_FONT);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

static void
trace_rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -(G_PI / 2), 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, (G_PI / 2));
  cairo_arc (cr, x + radius, y + height - radius, radius, (G_PI / 2), G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * (G_PI / 2));
  cairo_close_path (cr);
}

/* Above the quad; below where there is no room above; never over the edge of the surface. */
static void
draw_label (cairo_t *cr, const KonDrawView *view, const KonDrawItem *item)
{
  const Colour *colour = get_colour (item);
  double pad = LABEL_PAD * view->line_scale;
  double gap = LABEL_GAP * view->line_scale;
  KonBox bounds = kon_quad_bounds (&item->quad);
  KonPoint corner = to_surface (view, (KonPoint){ bounds.x, bounds.y });
  double width, height, x, y;
  gboolean quiet = is_quiet (item);
  g_autoptr (PangoLayout) layout = lay_out_label (cr, item->label, (quiet ? WEAK_LABEL_SIZE : LABEL_SIZE) * view->line_scale);
  int text_width, text_height;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  width = text_width + 2 * pad;
  height = text_height + pad;

  x = CLAMP (corner.x, 0, MAX (0, view->area_width - width));
  y = corner.y - height - gap;
  if (y < 0)
    y = corner.y + view->scale * bounds.h + gap;
  y = CLAMP (y, 0, MAX (0, view->area_height - height));

  trace_rounded (cr, x, y, width, height, 4 * view->line_scale);
  cairo_set_source_rgba (cr, 0.08, 0.08, 0.10, quiet ? 0.66 : 0.88);
  cairo_fill_preserve (cr);
  if (!quiet)
    {
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
      cairo_set_line_width (cr, (item->selected ? 2.0 : 1.2) * view->line_scale);
      cairo_stroke (cr);
    }

  cairo_set_source_rgba (cr, 1, 1, 1, quiet ? 0.85 : 1);
  cairo_move_to (cr, x + pad, y + pad / 2);
  pango_cairo_show_layout (cr, layout);
}

/* FALSE for what lies nowhere, or beside the surface: its label must not stick to the edge. */
static gboolean
is_drawable (const KonDrawView *view, const KonDrawItem *item)
{
  KonBox bounds = kon_quad_bounds (&item->quad);
  KonPoint from = to_surface (view, (KonPoint){ bounds.x, bounds.y });
  KonPoint to = to_surface (view, (KonPoint){ bounds.x + bounds.w, bounds.y + bounds.h });

  for (gsize i = 0; i < G_N_ELEMENTS (item->quad.p); i++)
    if (!isfinite (item->quad.p[i].x) || !isfinite (item->quad.p[i].y))
      return FALSE;
  return to.x >= 0 && to.y >= 0 && from.x <= view->area_width && from.y <= view->area_height;
}

void
kon_draw_items (cairo_t *cr, const KonDrawView *view, const KonDrawItem *items, gsize n_items)
{
  g_return_if_fail (cr != NULL && view != NULL && (items != NULL || n_items == 0));

  cairo_save (cr);
  /* Labels over all outlines. */
  for (Layer layer = 0; layer < N_LAYERS; layer++)
    for (gsize i = 0; i < n_items; i++)
      if (get_layer (&items[i]) == layer && is_drawable (view, &items[i]))
        draw_outline (cr, view, &items[i]);
  for (Layer layer = 0; layer < N_LAYERS; layer++)
    for (gsize i = 0; i < n_items; i++)
      if (get_layer (&items[i]) == layer && is_drawable (view, &items[i]) && items[i].label != NULL && items[i].label[0] != '\0')
        draw_label (cr, view, &items[i]);
  cairo_restore (cr);
}

/* Inside, or on an edge of, the polygon of four corners, whichever way they turn. */
static gboolean
quad_holds (const KonQuad *quad, double x, double y)
{
  gboolean all_left = TRUE, all_right = TRUE; /* both FALSE where a corner is not a number */

  for (int i = 0; i < 4; i++)
    {
      const KonPoint *a = &quad->p[i];
      const KonPoint *b = &quad->p[(i + 1) % 4];
      double side = (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x);

      all_left &= side <= 0;
      all_right &= side >= 0;
    }
  return all_left || all_right;
}

int
kon_draw_hit_test (const KonDrawView *view, const KonDrawItem *items, gsize n_items, double x, double y)
{
  int found = -1;

  g_return_val_if_fail (view != NULL && (items != NULL || n_items == 0), -1);

  if (!(view->scale > 0))
    return -1;
  x = (x - view->offset_x) / view->scale;
  y = (y - view->offset_y) / view->scale;
  for (gsize i = 0; i < n_items; i++)
    {
      KonBox bounds = kon_quad_bounds (&items[i].quad);

      /* Four corners on one point or line hold nothing beyond it. */
      if (!(x >= bounds.x && y >= bounds.y && x <= bounds.x + bounds.w && y <= bounds.y + bounds.h))
        continue;
      /* The same order as on the surface: layer over layer, later ones over earlier ones. */
      if (quad_holds (&items[i].quad, x, y) && (found < 0 || get_layer (&items[i]) >= get_layer (&items[found])))
        found = (int) i;
    }
  return found;
}

void
kon_draw_frame (cairo_t *cr, KonFrame *frame, double x, double y, double width, double height)
{
  int frame_width, frame_height;
  const guint8 *pixels;
  gsize stride;
  cairo_surface_t *surface;

  g_return_if_fail (cr != NULL && frame != NULL);

  frame_width = kon_frame_get_width (frame);
  frame_height = kon_frame_get_height (frame);
  stride = kon_frame_get_stride (frame);
  pixels = kon_frame_get_pixels (frame);
  if (!(width > 0) || !(height > 0) || kon_frame_get_kind (frame) != KON_PIXELS_RGB8)
    return;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, frame_width, frame_height);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      guint8 *out = cairo_image_surface_get_data (surface);
      gsize out_stride = (gsize) cairo_image_surface_get_stride (surface);

      cairo_surface_flush (surface);
      for (int row = 0; row < frame_height; row++)
        for (int column = 0; column < frame_width; column++)
          {
            const guint8 *rgb = pixels + (gsize) row * stride + (gsize) column * 3;

            ((guint32 *) (void *) (out + (gsize) row * out_stride))[column] = (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
          }
      cairo_surface_mark_dirty (surface);

      cairo_save (cr);
      cairo_translate (cr, x, y);
      cairo_scale (cr, width / frame_width, height / frame_height);
      cairo_set_source_surface (cr, surface, 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
      cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
      cairo_rectangle (cr, 0, 0, frame_width, frame_height);
      cairo_fill (cr);
      cairo_restore (cr);
    }
  cairo_surface_destroy (surface);
}
