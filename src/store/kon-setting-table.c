/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings of the organization: small JSON texts by key, each with who set it and when. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

gboolean
kon_setting_get (KonDb *db, const char *key, char **out_value, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "SELECT value FROM setting WHERE key = ?1", error);
  KonDbStep step;

  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, key);
  step = kon_db_statement_step (statement, error);
  *out_value = step == KON_DB_ROW ? g_strdup (kon_db_statement_get_text (statement, 0)) : NULL;
  return step != KON_DB_ERROR;
}

gboolean
kon_setting_set (KonStore *store, KonDb *db, const char *key, const char *value, const char *user_id, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db,
                              "INSERT INTO setting (key, value, set_us, set_by) VALUES (?1, ?2, ?3, ?4) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value, set_us = excluded.set_us, "
                              "set_by = excluded.set_by",
                              error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, key);
  kon_db_statement_bind_text (statement, 2, value);
  kon_db_statement_bind_int (statement, 3, kon_clock_now_us (store->clock));
  kon_db_statement_bind_text (statement, 4, user_id);
  return kon_db_statement_run (statement, error);
}
