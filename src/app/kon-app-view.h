/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppView: how a picture lies on an area of the screen. Everything that goes from the pointer to the picture or back goes through
 * here. A plain value without widgets; any thread.
 * Three measures: picture pixels; units of the area, in which widgets count; pixels of the screen, @device for one unit. */
#pragma once

#include "kon.h"

G_BEGIN_DECLS

typedef struct
{
  double picture_width, picture_height; /* picture pixels; 0: there is none */
  double width, height;                 /* of the area, in units */
  double device;                        /* 1, or 2 on a display of 200 % */
  gboolean fits;                        /* the whole picture, however large the area is */
  double zoom;                          /* screen pixels for one of the picture: 1 is 100 % */
  KonPoint centre;                      /* the point of the picture in the middle of the area */
} KonAppView;

void kon_app_view_init (KonAppView *view);

/* Another picture: one of the same size is seen where the last one was, any other as a whole. */
void kon_app_view_set_picture (KonAppView *view, double width, double height);
void kon_app_view_set_area (KonAppView *view, double width, double height, double device);

double kon_app_view_get_fit_zoom (const KonAppView *view);
double kon_app_view_get_min_zoom (const KonAppView *view);
double kon_app_view_get_max_zoom (const KonAppView *view);

/* The whole picture. */
void kon_app_view_fit (KonAppView *view);

/* What is under the point of the area stays there, as far as the edges of the picture allow. */
void kon_app_view_zoom_to (KonAppView *view, double zoom, double x, double y);

/* In (positive) or out by so many steps, which may be parts of one. Stops at 100 % and at the whole picture, never passes over them. */
void kon_app_view_zoom_by (KonAppView *view, double steps, double x, double y);

/* Moves the picture by so many units; FALSE where it cannot go any further that way. */
gboolean kon_app_view_pan (KonAppView *view, double dx, double dy);

/* TRUE where the picture is larger than the area in that direction. */
gboolean kon_app_view_can_pan (const KonAppView *view, gboolean across);

/* Moves the picture, only as far as needed, so that @box (picture pixels) is seen; it never changes the zoom. */
void kon_app_view_reveal (KonAppView *view, const KonBox *box);

KonPoint kon_app_view_to_picture (const KonAppView *view, double x, double y);
KonPoint kon_app_view_from_picture (const KonAppView *view, double x, double y);

/* The part of the picture that is seen, in picture pixels; without area where nothing is. */
KonBox kon_app_view_get_visible (const KonAppView *view);

/* The same for the painter. */
KonDrawView kon_app_view_get_draw_view (const KonAppView *view);

/* What more must be looked at so that the screen shows all that the picture has: FALSE where @whole_scale, or @part at @part_scale (NULL:
 * there is none), has it already. @out then: what is seen and its surroundings, no larger than needed. */
gboolean kon_app_view_get_wanted (const KonAppView *view, double whole_scale, const KonBox *part, double part_scale, KonLook *out);

G_END_DECLS
