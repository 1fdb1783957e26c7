/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records, the writing side: new, read again, reviewed, gone. Reading them back: kon-record-list.c. Writer thread only. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <math.h>
#include <string.h>

#include "kon-json.h"

static void
copy_text (char *to, gsize size, const char *from)
{
  g_strlcpy (to, from != NULL ? from : "", size);
}

GArray *
kon_record_list_places (KonDb *db, gint64 image, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (KonRecordPlace));
  KonDbStep step;

  statement = kon_db_prepare (db,
                              "SELECT rowid, id, class, box_x, box_y, box_w, box_h, review FROM record "
                              "WHERE image = ?1 AND deleted_us IS NULL ORDER BY rowid",
                              error);
  if (statement == NULL)
    return NULL;
  kon_db_statement_bind_int (statement, 1, image);
  while ((step = kon_db_statement_step (statement, error)) == KON_DB_ROW)
    {
      KonRecordPlace place = { 0 };

      place.rowid = kon_db_statement_get_int (statement, 0);
      copy_text (place.id, sizeof place.id, kon_db_statement_get_text (statement, 1));
      copy_text (place.class_name, sizeof place.class_name, kon_db_statement_get_text (statement, 2));
      place.box.x = kon_db_statement_get_double (statement, 3);
      place.box.y = kon_db_statement_get_double (statement, 4);
      place.box.w = kon_db_statement_get_double (statement, 5);
      place.box.h = kon_db_statement_get_double (statement, 6);
      place.review = kon_review_state_from_string (kon_db_statement_get_text (statement, 7));
      g_array_append_val (places, place);
    }
  return step == KON_DB_DONE ? g_steal_pointer (&places) : NULL;
}

/* A detector that fails may give no number; the columns want one. */
static void
bind_number (KonDbStatement *statement, int index, double value)
{
  kon_db_statement_bind_double (statement, index, isfinite (value) ? value : 0);
}

/* The plate row of a read, 0 where there is nothing to search for. */
static gboolean
find_plate_of_read (KonStore *store, KonDb *db, const char *text, gint64 *out_plate, GError **error)
{
  g_autofree char *plate = kon_plate_normalize (text != NULL ? text : "");

  *out_plate = 0;
  return plate[0] == '\0' || kon_plate_find_or_add (store, db, plate, out_plate, error);
}

static void
bind_plate (KonDbStatement *statement, int index, gint64 plate)
{
  if (plate != 0)
    kon_db_statement_bind_int (statement, index, plate);
  else
    kon_db_statement_bind_null (statement, index);
}

/* What a detection says: parameters ?1 to ?26, alike in INSERT and UPDATE. */
static void
bind_detection (KonDbStatement *statement, const KonDetection *detection, gint64 run, gint64 plate, gint64 crop_bytes)
{
  const KonRead *read = detection->read;
  g_autofree char *characters = read != NULL ? kon_json_characters_to_text (read) : NULL;
  g_autofree char *alternatives = read != NULL ? kon_json_alternatives_to_text (read) : NULL;

  kon_db_statement_bind_int (statement, 1, run);
  bind_plate (statement, 2, plate);
  kon_db_statement_bind_text (statement, 3, detection->class_name != NULL ? detection->class_name : "");
  bind_number (statement, 4, detection->find_confidence);
  bind_number (statement, 5, detection->box.x);
  bind_number (statement, 6, detection->box.y);
  bind_number (statement, 7, detection->box.w);
  bind_number (statement, 8, detection->box.h);
  for (int i = 0; i < 4; i++)
    {
      bind_number (statement, 9 + 2 * i, detection->quad.p[i].x);
      bind_number (statement, 10 + 2 * i, detection->quad.p[i].y);
    }
  kon_db_statement_bind_text (statement, 17, kon_layout_to_string (detection->layout));
  kon_db_statement_bind_text (statement, 18, read != NULL ? (read->text != NULL ? read->text : "") : NULL);
  kon_db_statement_bind_text (statement, 19, read != NULL ? read->raw : NULL);
  bind_number (statement, 20, read != NULL ? read->confidence : 0);
  kon_db_statement_bind_text (statement, 21, characters);
  kon_db_statement_bind_text (statement, 22, alternatives);
  kon_db_statement_bind_text (statement, 23, read != NULL ? read->region_code : NULL);
  kon_db_statement_bind_text (statement, 24, read != NULL ? read->region_name : NULL);
  bind_number (statement, 25, read != NULL ? read->region_confidence : 0);
  kon_db_statement_bind_int (statement, 26, crop_bytes);
}

/* @sql with what @detection says bound. Returns: (transfer full) or NULL */
static KonDbStatement *
prepare_for_detection (KonStore *store, KonDb *db, const char *sql, const KonDetection *detection, const KonRecordContext *context,
                       gint64 crop_bytes, GError **error)
{
  KonDbStatement *statement;
  gint64 plate;

  KON_STORE_ASSERT_WRITER (store);

  if (!find_plate_of_read (store, db, detection->read != NULL ? detection->read->text : NULL, &plate, error))
    return NULL;
  statement = kon_db_prepare (db, sql, error);
  if (statement != NULL)
    bind_detection (statement, detection, context->run, plate, crop_bytes);
  return statement;
}

gboolean
kon_record_add (KonStore *store, KonDb *db, const char *id, const KonDetection *detection, const KonRecordContext *context,
                const KonStoreRun *run, gint64 crop_bytes, GError **error)
{
  static const char sql[] =
    "INSERT INTO record (run, plate, class, find_confidence, box_x, box_y, box_w, box_h, "
    "quad_x0, quad_y0, quad_x1, quad_y1, quad_x2, quad_y2, quad_x3, quad_y3, layout, read_text, raw, "
    "confidence, characters, alternatives, region_code, region_name, region_confidence, crop_bytes, "
    "has_crop, id, image, source, seen_us, seen_offset, seen_origin, added_us, added_offset, added_by) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, "
    "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?26 > 0, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)";
  g_autoptr (KonDbStatement) statement = prepare_for_detection (store, db, sql, detection, context, crop_bytes, error);

  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 27, id);
  kon_db_statement_bind_int (statement, 28, context->image);
  kon_db_statement_bind_int (statement, 29, context->source);
  kon_db_statement_bind_int (statement, 30, run->seen_at.unix_us);
  kon_db_statement_bind_int (statement, 31, run->seen_at.offset_seconds);
  kon_db_statement_bind_text (statement, 32, kon_time_origin_to_string (run->seen_at.origin));
  kon_db_statement_bind_int (statement, 33, context->added_at.unix_us);
  kon_db_statement_bind_int (statement, 34, context->added_at.offset_seconds);
  kon_db_statement_bind_text (statement, 35, run->user_id);
  return kon_db_statement_run (statement, error);
}

gboolean
kon_record_refresh (KonStore *store, KonDb *db, gint64 rowid, const KonDetection *detection, const KonRecordContext *context,
                    gint64 crop_bytes, GError **error)
{
  /* The row's own review state is asked once more: a reviewed read is never touched. */
  static const char sql[] =
    "UPDATE record SET run = ?1, plate = ?2, class = ?3, find_confidence = ?4, "
    "box_x = ?5, box_y = ?6, box_w = ?7, box_h = ?8, quad_x0 = ?9, quad_y0 = ?10, quad_x1 = ?11, "
    "quad_y1 = ?12, quad_x2 = ?13, quad_y2 = ?14, quad_x3 = ?15, quad_y3 = ?16, layout = ?17, "
    "read_text = ?18, raw = ?19, confidence = ?20, characters = ?21, alternatives = ?22, "
    "region_code = ?23, region_name = ?24, region_confidence = ?25, "
    "crop_bytes = CASE WHEN ?26 > 0 THEN ?26 ELSE crop_bytes END, has_crop = has_crop OR ?26 > 0 "
    "WHERE rowid = ?27 AND review = 'unreviewed'";
  g_autoptr (KonDbStatement) statement = prepare_for_detection (store, db, sql, detection, context, crop_bytes, error);

  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 27, rowid);
  return kon_db_statement_run (statement, error);
}

gboolean
kon_record_delete (KonStore *store, KonDb *db, gint64 rowid, gint64 deleted_us, const char *user_id, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  KON_STORE_ASSERT_WRITER (store);

  statement = kon_db_prepare (db, "UPDATE record SET deleted_us = ?2, deleted_by = ?3 WHERE rowid = ?1", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_int (statement, 1, rowid);
  kon_db_statement_bind_int (statement, 2, deleted_us);
  kon_db_statement_bind_text (statement, 3, user_id);
  return kon_db_statement_run (statement, error);
}

/* The machine's read of a living record; @out_found FALSE where there is none. */
static gboolean
find_read_text (KonDb *db, const char *id, gboolean *out_found, char **out_text, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  KonDbStep step;

  statement = kon_db_prepare (db, "SELECT read_text FROM record WHERE id = ?1 AND deleted_us IS NULL", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, id);
  step = kon_db_statement_step (statement, error);
  *out_found = step == KON_DB_ROW;
  *out_text = step == KON_DB_ROW ? g_strdup (kon_db_statement_get_text (statement, 0)) : NULL;
  return step != KON_DB_ERROR;
}

gboolean
kon_record_review (KonStore *store, KonDb *db, const char *id, KonReviewState state, const char *text, gint64 reviewed_us,
                   const char *user_id, gboolean *out_found, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  g_autofree char *read_text = NULL;
  gint64 plate;

  KON_STORE_ASSERT_WRITER (store);

  if (!find_read_text (db, id, out_found, &read_text, error))
    return FALSE;
  if (!*out_found)
    return TRUE;
  if (!find_plate_of_read (store, db, text != NULL ? text : read_text, &plate, error))
    return FALSE;

  statement = kon_db_prepare (db,
                              "UPDATE record SET review = ?2, correction = ?3, plate = ?4, reviewed_us = ?5, reviewed_by = ?6 "
                              "WHERE id = ?1",
                              error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, id);
  kon_db_statement_bind_text (statement, 2, kon_review_state_to_string (state));
  kon_db_statement_bind_text (statement, 3, text);
  bind_plate (statement, 4, plate);
  kon_db_statement_bind_int (statement, 5, reviewed_us);
  kon_db_statement_bind_text (statement, 6, user_id);
  return kon_db_statement_run (statement, error);
}
