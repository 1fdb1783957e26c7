/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppJobRow: one job in the list of the task button. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_JOB_ROW (kon_app_job_row_get_type ())
G_DECLARE_FINAL_TYPE (KonAppJobRow, kon_app_job_row, KON_APP, JOB_ROW, GtkListBoxRow)

GtkWidget *kon_app_job_row_new (KonJob *job);

G_END_DECLS
