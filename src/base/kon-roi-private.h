/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within base: how a file of regions is read, whatever its format. */
#pragma once

#include "kon-json.h"
#include "kon-roi.h"

G_BEGIN_DECLS

#define KON_ROI_MAX_BYTES (2 * 1024 * 1024)

/* A picture of an annotation file and what is drawn on it. */
typedef struct
{
  char *name;
  gint64 id;
  double width, height;
  KonRoiSet *set;
} KonRoiPicture;

void kon_roi_picture_free (KonRoiPicture *picture);

/* Adds an outline in pixels; cut to the picture. What is nothing then is left out. */
void kon_roi_picture_add (KonRoiPicture *picture, const char *label, const char *name, GArray *points);

/* Each appends KonRoiPicture to @pictures, or fails. */
gboolean kon_roi_read_coco (JsonObject *root, GPtrArray *pictures, GError **error);
gboolean kon_roi_read_cvat (const char *text, gsize size, GPtrArray *pictures, GError **error);

/* Our own. Returns: (transfer full), not validated */
KonRoiSet *kon_roi_read_json (JsonObject *root, GError **error);

G_END_DECLS
