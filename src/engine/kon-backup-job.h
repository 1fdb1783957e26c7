/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonBackupJob: writes all that an organization has, records and pictures, into one archive. Unpacked below orgs/ of a data folder it
 * is the organization again. Main thread; the work is done on a worker, and reading and saving go on meanwhile. */
#pragma once

#include "kon-engine.h"
#include "kon-job.h"

G_BEGIN_DECLS

#define KON_TYPE_BACKUP_JOB (kon_backup_job_get_type ())
G_DECLARE_FINAL_TYPE (KonBackupJob, kon_backup_job, KON, BACKUP_JOB, KonJob)

/* Starts at once; needs KON_PERMISSION_BACK_UP. @path: the archive (.tar); where a file lies there it is replaced only with @replaces.
 * The archive is there when the job is DONE, and only then. Ends FAILED with READ_ONLY, NO_SPACE, NOT_FOUND (the folder), REFUSED. Returns: (transfer full) */
KonBackupJob *kon_engine_back_up (KonEngine *self, KonSession *session, const char *path, gboolean replaces);

G_END_DECLS
