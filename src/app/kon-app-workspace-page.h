/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWorkspacePage: photos are opened, read and looked at here: film strip, picture with boxes, results. What is read is
 * saved to the history while the organization is open. Main thread. */
#pragma once

#include "kon-app-page.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_WORKSPACE_PAGE (kon_app_workspace_page_get_type ())
G_DECLARE_FINAL_TYPE (KonAppWorkspacePage, kon_app_workspace_page, KON_APP, WORKSPACE_PAGE, KonAppPage)

/* Reads these files and folders too, also while others are being read; before the session is there, as soon as it is. */
void kon_app_workspace_page_open_files (KonAppWorkspacePage *self, GFile **files, guint n_files);

/* Reads the picture in @bytes, shown as @name. */
void kon_app_workspace_page_open_bytes (KonAppWorkspacePage *self, GBytes *bytes, const char *name);

G_END_DECLS
