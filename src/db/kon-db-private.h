/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The inside of a connection, shared by the files of this room only. */
#pragma once

#include <sqlite3.h>

#include "kon-db.h"

G_BEGIN_DECLS

struct _KonDb
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* SQL text -> KonDbStatement: those kept for the next user */
  int interrupted;        /* atomic: set by kon_db_interrupt() until it is cleared */
};

/* Turns an SQLite result code into @error, naming the file. Always FALSE. */
gboolean kon_db_fail (KonDb *db, int result, GError **error);

/* Frees a cached statement for good. */
void kon_db_statement_destroy (KonDbStatement *statement);

G_END_DECLS
