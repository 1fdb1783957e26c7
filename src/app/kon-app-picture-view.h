/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPictureView: one picture with its boxes (KonAppCanvas) and, beside it, its results (KonAppInspector), or the reason
 * why it cannot be shown. Used by the Workspace and by the History alike. Main thread.
 * Properties: show-inspector (boolean), inspector-folded (boolean, read-only: it lies over the picture because the window is narrow),
 * selected (uint), show-boxes and show-labels (boolean), enhanced (boolean: seen with more contrast and sharper).
 * Signals: "ready": the picture has come, as a whole; "failed" (GError): it has not, or not as close as it was looked at: then
 * kon_app_picture_view_get_whole() still has it. */
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

/* Shows the picture: @picture of a reading or, where it is NULL, the stored @image_id. Until it has come, @preview, if there is one. */
void kon_app_picture_view_show (KonAppPictureView *self, KonEngine *engine, KonSession *session, KonPicture *picture, const char *image_id,
                                KonDrawPicture *preview, const char *name);

/* Shows nothing, and lets go of what there was. */
void kon_app_picture_view_clear (KonAppPictureView *self);

/* The picture shown, as it is, for paper. (transfer none) (nullable): not there yet */
KonDrawPicture *kon_app_picture_view_get_whole (KonAppPictureView *self);

/* Shows in place of the picture why there is none. @action_label with @action (a detailed action name): the next step, or NULL;
 * likewise the second. */
void kon_app_picture_view_set_problem (KonAppPictureView *self, const char *icon_name, const char *title, const char *sentence,
                                       const char *action_label, const char *action, const char *second_label, const char *second_action);

gboolean kon_app_picture_view_get_show_inspector (KonAppPictureView *self);
void kon_app_picture_view_set_show_inspector (KonAppPictureView *self, gboolean show);

/* The selected result, or the only one. (transfer none) (nullable) */
gpointer kon_app_picture_view_get_selected_result (KonAppPictureView *self);
void kon_app_picture_view_select (KonAppPictureView *self, guint position);

/* What is on the screen, for paper. (transfer none) (nullable) */
GListModel *kon_app_picture_view_get_results (KonAppPictureView *self);

void kon_app_picture_view_focus_picture (KonAppPictureView *self);

/* Adds to a page's actions those of looking: zoom-in, zoom-out, zoom-fit, zoom-to (double), show-boxes, show-labels, enhance. */
void kon_app_picture_view_add_actions (KonAppPictureView *self, GActionMap *map);

/* Ties what is shown over pictures to what the person has chosen before. */
void kon_app_picture_view_bind_settings (KonAppPictureView *self, GSettings *settings);

G_END_DECLS
