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

/* An engine (transfer full) with @threads as kon_engine_new(), and a session of the organization asked for, else of Personal; without
 * @needs_store and when none was asked for a session that touches no disk.
 * Returns: (transfer full), or NULL after the reason was printed */
KonSession *kon_cli_place_open (const KonCliPlace *place, int threads, gboolean needs_store, KonEngine **out_engine);

G_END_DECLS
