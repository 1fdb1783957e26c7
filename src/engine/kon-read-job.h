/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonReadJob: reads a batch of files and folders (walked by the job, more may be added while it runs) and, where asked, saves.
 * Pictures are worked on in parallel and handed out in order. Main thread. */
#pragma once

#include "kon-engine.h"
#include "kon-job.h"
#include "kon-picture.h"
#include "kon-roi.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean save;           /* needs KON_PERMISSION_ADD_RECORDS */
  gboolean crops;          /* each picture is one plate crop */
  double min_confidence;   /* plates whose read is below are left out; 0: none */
  gboolean skip_thumbnails; /* the command line does not need them: neither thumbnails nor the plates' crops are kept in memory */
  int max_megapixels;      /* pictures up to this size; 0: the organization's setting */
  KonRoiSet *roi;          /* only plates that count by it, not asked for @crops; NULL: all */
  const char *regions;     /* codes with commas: where plates are expected from; "": anywhere; NULL: the organization's setting */
} KonReadOptions;

#define KON_TYPE_READ_JOB (kon_read_job_get_type ())
G_DECLARE_FINAL_TYPE (KonReadJob, kon_read_job, KON, READ_JOB, KonJob)

/* Starts at once. @provider: row of the detector table, NULL for "local". A refused session or a model that cannot be loaded ends the job as
 * FAILED with its error. So does a failure to save, after what was already under way is read and shown (with a warning on each picture).
 * Signals: "picture-done" (KonPicture), once for each, in the order of the list, also for failed ones;
 * "warning" (string): a sentence about the whole batch, with the details low-space (less than 1 GB free) and empty-folder;
 * "folder-empty" (GFile, its name as a string): a folder without pictures, in its place between the pictures. Returns: (transfer full) */
KonReadJob *kon_engine_read (KonEngine *self, KonSession *session, const KonReadOptions *options, const char *provider);

/* Adds a file or folder (walked on a worker). @name: what to show for it, as given, or NULL. */
void kon_read_job_add_file (KonReadJob *self, GFile *file, const char *name);
/* Adds picture bytes (pasted). */
void kon_read_job_add_bytes (KonReadJob *self, GBytes *bytes, const char *name);
/* Nothing more will be added: the job finishes when all is read. Without it the job stays open for more. */
void kon_read_job_seal (KonReadJob *self);

/* (transfer none) of KonPicture, in order, growing while folders are walked. */
GListModel *kon_read_job_get_pictures (KonReadJob *self);

G_END_DECLS
