/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonWorkers: a few threads that work off GTasks; the answer comes back through the task's main context. Engine-internal.
 * Made, fed and freed on the main thread; the functions run on the workers. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KonWorkers KonWorkers;

typedef enum
{
  KON_WORKERS_OLDEST_FIRST,
  KON_WORKERS_NEWEST_FIRST, /* for pictures on screen: what was asked last is looked at now */
} KonWorkersOrder;

/* Threads are started when there is work. Returns: (transfer full) */
KonWorkers *kon_workers_new (int threads, KonWorkersOrder order);

/* Waits until all that was queued is done. */
void kon_workers_free (KonWorkers *workers);

/* Runs @func once with what @task carries; it must return the task. A task that was cancelled before its turn is answered without @func. */
void kon_workers_run (KonWorkers *workers, GTask *task, GTaskThreadFunc func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonWorkers, kon_workers_free)

G_END_DECLS
