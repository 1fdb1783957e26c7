/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppInspector: beside a picture: the list of its results, and what is known of the picture. Main thread.
 * Properties: results (GListModel of KonAppResult), selected (uint, as in KonAppCanvas: bind the two). */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_INSPECTOR (kon_app_inspector_get_type ())
G_DECLARE_FINAL_TYPE (KonAppInspector, kon_app_inspector, KON_APP, INSPECTOR, GtkWidget)

/* What is known of a picture; strings are copied, NULL and 0 for what is not known. */
typedef struct
{
  const char *name;     /* of the file or camera */
  const char *location; /* where exactly: shown on hover */
  int width, height;
  const KonTimestamp *seen_at;
  const KonTimestamp *added_at;
  const char *camera;
  double total_ms; /* time taken to read it */
  const char *models;
  const char *const *warnings;
} KonAppPictureInfo;

void kon_app_inspector_set_info (KonAppInspector *self, const KonAppPictureInfo *info);

void kon_app_inspector_set_results (KonAppInspector *self, GListModel *results);

/* What stands where no result does: "Reading…", "No plate found". NULL: nothing. */
void kon_app_inspector_set_empty_text (KonAppInspector *self, const char *text);

G_END_DECLS
