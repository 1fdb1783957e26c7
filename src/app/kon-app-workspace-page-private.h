/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within KonAppWorkspacePage: what looking (kon-app-workspace-page.c) and reading (kon-app-workspace-reading.c) share. */
#pragma once

#include "kon-app-picture-view.h"
#include "kon-app-workspace-page.h"

G_BEGIN_DECLS

struct _KonAppWorkspacePage
{
  KonAppPage parent_instance;

  /* reading */
  GListStore *pictures; /* of KonPicture, all that were opened */
  GPtrArray *waiting;   /* of batches opened before the session was there */
  GPtrArray *jobs;      /* of KonReadJob, the running ones */
  KonReadJob *failed;   /* the last one that ended without any picture, by an error */

  /* looking */
  KonPicture *shown;
  GListStore *results; /* of KonAppResult, those of @shown */

  GtkStack *faces;
  KonAppPictureView *view;
  GtkListView *strip;
  GtkWidget *strip_bar;
  GtkSingleSelection *selection;
  AdwStatusPage *failed_face;
  AdwStatusPage *empty_face;
  GtkWidget *open_button, *first_open_button, *picture_actions;
};

/* From reading to looking: the face of the page and what is possible may have changed. */
void kon_app_workspace_page_update (KonAppWorkspacePage *self);

/* From reading to looking: a newly opened picture. */
void kon_app_workspace_page_select (KonAppWorkspacePage *self, guint position);

/* Gives the focus to what is worked with now. */
void kon_app_workspace_page_focus_work (KonAppWorkspacePage *self);

/* Installs the commands of the page (kon-app-workspace-actions.c). */
void kon_app_workspace_page_init_actions (KonAppWorkspacePage *self);

/* Makes ready for reading. */
void kon_app_workspace_page_init_reading (KonAppWorkspacePage *self);

/* Starts what waited for the session. */
void kon_app_workspace_page_start_waiting (KonAppWorkspacePage *self);

/* TRUE where @picture was not read because its job ended before; with a title (transfer none) and the reason (transfer full). */
gboolean kon_app_workspace_page_was_left (KonAppWorkspacePage *self, KonPicture *picture, const char **out_title, char **out_reason);

/* Reads once more what was left or has failed as a whole. */
void kon_app_workspace_page_read_again (KonAppWorkspacePage *self);

/* Ends all running jobs. */
void kon_app_workspace_page_cancel (KonAppWorkspacePage *self);

G_END_DECLS
