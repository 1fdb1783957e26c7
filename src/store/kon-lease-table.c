/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Leases: which files may lie on disk without a row that names them. Taken and committed before a file is written, released in
 * the transaction that names it; so a killed process leaves a list of what to clear up, however large the store is.
 * Writer thread only. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

gboolean
kon_lease_take (KonStore *store, KonDb *db, KonStoreFolder folder, const char *id, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "INSERT OR REPLACE INTO lease (folder, id, taken_us) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, folder);
  kon_db_statement_bind_text (statement, 2, id);
  kon_db_statement_bind_int (statement, 3, kon_clock_now_us (store->clock));
  return kon_db_statement_run (statement, error);
}

gboolean
kon_lease_release (KonStore *store, KonDb *db, KonStoreFolder folder, const char *id, gboolean *out_held, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "DELETE FROM lease WHERE folder = ?1 AND id = ?2", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, folder);
  kon_db_statement_bind_text (statement, 2, id);
  if (!kon_db_statement_run (statement, error))
    return FALSE;
  if (out_held != NULL)
    *out_held = kon_db_changes (db) == 1;
  return TRUE;
}

/* Whether a row names the file. -1 on error. */
static int
is_named (KonDb *db, KonStoreFolder folder, const char *id, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  KonDbStep step;

  if (folder == KON_STORE_ORIGINAL)
    statement = kon_db_prepare (db, "SELECT 1 FROM image WHERE id = ?1 AND has_original", error);
  else
    statement = kon_db_prepare (db,
                                "SELECT 1 FROM image WHERE id = ?1 AND has_thumbnail "
                                "UNION ALL SELECT 1 FROM record WHERE id = ?1 AND has_crop",
                                error);
  if (statement == NULL)
    return -1;
  kon_db_statement_bind_text (statement, 1, id);
  step = kon_db_statement_step (statement, error);
  return step == KON_DB_ERROR ? -1 : step == KON_DB_ROW;
}

gboolean
kon_lease_sweep_one (KonStore *store, KonDb *db, KonStoreFolder folder, const char *id, GError **error)
{
  int named;

  KON_STORE_ASSERT_WRITER (store);

  named = is_named (db, folder, id, error);
  if (named < 0)
    return FALSE;
  /* The file first: on a full disk the row may not go, and is swept another time. */
  kon_store_file_remove_part (store, folder, id);
  if (!named)
    kon_store_file_remove (store, folder, id);
  return kon_lease_release (store, db, folder, id, NULL, error);
}

gboolean
kon_lease_sweep (KonStore *store, KonDb *db, gint64 before_us, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (KonStoreFolder));
  KonDbStep step;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "SELECT folder, id FROM lease WHERE taken_us < ?1", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, before_us);
  while ((step = kon_db_statement_step (statement, error)) == KON_DB_ROW)
    {
      KonStoreFolder folder = kon_db_statement_get_int (statement, 0) == KON_STORE_ORIGINAL ? KON_STORE_ORIGINAL : KON_STORE_SMALL;
      const char *id = kon_db_statement_get_text (statement, 1);

      /* It becomes part of a path: only what we wrote ourselves. */
      if (!kon_id_is_valid (id))
        continue;
      g_array_append_val (folders, folder);
      g_ptr_array_add (ids, g_strdup (id));
    }
  if (step == KON_DB_ERROR)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!kon_lease_sweep_one (store, db, g_array_index (folders, KonStoreFolder, i), g_ptr_array_index (ids, i), error))
      return FALSE;
  return TRUE;
}
