/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonDb: the only door to SQLite. One connection belongs to one thread, except kon_db_interrupt(). Every file, backups too, is
 * opened by kon_db_open(), so that encryption has one place to come in: @key is that seam (NULL: plain, the only form yet).
 * Databases are created with 4096-byte pages and 40 reserved bytes a page, WAL, temp_store memory, no mmap, foreign keys on.
 * Errors: KON_ERROR_NOT_FOUND, DAMAGED, NO_SPACE, READ_ONLY, BUSY, FAILED; interrupted statements give G_IO_ERROR_CANCELLED. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KonDb KonDb;
typedef struct _KonDbStatement KonDbStatement;

typedef enum
{
  KON_DB_READ_ONLY = 0,
  KON_DB_READ_WRITE = 1 << 0,
  KON_DB_CREATE = 1 << 1,
} KonDbFlags;

/* Returns: (transfer full) or NULL. */
KonDb *kon_db_open (const char *path, KonDbFlags flags, GBytes *key, GError **error);
void kon_db_close (KonDb *db);

/* Runs one or more statements without parameters. */
gboolean kon_db_exec (KonDb *db, const char *sql, GError **error);

/* BEGIN IMMEDIATE, COMMIT; rollback never fails outward. */
gboolean kon_db_begin (KonDb *db, GError **error);
gboolean kon_db_commit (KonDb *db, GError **error);
void kon_db_rollback (KonDb *db);

int kon_db_get_user_version (KonDb *db, GError **error); /* -1 on error */
gboolean kon_db_set_user_version (KonDb *db, int version, GError **error);

/* Rows changed by the last statement; rowid of the last insert. */
int kon_db_changes (KonDb *db);
gint64 kon_db_last_insert_rowid (KonDb *db);

/* Stops what runs on this connection now: within milliseconds it ends with G_IO_ERROR_CANCELLED, and so does what is started
 * before kon_db_clear_interrupt(). From any thread, while the connection is open. */
void kon_db_interrupt (KonDb *db);

/* Forgets an interrupt that came. The connection's own thread, between two pieces of work. */
void kon_db_clear_interrupt (KonDb *db);

/* Copies the whole database page by page to @path through kon_db_open() with @key; written beside and renamed. */
gboolean kon_db_backup (KonDb *db, const char *path, GBytes *key, GError **error);

/* quick_check; FALSE with KON_ERROR_DAMAGED where pages are broken. */
gboolean kon_db_check (KonDb *db, GError **error);

/* Prepared statements are cached by text within the connection: prepare hands out a reset one, free returns it. Values are
 * always bound, 1-based. Every statement is freed before kon_db_close(). */
KonDbStatement *kon_db_prepare (KonDb *db, const char *sql, GError **error);
void kon_db_statement_free (KonDbStatement *statement);
void kon_db_statement_bind_int (KonDbStatement *statement, int index, gint64 value);
void kon_db_statement_bind_double (KonDbStatement *statement, int index, double value);
void kon_db_statement_bind_text (KonDbStatement *statement, int index, const char *value); /* NULL binds NULL; copied */
void kon_db_statement_bind_blob (KonDbStatement *statement, int index, gconstpointer data, gsize size);
void kon_db_statement_bind_null (KonDbStatement *statement, int index);

typedef enum
{
  KON_DB_ERROR = -1,
  KON_DB_DONE = 0,
  KON_DB_ROW = 1,
} KonDbStep;

KonDbStep kon_db_statement_step (KonDbStatement *statement, GError **error);
/* One statement that returns nothing of interest: step to the end, reset. */
gboolean kon_db_statement_run (KonDbStatement *statement, GError **error);
void kon_db_statement_reset (KonDbStatement *statement);

/* Columns, 0-based. Text is valid until the next step or reset, and NULL where the column is NULL. */
gint64 kon_db_statement_get_int (KonDbStatement *statement, int column);
double kon_db_statement_get_double (KonDbStatement *statement, int column);
const char *kon_db_statement_get_text (KonDbStatement *statement, int column);
GBytes *kon_db_statement_get_blob (KonDbStatement *statement, int column); /* (transfer full) (nullable) */
gboolean kon_db_statement_is_null (KonDbStatement *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonDb, kon_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonDbStatement, kon_db_statement_free)

G_END_DECLS
