/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prepared statements: bind, step, read columns; a cache by SQL text within the connection. The connection's own thread. */
#define G_LOG_DOMAIN "kon-db"
#include "config.h"

#include "kon-db.h"

#include "kon-db-private.h"

#define MAX_CACHED 64

struct _KonDbStatement
{
  KonDb *db;
  sqlite3_stmt *handle;
  gboolean cached;  /* belongs to the connection's table, which frees it */
  gboolean in_use;
  int bind_result;  /* the first bind that failed, told by the next step */
};

void
kon_db_statement_destroy (KonDbStatement *statement)
{
  sqlite3_finalize (statement->handle);
  g_free (statement);
}

KonDbStatement *
kon_db_prepare (KonDb *db, const char *sql, GError **error)
{
  KonDbStatement *statement;
  gboolean caches;
  int result;

  g_return_val_if_fail (db != NULL && sql != NULL, NULL);

  statement = g_hash_table_lookup (db->statements, sql);
  if (statement != NULL && !statement->in_use)
    {
      statement->in_use = TRUE;
      return statement;
    }

  caches = statement == NULL && g_hash_table_size (db->statements) < MAX_CACHED;
  statement = g_new0 (KonDbStatement, 1);
  statement->db = db;
  statement->in_use = TRUE;
  result = sqlite3_prepare_v3 (db->handle, sql, -1, caches ? SQLITE_PREPARE_PERSISTENT : 0, &statement->handle, NULL);
  if (result != SQLITE_OK)
    {
      kon_db_fail (db, result, error);
      kon_db_statement_destroy (statement);
      return NULL;
    }
  if (caches)
    {
      statement->cached = TRUE;
      g_hash_table_insert (db->statements, (char *) sqlite3_sql (statement->handle), statement);
    }
  return statement;
}

void
kon_db_statement_free (KonDbStatement *statement)
{
  if (statement == NULL)
    return;
  if (!statement->cached)
    {
      kon_db_statement_destroy (statement);
      return;
    }
  kon_db_statement_reset (statement);
  statement->in_use = FALSE;
}

/* Binds answer nothing; what goes wrong is kept for the step. */
static void
keep_bind_result (KonDbStatement *statement, int result)
{
  if (statement->bind_result == SQLITE_OK)
    statement->bind_result = result;
}

void
kon_db_statement_bind_int (KonDbStatement *statement, int index, gint64 value)
{
  keep_bind_result (statement, sqlite3_bind_int64 (statement->handle, index, value));
}

void
kon_db_statement_bind_double (KonDbStatement *statement, int index, double value)
{
  keep_bind_result (statement, sqlite3_bind_double (statement->handle, index, value));
}

void
kon_db_statement_bind_text (KonDbStatement *statement, int index, const char *value)
{
  keep_bind_result (statement, sqlite3_bind_text (statement->handle, index, value, -1, SQLITE_TRANSIENT));
}

void
kon_db_statement_bind_blob (KonDbStatement *statement, int index, gconstpointer data, gsize size)
{
  if (size == 0)
    keep_bind_result (statement, sqlite3_bind_zeroblob (statement->handle, index, 0));
  else
    keep_bind_result (statement, sqlite3_bind_blob64 (statement->handle, index, data, size, SQLITE_TRANSIENT));
}

void
kon_db_statement_bind_null (KonDbStatement *statement, int index)
{
  keep_bind_result (statement, sqlite3_bind_null (statement->handle, index));
}

KonDbStep
kon_db_statement_step (KonDbStatement *statement, GError **error)
{
  int result;

  g_return_val_if_fail (statement != NULL && statement->in_use, KON_DB_ERROR);

  if (statement->bind_result != SQLITE_OK)
    result = statement->bind_result;
  else if (g_atomic_int_get (&statement->db->interrupted))
    result = SQLITE_INTERRUPT;
  else
    result = sqlite3_step (statement->handle);

  if (result == SQLITE_ROW)
    return KON_DB_ROW;
  if (result == SQLITE_DONE)
    return KON_DB_DONE;
  kon_db_fail (statement->db, result, error);
  sqlite3_reset (statement->handle);
  return KON_DB_ERROR;
}

gboolean
kon_db_statement_run (KonDbStatement *statement, GError **error)
{
  KonDbStep step;

  do
    step = kon_db_statement_step (statement, error);
  while (step == KON_DB_ROW);
  kon_db_statement_reset (statement);
  return step == KON_DB_DONE;
}

void
kon_db_statement_reset (KonDbStatement *statement)
{
  g_return_if_fail (statement != NULL);

  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  statement->bind_result = SQLITE_OK;
}

gint64
kon_db_statement_get_int (KonDbStatement *statement, int column)
{
  return sqlite3_column_int64 (statement->handle, column);
}

double
kon_db_statement_get_double (KonDbStatement *statement, int column)
{
  return sqlite3_column_double (statement->handle, column);
}

const char *
kon_db_statement_get_text (KonDbStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement->handle, column);
}

GBytes *
kon_db_statement_get_blob (KonDbStatement *statement, int column)
{
  gconstpointer data;

  if (kon_db_statement_is_null (statement, column))
    return NULL;
  data = sqlite3_column_blob (statement->handle, column);
  return g_bytes_new (data, sqlite3_column_bytes (statement->handle, column));
}

gboolean
kon_db_statement_is_null (KonDbStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}
