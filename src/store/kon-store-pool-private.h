/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonStorePool: threads that each own one connection and run tasks on it; the writer is a pool of one, the readers a pool of
 * three. A caller waits until its task is done. Connections open with the first task, threads start as they are needed. */
#pragma once

#include <gio/gio.h>

#include "kon-db.h"

G_BEGIN_DECLS

typedef struct _KonStorePool KonStorePool;

/* One piece of work, on a thread of the pool. FALSE with @error set where it failed. */
typedef gboolean (*KonStoreTask) (KonDb *db, gpointer data, GError **error);

/* @name: of the threads, at most 15 characters. Returns: (transfer full) */
KonStorePool *kon_store_pool_new (const char *name, guint max_threads, const char *path, KonDbFlags flags, GBytes *key);

/* Waits for the queued tasks, then ends the threads and closes the connections. */
void kon_store_pool_free (KonStorePool *pool);

/* Runs @task and waits for it. Cancelling takes it out of the queue or interrupts its query; the answer is then
 * G_IO_ERROR_CANCELLED. Any thread that is not the pool's own. */
gboolean kon_store_pool_run (KonStorePool *pool, KonStoreTask task, gpointer data, GCancellable *cancellable, GError **error);

/* TRUE on a thread of this pool. */
gboolean kon_store_pool_is_own_thread (KonStorePool *pool);

G_END_DECLS
