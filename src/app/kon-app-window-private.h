/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within KonAppWindow: what kon-app-window.c and kon-app-window-open.c share. */
#pragma once

#include "kon-app-task-button.h"
#include "kon-app-window.h"
#include "kon-app-workspace-page.h"

G_BEGIN_DECLS

struct _KonAppWindow
{
  AdwApplicationWindow parent_instance;

  KonEngine *engine;
  GSettings *settings;
  KonSession *session;
  GError *session_error; /* why the organization could not be opened */
  GCancellable *cancellable;
  GBinding *title_binding;
  gboolean reopened;

  AdwLeaflet *leaflet;
  GtkListBox *sidebar;
  GtkStack *stack;
  GtkStack *start_stack, *end_stack;
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkInfoBar *trouble;
  GtkLabel *trouble_label;
  KonAppTaskButton *tasks;
  GtkWidget *content, *sidebar_side;
  GtkWidget *drop_hint;
};

/* The page where pictures are opened, made visible. */
KonAppWorkspacePage *kon_app_window_show_workspace (KonAppWindow *self);

/* Installs win.open, win.open-folder, win.paste and their keys. */
void kon_app_window_class_install_opening (GtkWidgetClass *widget_class);

/* Accepts what is dropped on the window. */
void kon_app_window_init_dropping (KonAppWindow *self);

G_END_DECLS
