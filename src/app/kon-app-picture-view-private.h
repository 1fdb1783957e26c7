/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within KonAppPictureView: what its faces (kon-app-picture-view.c), its picture (kon-app-picture-view-look.c) and its commands
 * (kon-app-picture-view-actions.c) share. */
#pragma once

#include "kon-app-canvas.h"
#include "kon-app-loader.h"
#include "kon-app-picture-view.h"

G_BEGIN_DECLS

struct _KonAppPictureView
{
  AdwBin parent_instance;

  GtkWidget *flap;
  GtkStack *faces;
  KonAppCanvas *canvas;
  KonAppInspector *inspector;
  AdwStatusPage *problem;
  GtkButton *first, *second;
  GtkMenuButton *zoom_button;
  guint zoom_source;
  GPtrArray *actions; /* of GSimpleAction: possible while there is a picture */

  KonEngine *engine;
  KonSession *session;
  KonPicture *picture;
  char *image_id, *name;
  KonDrawPicture *preview;
  KonAppLoader *original, *better;
  gboolean enhanced, ready;
};

/* Shows one of the faces; the commands follow. */
void kon_app_picture_view_set_face (KonAppPictureView *self, const char *name);

/* Lets go of the picture that is shown. */
void kon_app_picture_view_forget (KonAppPictureView *self);

/* What people want to see may have changed: the original or the enhanced picture. */
void kon_app_picture_view_update_better (KonAppPictureView *self);

/* The canvas asks for a part. */
void kon_app_picture_view_look (KonAppPictureView *self, const KonLook *look);

/* Emit the signals. */
void kon_app_picture_view_ready (KonAppPictureView *self);
void kon_app_picture_view_failed (KonAppPictureView *self, GError *error);

G_END_DECLS
