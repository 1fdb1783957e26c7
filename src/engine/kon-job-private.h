/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: what the kinds of jobs tell their base. Main thread. */
#pragma once

#include "kon-job.h"

G_BEGIN_DECLS

void kon_job_set_title (KonJob *self, const char *title);

/* Sets the three counts at once and refreshes fraction and status-text. */
void kon_job_set_counts (KonJob *self, guint total, guint done, guint failed);

/* Ends a running job: DONE without @error, else FAILED. Takes @error. Without effect where the job is over already. */
void kon_job_finish (KonJob *self, GError *error);

G_END_DECLS
