/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppResult: one read as the window shows it, whether it comes from a picture just read (KonPlate) or from the history
 * (KonRecord): the same list, the same boxes, the same paper. Main thread.
 * Properties (read-only): text (string, in words where there is none), text-classes (strv), has-text (boolean),
 * crop-height (int), confidence-text (string), confidence-classes (strv), crop (GdkTexture), label (string: all in
 * words, for assistive technology), review-text (string). */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_RESULT (kon_app_result_get_type ())
G_DECLARE_FINAL_TYPE (KonAppResult, kon_app_result, KON_APP, RESULT, GObject)

KonAppResult *kon_app_result_new_from_plate (KonPlate *plate);
KonAppResult *kon_app_result_new_from_record (KonRecord *record);

const char *kon_app_result_get_text (KonAppResult *self); /* "" where nothing could be read */
double kon_app_result_get_confidence (KonAppResult *self);
const char *kon_app_result_get_label (KonAppResult *self);

/* The order in which results are listed: what is more than a guess first, then as they stand in the picture, from the left.
 * A GCompareDataFunc. */
int kon_app_result_compare (gconstpointer a, gconstpointer b, gpointer user_data);

/* The crop that was loaded later. */
void kon_app_result_set_crop (KonAppResult *self, KonFrame *crop);

/* What to paint; the label lives as long as @self. */
KonDrawItem kon_app_result_to_draw_item (KonAppResult *self);

/* Style classes of a confidence: for labels that say it. Static. */
const char *const *kon_app_confidence_classes (double confidence);

G_END_DECLS
