/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppTaskButton: the running jobs: a ring in the header bar, and behind it a list with progress, cancel and what could not
 * be read. It is there while a job runs or has errors to tell. Main thread. */
#pragma once

#include <adwaita.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_TASK_BUTTON (kon_app_task_button_get_type ())
G_DECLARE_FINAL_TYPE (KonAppTaskButton, kon_app_task_button, KON_APP, TASK_BUTTON, AdwBin)

void kon_app_task_button_add_job (KonAppTaskButton *self, KonJob *job);

G_END_DECLS
