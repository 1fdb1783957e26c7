/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Leases: which files may lie on disk without a row that names them. Taken and committed before a file is written, released in
 * the transaction that names it; so a killed process leaves a list of what to clear up, however large the store is.
 * Writer thread only. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

void
kon_lease_clear (KonLease *lease)
{
  g_clear_pointer (&lease->id, g_free);
}

gboolean
kon_lease_take (KonStore *store, KonDb *db, KonLease *lease, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "INSERT INTO lease (folder, id, taken_us) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, lease->folder);
  kon_db_statement_bind_text (statement, 2, lease->id);
  kon_db_statement_bind_int (statement, 3, kon_clock_now_us (store->clock));
  if (!kon_db_statement_run (statement, error))
    return FALSE;
  lease->rowid = kon_db_last_insert_rowid (db);
  return TRUE;
}

gboolean
kon_lease_release (KonStore *store, KonDb *db, const KonLease *lease, gboolean *out_held, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "DELETE FROM lease WHERE rowid = ?1 AND folder = ?2 AND id = ?3", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, lease->rowid);
  kon_db_statement_bind_int (statement, 2, lease->folder);
  kon_db_statement_bind_text (statement, 3, lease->id);
  if (!kon_db_statement_run (statement, error))
    return FALSE;
  if (out_held != NULL)
    *out_held = kon_db_changes (db) == 1;
  return TRUE;
}

int
kon_lease_is_held (KonDb *db, const KonLease *lease, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "SELECT 1 FROM lease WHERE folder = ?1 AND id = ?2", error);
  KonDbStep step;

  if (statement == NULL)
    return -1;
  kon_db_statement_bind_int (statement, 1, lease->folder);
  kon_db_statement_bind_text (statement, 2, lease->id);
  step = kon_db_statement_step (statement, error);
  return step == KON_DB_ERROR ? -1 : step == KON_DB_ROW;
}

int
kon_lease_is_named (KonDb *db, const KonLease *lease, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  KonDbStep step;

  if (lease->folder == KON_STORE_ORIGINAL)
    statement = kon_db_prepare (db, "SELECT 1 FROM image WHERE id = ?1 AND has_original", error);
  else
    statement = kon_db_prepare (db,
                                "SELECT 1 FROM image WHERE id = ?1 AND has_thumbnail "
                                "UNION ALL SELECT 1 FROM record WHERE id = ?1 AND has_crop",
                                error);
  if (statement == NULL)
    return -1;
  kon_db_statement_bind_text (statement, 1, lease->id);
  step = kon_db_statement_step (statement, error);
  return step == KON_DB_ERROR ? -1 : step == KON_DB_ROW;
}

gboolean
kon_lease_sweep_one (KonStore *store, KonDb *db, const KonLease *lease, GError **error)
{
  int named;

  KON_STORE_ASSERT_WRITER (store);

  named = kon_lease_is_named (db, lease, error);
  if (named < 0)
    return FALSE;
  /* The files first: on a full disk the row may not go, and is swept another time. */
  kon_store_file_remove_part (store, lease->folder, lease->id);
  if (!named)
    kon_store_file_remove (store, lease->folder, lease->id);
  return kon_lease_release (store, db, lease, NULL, error);
}

gboolean
kon_lease_sweep (KonStore *store, KonDb *db, gint64 before_us, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  g_autoptr (GArray) leases = g_array_new (FALSE, FALSE, sizeof (KonLease));
  KonDbStep step;

  KON_STORE_ASSERT_WRITER (store);

  g_array_set_clear_func (leases, (GDestroyNotify) kon_lease_clear);
  statement = kon_db_prepare (db, "SELECT rowid, folder, id FROM lease WHERE taken_us < ?1", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, before_us);
  while ((step = kon_db_statement_step (statement, error)) == KON_DB_ROW)
    {
      KonLease lease = { 0 };
      const char *id = kon_db_statement_get_text (statement, 2);

      /* It becomes part of a path: only what we wrote ourselves. */
      if (!kon_id_is_valid (id))
        continue;
      lease.rowid = kon_db_statement_get_int (statement, 0);
      lease.folder = kon_db_statement_get_int (statement, 1) == KON_STORE_ORIGINAL ? KON_STORE_ORIGINAL : KON_STORE_SMALL;
      lease.id = g_strdup (id);
      g_array_append_val (leases, lease);
    }
  if (step == KON_DB_ERROR)
    return FALSE;
  for (guint i = 0; i < leases->len; i++)
    if (!kon_lease_sweep_one (store, db, &g_array_index (leases, KonLease, i), error))
      return FALSE;
  return TRUE;
}
