/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Distinct plate texts. A row is never changed: a record whose text is corrected points at another row. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <string.h>

char *
kon_plate_normalize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *upper = g_utf8_strup (valid, -1);
  GString *plate = g_string_sized_new (strlen (upper));

  for (const char *at = upper; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isalnum (character))
        g_string_append_unichar (plate, character);
    }
  return g_string_free (plate, FALSE);
}

char *
kon_plate_fold (const char *text)
{
  static const char from[] = "OQDILBSZ";
  static const char to[] = "00011852";
  char *fold = g_strdup (text);

  for (char *at = fold; *at != '\0'; at++)
    {
      const char *found = strchr (from, *at);

      if (found != NULL)
        *at = to[found - from];
    }
  return fold;
}

/* The row, and its entry in the search index. */
static gboolean
add_plate (KonDb *db, const char *text, gint64 *out_rowid, GError **error)
{
  g_autoptr (KonDbStatement) plate = NULL;
  g_autoptr (KonDbStatement) entry = NULL;
  g_autofree char *fold = kon_plate_fold (text);

  plate = kon_db_prepare (db, "INSERT INTO plate (text, fold) VALUES (?1, ?2)", error);
  if (plate == NULL)
    return FALSE;
  kon_db_statement_bind_text (plate, 1, text);
  kon_db_statement_bind_text (plate, 2, fold);
  if (!kon_db_statement_run (plate, error))
    return FALSE;
  *out_rowid = kon_db_last_insert_rowid (db);

  entry = kon_db_prepare (db, "INSERT INTO plate_search (rowid, text) VALUES (?1, ?2)", error);
  if (entry == NULL)
    return FALSE;
  kon_db_statement_bind_int (entry, 1, *out_rowid);
  kon_db_statement_bind_text (entry, 2, text);
  return kon_db_statement_run (entry, error);
}

gboolean
kon_plate_find_or_add (KonStore *store, KonDb *db, const char *text, gint64 *out_rowid, GError **error)
{
  g_autoptr (KonDbStatement) find = NULL;
  KonDbStep step;

  KON_STORE_ASSERT_WRITER (store);

  find = kon_db_prepare (db, "SELECT rowid FROM plate WHERE text = ?1", error);
  if (find == NULL)
    return FALSE;
  kon_db_statement_bind_text (find, 1, text);
  step = kon_db_statement_step (find, error);
  if (step == KON_DB_ROW)
    *out_rowid = kon_db_statement_get_int (find, 0);
  if (step != KON_DB_DONE)
    return step == KON_DB_ROW;
  return add_plate (db, text, out_rowid, error);
}
