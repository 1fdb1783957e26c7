/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonEngine: the facade that every face uses. Wires the rooms, owns worker threads and open organizations. Made and used on
 * one thread (the main thread); the work is done on workers and answers come back through that thread's main context. */
#pragma once

#include <gio/gio.h>

#include "kon-clock.h"
#include "kon-session.h"

G_BEGIN_DECLS

#define KON_TYPE_ENGINE (kon_engine_get_type ())
G_DECLARE_FINAL_TYPE (KonEngine, kon_engine, KON, ENGINE, GObject)

/* @data_dir: where orgs/ lies; NULL for $XDG_DATA_HOME/konnetec. @models_dir: NULL for kon_paths_get_data_dir()/models.
 * @threads: pictures read at once; 0 for the number of processors. Does no input or output yet; models are loaded by the
 * first reading, on a worker. Returns: (transfer full) */
KonEngine *kon_engine_new (const char *data_dir, const char *models_dir, int threads, KonClock *clock);

/* Cancels jobs, waits for writes, closes organizations. Further calls fail. Called by dispose too. */
void kon_engine_shut_down (KonEngine *self);

/* Opens the organization "Personal" (created at first) as its admin. The blocking form is for the command line and tests.
 * Returns: (transfer full) */
KonSession *kon_engine_open_personal (KonEngine *self, GError **error);
void kon_engine_open_personal_async (KonEngine *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonSession *kon_engine_open_personal_finish (KonEngine *self, GAsyncResult *result, GError **error);

/* Opens the organization with this UUID or, where exactly one has it, this name. KON_ERROR_NOT_FOUND names those there are. Returns: (transfer full) */
KonSession *kon_engine_open_organization (KonEngine *self, const char *id_or_name, GError **error);

/* A session for reading pictures without any organization on disk (nothing can be saved with it: KON_ERROR_REFUSED). Returns: (transfer full) */
KonSession *kon_engine_open_transient (KonEngine *self);

/* Signal "records-changed" (KonSession's organization id as string): records of that organization were added or changed; main thread, coalesced. */

G_END_DECLS
