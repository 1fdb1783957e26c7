/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPictureView: one picture with its boxes (KonAppCanvas) and, beside it, its results (KonAppInspector), or the reason
 * why it cannot be shown. Used by the Workspace and by the History alike. Main thread.
 * Properties: show-inspector (boolean), inspector-folded (boolean, read-only: it lies over the picture because the window is narrow), selected (uint). */
#pragma once

#include <adwaita.h>

#include "kon-app-inspector.h"
#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_PICTURE_VIEW (kon_app_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (KonAppPictureView, kon_app_picture_view, KON_APP, PICTURE_VIEW, AdwBin)

/* @results: of KonAppResult. */
void kon_app_picture_view_set_results (KonAppPictureView *self, GListModel *results);

/* What stands where there are none; NULL: nothing. */
void kon_app_picture_view_set_empty_text (KonAppPictureView *self, const char *text);
void kon_app_picture_view_set_info (KonAppPictureView *self, const KonAppPictureInfo *info);

/* Shows the picture: @texture of a picture of @width x @height pixels. */
void kon_app_picture_view_set_picture (KonAppPictureView *self, GdkTexture *texture, int width, int height, const char *name);

/* Shows in place of the picture why there is none. @action_label with @action (a detailed action name): the next step, or NULL;
 * likewise the second. */
void kon_app_picture_view_set_problem (KonAppPictureView *self, const char *icon_name, const char *title, const char *sentence,
                                       const char *action_label, const char *action, const char *second_label, const char *second_action);

/* Shows in place of the picture that it is on its way. */
void kon_app_picture_view_set_loading (KonAppPictureView *self);

gboolean kon_app_picture_view_get_show_inspector (KonAppPictureView *self);
void kon_app_picture_view_set_show_inspector (KonAppPictureView *self, gboolean show);

/* The selected result, or the only one. (transfer none) (nullable) */
gpointer kon_app_picture_view_get_selected_result (KonAppPictureView *self);
void kon_app_picture_view_select (KonAppPictureView *self, guint position);

/* What is on the screen, for paper. (transfer none) (nullable) */
GListModel *kon_app_picture_view_get_results (KonAppPictureView *self);

void kon_app_picture_view_focus_picture (KonAppPictureView *self);

G_END_DECLS
