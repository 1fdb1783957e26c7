/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWindow: the frame: sidebar, header bar, the pages, the task button. It opens the organization after its first frame
 * and hands the session to the pages. A page is one row in the table of kon-app-window.c. Main thread. */
#pragma once

#include <adwaita.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_WINDOW (kon_app_window_get_type ())
G_DECLARE_FINAL_TYPE (KonAppWindow, kon_app_window, KON_APP, WINDOW, AdwApplicationWindow)

/* Returns: (transfer none): it belongs to the application, as all toplevels do. */
KonAppWindow *kon_app_window_new (GtkApplication *application, KonEngine *engine, GSettings *settings);

/* Reads these files and folders on the Workspace page, now or as soon as the organization is open. */
void kon_app_window_open_files (KonAppWindow *self, GFile **files, guint n_files);

/* At the start without files: the pictures of the last time, where the person wants that. */
void kon_app_window_reopen_pictures (KonAppWindow *self);

void kon_app_window_show_preferences (KonAppWindow *self);

/* Says it in passing, at the bottom of the window. */
void kon_app_window_say (KonAppWindow *self, const char *message);

G_END_DECLS
