/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A walk: turns what a person gave (files, folders, bytes) into picture items, in order, on a worker. Engine-internal; started
 * and answered on the main thread. */
#pragma once

#include "kon-media-item.h"
#include "kon-workers.h"

G_BEGIN_DECLS

/* What was given: a file or folder, or bytes; @name as it was written, or NULL. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  char *name;
} KonReadInput;

KonReadInput *kon_read_input_new (GFile *file, GBytes *bytes, const char *name);
void kon_read_input_free (KonReadInput *input);

/* One step of the way: a picture, or a folder that has none. */
typedef struct
{
  KonMediaItem *item;         /* NULL for an empty folder */
  GFile *empty_folder;
  char *empty_folder_name;
} KonWalkStep;

void kon_walk_step_free (KonWalkStep *step);

/* Main thread. @steps: (transfer none) (element-type KonWalkStep) */
typedef void (*KonWalkFunc) (GPtrArray *steps, gpointer user_data);

/* Walks @inputs (transfer full) (element-type KonReadInput). @func gets the steps in batches while the walk goes on, never after @callback.
 * Both get @user_data, and @func none once @cancellable is cancelled. */
void kon_read_walk_async (KonWorkers *workers, GPtrArray *inputs, KonWalkFunc func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* FALSE only when cancelled: what cannot be opened is a step whose item fails when it is loaded. */
gboolean kon_read_walk_finish (GAsyncResult *result, GError **error);

G_END_DECLS
