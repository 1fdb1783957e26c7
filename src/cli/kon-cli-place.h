/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the data lies and whose it is: the options that all verbs share, and the engine and session made of them. */
#pragma once

#include <kon.h>

G_BEGIN_DECLS

typedef struct
{
  char *organization; /* NULL: Personal */
  char *data_dir;     /* NULL: where the window keeps it too */
  char *models_dir;   /* NULL: the program's own */
} KonCliPlace;

void kon_cli_place_clear (KonCliPlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KonCliPlace, kon_cli_place_clear)

/* Adds --organization and, as a group of its own, --data-dir and --models-dir to @context. @place must outlive it. */
void kon_cli_place_add_options (KonCliPlace *place, GOptionContext *context);

/* @threads as kon_engine_new(). Returns: (transfer full) */
KonEngine *kon_cli_place_make_engine (const KonCliPlace *place, int threads);

/* The organization asked for, else Personal; without @needs_store and when none was asked for a session that touches no disk.
 * Returns: (transfer full), or NULL with error */
KonSession *kon_cli_place_open_session (const KonCliPlace *place, KonEngine *engine, gboolean needs_store, GError **error);

G_END_DECLS
