/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures, the sources they came from, the runs that read them, and the totals. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

void
kon_image_row_clear (KonImageRow *row)
{
  g_clear_pointer (&row->id, g_free);
  g_clear_pointer (&row->uri, g_free);
}

static gboolean
find_image (KonDb *db, const char *sql, const char *value, KonImageRow *out, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, sql, error);
  KonDbStep step;

  *out = (KonImageRow) { 0 };
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, value);
  step = kon_db_statement_step (statement, error);
  if (step == KON_DB_ROW)
    {
      out->rowid = kon_db_statement_get_int (statement, 0);
      out->id = g_strdup (kon_db_statement_get_text (statement, 1));
      out->has_original = kon_db_statement_get_int (statement, 2) != 0;
      out->has_thumbnail = kon_db_statement_get_int (statement, 3) != 0;
      out->uri = g_strdup (kon_db_statement_get_text (statement, 4));
    }
  return step != KON_DB_ERROR;
}

#define SELECT_IMAGE                                                                      \
  "SELECT i.rowid, i.id, i.has_original, i.has_thumbnail, s.uri FROM image AS i "         \
  "JOIN source AS s ON s.rowid = i.source "

gboolean
kon_image_find_by_sha256 (KonDb *db, const char *sha256, KonImageRow *out, GError **error)
{
  return find_image (db, SELECT_IMAGE "WHERE i.sha256 = ?1", sha256, out, error);
}

gboolean
kon_image_find_by_id (KonDb *db, const char *id, KonImageRow *out, GError **error)
{
  return find_image (db, SELECT_IMAGE "WHERE i.id = ?1", id, out, error);
}

gboolean
kon_source_find_or_add (KonStore *store, KonDb *db, const char *uri, const char *name, gint64 *out_rowid, GError **error)
{
  g_autoptr (KonDbStatement) find = NULL;
  g_autoptr (KonDbStatement) add = NULL;
  g_autofree char *valid_uri = g_utf8_make_valid (uri != NULL ? uri : "", -1);
  g_autofree char *valid_name = g_utf8_make_valid (name != NULL ? name : "", -1);
  KonDbStep step;

  KON_STORE_ASSERT_WRITER (store);

  find = kon_db_prepare (db, "SELECT rowid FROM source WHERE uri = ?1 AND name = ?2", error);
  if (find == NULL)
    return FALSE;
  kon_db_statement_bind_text (find, 1, valid_uri);
  kon_db_statement_bind_text (find, 2, valid_name);
  step = kon_db_statement_step (find, error);
  if (step == KON_DB_ROW)
    *out_rowid = kon_db_statement_get_int (find, 0);
  if (step != KON_DB_DONE)
    return step == KON_DB_ROW;

  add = kon_db_prepare (db, "INSERT INTO source (uri, name) VALUES (?1, ?2)", error);
  if (add == NULL)
    return FALSE;
  kon_db_statement_bind_text (add, 1, valid_uri);
  kon_db_statement_bind_text (add, 2, valid_name);
  if (!kon_db_statement_run (add, error))
    return FALSE;
  *out_rowid = kon_db_last_insert_rowid (db);
  return TRUE;
}

static const char *
name_keep (KonKeep keep)
{
  switch (keep)
    {
    case KON_KEEP_COPY:
      return "copy";
    case KON_KEEP_REFER:
      return "refer";
    case KON_KEEP_CROPS:
    default:
      return "crops";
    }
}

gboolean
kon_image_add (KonStore *store, KonDb *db, KonImageRow *row, const KonStoreRun *run, gint64 source, const KonTimestamp *now,
               GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db,
                              "INSERT INTO image (id, sha256, mime, width, height, bytes, keep, source, seen_us, seen_offset, "
                              "seen_origin, added_us, added_offset, added_by) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING rowid",
                              error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, row->id);
  kon_db_statement_bind_text (statement, 2, run->sha256);
  kon_db_statement_bind_text (statement, 3, run->mime != NULL ? run->mime : "");
  kon_db_statement_bind_int (statement, 4, run->width);
  kon_db_statement_bind_int (statement, 5, run->height);
  kon_db_statement_bind_int (statement, 6, run->original != NULL ? (gint64) g_bytes_get_size (run->original) : 0);
  kon_db_statement_bind_text (statement, 7, name_keep (run->keep));
  kon_db_statement_bind_int (statement, 8, source);
  kon_db_statement_bind_int (statement, 9, run->seen_at.unix_us);
  kon_db_statement_bind_int (statement, 10, run->seen_at.offset_seconds);
  kon_db_statement_bind_text (statement, 11, kon_time_origin_to_string (run->seen_at.origin));
  kon_db_statement_bind_int (statement, 12, now->unix_us);
  kon_db_statement_bind_int (statement, 13, now->offset_seconds);
  kon_db_statement_bind_text (statement, 14, run->user_id);
  if (kon_db_statement_step (statement, error) != KON_DB_ROW)
    return FALSE;
  row->rowid = kon_db_statement_get_int (statement, 0);
  return kon_db_statement_run (statement, error);
}

gboolean
kon_image_update (KonStore *store, KonDb *db, const KonImageRow *row, const KonStoreRun *run, gint64 source, gint64 more_bytes,
                  GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db,
                              "UPDATE image SET has_original = ?2, has_thumbnail = ?3, source = ?4, keep = ?5, "
                              "stored_bytes = stored_bytes + ?6 WHERE rowid = ?1",
                              error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, row->rowid);
  kon_db_statement_bind_int (statement, 2, row->has_original);
  kon_db_statement_bind_int (statement, 3, row->has_thumbnail);
  kon_db_statement_bind_int (statement, 4, source);
  kon_db_statement_bind_text (statement, 5, name_keep (run->keep));
  kon_db_statement_bind_int (statement, 6, more_bytes);
  return kon_db_statement_run (statement, error);
}

gboolean
kon_run_add (KonStore *store, KonDb *db, gint64 image, const KonStoreRun *run, gint64 source, const KonTimestamp *now,
             gint64 *out_rowid, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  g_autofree char *id = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db,
                              "INSERT INTO run (id, image, source, provider, find_model, find_model_sha256, read_model, "
                              "read_model_sha256, decode_ms, find_ms, read_ms, ran_us, ran_offset, ran_by) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                              error);
  if (statement == NULL)
    return FALSE;
  id = kon_clock_new_record_id (store->clock);
  kon_db_statement_bind_text (statement, 1, id);
  kon_db_statement_bind_int (statement, 2, image);
  kon_db_statement_bind_int (statement, 3, source);
  kon_db_statement_bind_text (statement, 4, run->provider != NULL ? run->provider : "");
  kon_db_statement_bind_text (statement, 5, run->find_model);
  kon_db_statement_bind_text (statement, 6, run->find_model_sha256);
  kon_db_statement_bind_text (statement, 7, run->read_model);
  kon_db_statement_bind_text (statement, 8, run->read_model_sha256);
  kon_db_statement_bind_double (statement, 9, run->decode_ms);
  kon_db_statement_bind_double (statement, 10, run->find_ms);
  kon_db_statement_bind_double (statement, 11, run->read_ms);
  kon_db_statement_bind_int (statement, 12, now->unix_us);
  kon_db_statement_bind_int (statement, 13, now->offset_seconds);
  kon_db_statement_bind_text (statement, 14, run->user_id);
  if (!kon_db_statement_run (statement, error))
    return FALSE;
  *out_rowid = kon_db_last_insert_rowid (db);
  return TRUE;
}

#define FILES                                                                    \
  "SELECT 0 AS folder, id FROM image WHERE has_original "                         \
  "UNION ALL SELECT 1, id FROM image WHERE has_thumbnail "                        \
  "UNION ALL SELECT 1, id FROM record WHERE has_crop"

G_STATIC_ASSERT (KON_STORE_ORIGINAL == 0 && KON_STORE_SMALL == 1);

KonDbStatement *
kon_image_query_files (KonDb *db, GError **error)
{
  return kon_db_prepare (db, FILES, error);
}

gboolean
kon_image_count_files (KonDb *db, gint64 *out, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "SELECT count(*) FROM (" FILES ")", error);

  if (statement == NULL || kon_db_statement_step (statement, error) != KON_DB_ROW)
    return FALSE;
  *out = kon_db_statement_get_int (statement, 0);
  return TRUE;
}

gboolean
kon_total_get (KonDb *db, const char *name, gint64 *out, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "SELECT value FROM total WHERE name = ?1", error);
  KonDbStep step;

  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, name);
  step = kon_db_statement_step (statement, error);
  *out = step == KON_DB_ROW ? kon_db_statement_get_int (statement, 0) : 0;
  return step != KON_DB_ERROR;
}
