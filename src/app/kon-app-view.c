/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppView: see the header. */
#include "config.h"

#include "kon-app-view.h"

#include <math.h>

/* Room around a picture that is seen as a whole, so that selected boxes at its edge stay visible. */
#define FIT_MARGIN 12.0

/* So far an edge may be pulled into the area: nothing stays below the controls that lie over it. */
#define PAN_MARGIN 72.0

/* Small pictures grow by themselves, but not into a blur. */
#define MAX_FIT_ZOOM 4.0

#define MAX_ZOOM 32.0
#define STEP 1.25

/* Around what is seen, in shares of it: what is fetched beforehand, and when it is time to fetch more. */
#define FETCHED_AROUND 0.5
#define NEEDED_AROUND 0.08

/* Screen pixels of a part at most: 32 MB. */
#define MAX_PART_PIXELS 8e6

void
kon_app_view_init (KonAppView *view)
{
  *view = (KonAppView){ .device = 1, .zoom = 1, .fits = TRUE };
}

static double
get_scale (const KonAppView *view)
{
  return view->zoom / view->device;
}

double
kon_app_view_get_fit_zoom (const KonAppView *view)
{
  double across = MAX (view->width - 2 * FIT_MARGIN, 1) / MAX (view->picture_width, 1);
  double down = MAX (view->height - 2 * FIT_MARGIN, 1) / MAX (view->picture_height, 1);

  return MIN (MIN (across, down) * view->device, MAX_FIT_ZOOM);
}

double
kon_app_view_get_min_zoom (const KonAppView *view)
{
  return MIN (kon_app_view_get_fit_zoom (view), 1);
}

double
kon_app_view_get_max_zoom (const KonAppView *view)
{
  return MAX_ZOOM;
}

/* In one direction: a picture smaller than the area lies in its middle, a larger one fills it, but for the margin. */
static double
clamp_centre (double centre, double picture, double area, double scale)
{
  double seen = area / scale, margin = MIN (PAN_MARGIN, area / 2) / scale;

  if (picture <= seen)
    return picture / 2;
  return CLAMP (centre, seen / 2 - margin, picture - seen / 2 + margin);
}

static void
clamp (KonAppView *view)
{
  if (view->fits)
    {
      view->zoom = kon_app_view_get_fit_zoom (view);
      view->centre = (KonPoint){ view->picture_width / 2, view->picture_height / 2 };
      return;
    }
  view->zoom = CLAMP (view->zoom, kon_app_view_get_min_zoom (view), MAX_ZOOM);
  view->centre.x = clamp_centre (view->centre.x, view->picture_width, view->width, get_scale (view));
  view->centre.y = clamp_centre (view->centre.y, view->picture_height, view->height, get_scale (view));
}

void
kon_app_view_set_picture (KonAppView *view, double width, double height)
{
  if (view->picture_width != width || view->picture_height != height)
    view->fits = TRUE;
  view->picture_width = width;
  view->picture_height = height;
  clamp (view);
}

void
kon_app_view_set_area (KonAppView *view, double width, double height, double device)
{
  view->width = width;
  view->height = height;
  view->device = device > 0 ? device : 1;
  clamp (view);
}

void
kon_app_view_fit (KonAppView *view)
{
  view->fits = TRUE;
  clamp (view);
}

void
kon_app_view_zoom_to (KonAppView *view, double zoom, double x, double y)
{
  KonPoint held = kon_app_view_to_picture (view, x, y);
  double fit = kon_app_view_get_fit_zoom (view), scale;

  if (!(zoom > 0) || !isfinite (zoom))
    return;
  zoom = CLAMP (zoom, kon_app_view_get_min_zoom (view), MAX_ZOOM);
  view->fits = fabs (zoom / fit - 1) < 1e-6;
  view->zoom = zoom;
  scale = get_scale (view);
  view->centre = (KonPoint){ held.x - (x - view->width / 2) / scale, held.y - (y - view->height / 2) / scale };
  clamp (view);
}

void
kon_app_view_zoom_by (KonAppView *view, double steps, double x, double y)
{
  const double stops[] = { 1, kon_app_view_get_fit_zoom (view) };
  double zoom = view->zoom * pow (STEP, steps);

  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    if ((view->zoom < stops[i] * (1 - 1e-6) && zoom > stops[i]) || (view->zoom > stops[i] * (1 + 1e-6) && zoom < stops[i]))
      zoom = stops[i];
  kon_app_view_zoom_to (view, zoom, x, y);
}

gboolean
kon_app_view_pan (KonAppView *view, double dx, double dy)
{
  KonPoint before = view->centre;

  if (view->fits || !isfinite (dx) || !isfinite (dy))
    return FALSE;
  view->centre.x -= dx / get_scale (view);
  view->centre.y -= dy / get_scale (view);
  clamp (view);
  return view->centre.x != before.x || view->centre.y != before.y;
}

gboolean
kon_app_view_can_pan (const KonAppView *view, gboolean across)
{
  if (view->fits)
    return FALSE;
  return across ? view->picture_width * get_scale (view) > view->width : view->picture_height * get_scale (view) > view->height;
}

/* How far the stretch must move to be within the area; its middle to the middle where it does not fit. */
static double
get_way (double from, double to, double area)
{
  double margin = MIN (PAN_MARGIN, area / 4);

  if (to - from > area - 2 * margin)
    return area / 2 - (from + to) / 2;
  if (from < margin)
    return margin - from;
  return to > area - margin ? area - margin - to : 0;
}

void
kon_app_view_reveal (KonAppView *view, const KonBox *box)
{
  KonPoint from = kon_app_view_from_picture (view, box->x, box->y);
  KonPoint to = kon_app_view_from_picture (view, box->x + box->w, box->y + box->h);
  gboolean is_seen = from.x >= 0 && from.y >= 0 && to.x <= view->width && to.y <= view->height;

  if (!is_seen)
    kon_app_view_pan (view, get_way (from.x, to.x, view->width), get_way (from.y, to.y, view->height));
}

/* Where the picture's corner lies: always on a whole pixel of the screen, so that at 100 % pixel lies on pixel. */
static double
get_offset (double area, double centre, const KonAppView *view)
{
  return round ((area / 2 - centre * get_scale (view)) * view->device) / view->device;
}

KonPoint
kon_app_view_to_picture (const KonAppView *view, double x, double y)
{
  return (KonPoint){ (x - get_offset (view->width, view->centre.x, view)) / get_scale (view),
                     (y - get_offset (view->height, view->centre.y, view)) / get_scale (view) };
}

KonPoint
kon_app_view_from_picture (const KonAppView *view, double x, double y)
{
  return (KonPoint){ get_offset (view->width, view->centre.x, view) + x * get_scale (view),
                     get_offset (view->height, view->centre.y, view) + y * get_scale (view) };
}

KonBox
kon_app_view_get_visible (const KonAppView *view)
{
  KonPoint from = kon_app_view_to_picture (view, 0, 0), to = kon_app_view_to_picture (view, view->width, view->height);
  KonBox seen = { from.x, from.y, to.x - from.x, to.y - from.y };

  return kon_box_clip (&seen, view->picture_width, view->picture_height);
}

KonDrawView
kon_app_view_get_draw_view (const KonAppView *view)
{
  KonPoint corner = kon_app_view_from_picture (view, 0, 0);

  return (KonDrawView){ .scale = get_scale (view),
                        .offset_x = corner.x,
                        .offset_y = corner.y,
                        .line_scale = 1,
                        .area_width = view->width,
                        .area_height = view->height };
}

static KonBox
grow (const KonAppView *view, const KonBox *box, double share)
{
  KonBox grown = { box->x - box->w * share, box->y - box->h * share, box->w * (1 + 2 * share), box->h * (1 + 2 * share) };

  return kon_box_clip (&grown, view->picture_width, view->picture_height);
}

static gboolean
holds (const KonBox *outer, const KonBox *inner)
{
  return inner->x >= outer->x - 0.5 && inner->y >= outer->y - 0.5 && inner->x + inner->w <= outer->x + outer->w + 0.5
         && inner->y + inner->h <= outer->y + outer->h + 0.5;
}

gboolean
kon_app_view_get_wanted (const KonAppView *view, double whole_scale, const KonBox *part, double part_scale, KonLook *out)
{
  double scale = MIN (view->zoom, 1);
  KonBox seen = kon_app_view_get_visible (view), needed;
  double around;

  if (scale <= whole_scale * 1.001 || !(seen.w > 0) || !(seen.h > 0))
    return FALSE;
  needed = grow (view, &seen, NEEDED_AROUND);
  if (part && part_scale >= scale * 0.99 && holds (part, &needed))
    return FALSE;

  around = (sqrt (MAX_PART_PIXELS / (seen.w * seen.h * scale * scale)) - 1) / 2;
  *out = (KonLook){ .part = grow (view, &seen, CLAMP (around, NEEDED_AROUND * 1.5, FETCHED_AROUND)), .scale = scale };
  return TRUE;
}
