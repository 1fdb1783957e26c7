/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records, the reading side. Pages are found by key, never by counting rows; each query names its index, because the planner
 * does not know how the rows are spread and may walk all of time for a rare text. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include "kon-json.h"

#define TRIGRAM_LENGTH 3

#define SELECT_RECORD                                                                                                  \
  "SELECT r.id, i.id, p.text, r.read_text, r.raw, r.confidence, r.find_confidence, r.layout, r.review, "               \
  "r.box_x, r.box_y, r.box_w, r.box_h, "                                                                               \
  "r.quad_x0, r.quad_y0, r.quad_x1, r.quad_y1, r.quad_x2, r.quad_y2, r.quad_x3, r.quad_y3, "                           \
  "s.name, s.uri, i.sha256, i.width, i.height, r.seen_us, r.seen_offset, r.seen_origin, r.added_us, r.added_offset, "  \
  "u.provider, u.find_model, u.read_model, i.has_original"

enum
{
  COLUMN_ID,
  COLUMN_IMAGE_ID,
  COLUMN_TEXT,
  COLUMN_READ_TEXT,
  COLUMN_RAW,
  COLUMN_CONFIDENCE,
  COLUMN_FIND_CONFIDENCE,
  COLUMN_LAYOUT,
  COLUMN_REVIEW,
  COLUMN_BOX,
  COLUMN_QUAD = COLUMN_BOX + 4,
  COLUMN_SOURCE_NAME = COLUMN_QUAD + 8,
  COLUMN_SOURCE_URI,
  COLUMN_SHA256,
  COLUMN_WIDTH,
  COLUMN_HEIGHT,
  COLUMN_SEEN_US,
  COLUMN_SEEN_OFFSET,
  COLUMN_SEEN_ORIGIN,
  COLUMN_ADDED_US,
  COLUMN_ADDED_OFFSET,
  COLUMN_PROVIDER,
  COLUMN_FIND_MODEL,
  COLUMN_READ_MODEL,
  COLUMN_HAS_ORIGINAL,
  N_RECORD_COLUMNS,
};

#define JOIN_REST                                                                                    \
  "JOIN image AS i ON i.rowid = r.image JOIN run AS u ON u.rowid = r.run "                           \
  "JOIN source AS s ON s.rowid = r.source LEFT JOIN plate AS p ON p.rowid = r.plate "

static const char *
text_or_empty (KonDbStatement *statement, int column)
{
  const char *text = kon_db_statement_get_text (statement, column);

  return text != NULL ? text : "";
}

/* A column that may not be NULL in the table says so by being empty. */
static const char *
text_or_null (KonDbStatement *statement, int column)
{
  const char *text = kon_db_statement_get_text (statement, column);

  return text != NULL && text[0] != '\0' ? text : NULL;
}

static KonBox
read_box (KonDbStatement *statement)
{
  KonBox box;

  box.x = kon_db_statement_get_double (statement, COLUMN_BOX);
  box.y = kon_db_statement_get_double (statement, COLUMN_BOX + 1);
  box.w = kon_db_statement_get_double (statement, COLUMN_BOX + 2);
  box.h = kon_db_statement_get_double (statement, COLUMN_BOX + 3);
  return box;
}

static KonQuad
read_quad (KonDbStatement *statement)
{
  KonQuad quad;

  for (int i = 0; i < 4; i++)
    {
      quad.p[i].x = kon_db_statement_get_double (statement, COLUMN_QUAD + 2 * i);
      quad.p[i].y = kon_db_statement_get_double (statement, COLUMN_QUAD + 2 * i + 1);
    }
  return quad;
}

static KonRecord *
read_record (KonDbStatement *statement)
{
  KonRecordFields fields = { 0 };

  fields.id = text_or_empty (statement, COLUMN_ID);
  fields.image_id = text_or_empty (statement, COLUMN_IMAGE_ID);
  fields.text = text_or_empty (statement, COLUMN_TEXT);
  fields.read_text = text_or_empty (statement, COLUMN_READ_TEXT);
  fields.raw = text_or_empty (statement, COLUMN_RAW);
  fields.confidence = kon_db_statement_get_double (statement, COLUMN_CONFIDENCE);
  fields.find_confidence = kon_db_statement_get_double (statement, COLUMN_FIND_CONFIDENCE);
  fields.box = read_box (statement);
  fields.quad = read_quad (statement);
  fields.layout = kon_layout_from_string (kon_db_statement_get_text (statement, COLUMN_LAYOUT));
  fields.review = kon_review_state_from_string (kon_db_statement_get_text (statement, COLUMN_REVIEW));
  fields.source_name = text_or_empty (statement, COLUMN_SOURCE_NAME);
  fields.source_uri = text_or_null (statement, COLUMN_SOURCE_URI);
  fields.sha256 = text_or_empty (statement, COLUMN_SHA256);
  fields.width = (int) kon_db_statement_get_int (statement, COLUMN_WIDTH);
  fields.height = (int) kon_db_statement_get_int (statement, COLUMN_HEIGHT);
  fields.seen_at.unix_us = kon_db_statement_get_int (statement, COLUMN_SEEN_US);
  fields.seen_at.offset_seconds = (int) kon_db_statement_get_int (statement, COLUMN_SEEN_OFFSET);
  fields.seen_at.origin = kon_time_origin_from_string (kon_db_statement_get_text (statement, COLUMN_SEEN_ORIGIN));
  fields.added_at.unix_us = kon_db_statement_get_int (statement, COLUMN_ADDED_US);
  fields.added_at.offset_seconds = (int) kon_db_statement_get_int (statement, COLUMN_ADDED_OFFSET);
  fields.added_at.origin = KON_TIME_CLOCK;
  fields.provider = text_or_empty (statement, COLUMN_PROVIDER);
  fields.find_model = kon_db_statement_get_text (statement, COLUMN_FIND_MODEL);
  fields.read_model = kon_db_statement_get_text (statement, COLUMN_READ_MODEL);
  fields.has_original = kon_db_statement_get_int (statement, COLUMN_HAS_ORIGINAL) != 0;
  return kon_record_new (&fields);
}

static gboolean
uses_trigrams (const KonStoreQuery *query, const char *contains)
{
  return contains != NULL && query->image_id == NULL && g_utf8_strlen (contains, -1) >= TRIGRAM_LENGTH;
}

/* Parameters of every list: ?1 time and ?2 id before which to begin, ?3 limit, ?4 text, ?5 picture. */
static char *
make_list_sql (const KonStoreQuery *query, const char *contains)
{
  const char *time = query->by_added ? "added_us" : "seen_us";
  gboolean by_trigram = uses_trigrams (query, contains);
  const char *index;
  const char *filter;

  if (query->image_id != NULL)
    index = "record_by_image";
  else if (by_trigram)
    index = "record_by_plate"; /* the few plates first, then their records */
  else
    index = query->by_added ? "record_by_added" : "record_by_seen";

  if (by_trigram)
    filter = "AND r.plate IN (SELECT rowid FROM plate_search WHERE plate_search MATCH ?4) ";
  else if (contains != NULL)
    filter = "AND instr (p.text, ?4) > 0 "; /* too short for trigrams, or one picture only: look at each */
  else
    filter = "";

  return g_strdup_printf (SELECT_RECORD " FROM record AS r INDEXED BY %s " JOIN_REST
                          "WHERE r.deleted_us IS NULL AND (r.%s, r.id) < (?1, ?2) %s%s"
                          "ORDER BY r.%s DESC, r.id DESC LIMIT ?3",
                          index, time,
                          query->image_id != NULL ? "AND r.image = (SELECT rowid FROM image WHERE id = ?5) " : "",
                          filter, time);
}

static void
bind_list (KonDbStatement *statement, const KonStoreQuery *query, const char *contains)
{
  kon_db_statement_bind_int (statement, 1, query->before_us);
  kon_db_statement_bind_text (statement, 2, query->before_id != NULL ? query->before_id : "");
  kon_db_statement_bind_int (statement, 3, query->limit);
  if (uses_trigrams (query, contains))
    {
      /* Letters and digits only, so the quotes cannot be broken out of. */
      g_autofree char *phrase = g_strdup_printf ("\"%s\"", contains);
      kon_db_statement_bind_text (statement, 4, phrase);
    }
  else if (contains != NULL)
    kon_db_statement_bind_text (statement, 4, contains);
  if (query->image_id != NULL)
    kon_db_statement_bind_text (statement, 5, query->image_id);
}

GPtrArray *
kon_record_list (KonDb *db, const KonStoreQuery *query, const char *contains, GError **error)
{
  g_autofree char *sql = make_list_sql (query, contains);
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  KonDbStep step;

  if (statement == NULL)
    return NULL;
  bind_list (statement, query, contains);
  while ((step = kon_db_statement_step (statement, error)) == KON_DB_ROW)
    g_ptr_array_add (records, read_record (statement));
  return step == KON_DB_DONE ? g_steal_pointer (&records) : NULL;
}

/* From the record's row, which ends with the columns that only one asks for. */
static KonDetection *
read_detection (KonDbStatement *statement)
{
  KonDetection *detection = kon_detection_new (text_or_empty (statement, N_RECORD_COLUMNS));
  KonRead *read;

  detection->box = read_box (statement);
  detection->quad = read_quad (statement);
  detection->find_confidence = kon_db_statement_get_double (statement, COLUMN_FIND_CONFIDENCE);
  detection->layout = kon_layout_from_string (kon_db_statement_get_text (statement, COLUMN_LAYOUT));
  if (kon_db_statement_is_null (statement, COLUMN_READ_TEXT))
    return detection;

  read = kon_read_new ();
  read->text = g_strdup (kon_db_statement_get_text (statement, COLUMN_READ_TEXT));
  read->raw = g_strdup (kon_db_statement_get_text (statement, COLUMN_RAW));
  read->confidence = kon_db_statement_get_double (statement, COLUMN_CONFIDENCE);
  kon_json_characters_from_text (text_or_empty (statement, N_RECORD_COLUMNS + 1), read);
  kon_json_alternatives_from_text (text_or_empty (statement, N_RECORD_COLUMNS + 2), read);
  read->region_code = g_strdup (kon_db_statement_get_text (statement, N_RECORD_COLUMNS + 3));
  read->region_name = g_strdup (kon_db_statement_get_text (statement, N_RECORD_COLUMNS + 4));
  read->region_confidence = kon_db_statement_get_double (statement, N_RECORD_COLUMNS + 5);
  detection->read = read;
  return detection;
}

KonRecord *
kon_record_get (KonDb *db, const char *id, KonDetection **out_detection, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;

  statement = kon_db_prepare (db,
                              SELECT_RECORD ", r.class, r.characters, r.alternatives, r.region_code, r.region_name, "
                              "r.region_confidence FROM record AS r " JOIN_REST "WHERE r.id = ?1 AND r.deleted_us IS NULL",
                              error);
  if (statement == NULL)
    return NULL;
  kon_db_statement_bind_text (statement, 1, id);
  if (kon_db_statement_step (statement, error) != KON_DB_ROW)
    return NULL;
  if (out_detection != NULL)
    *out_detection = read_detection (statement);
  return read_record (statement);
}

gboolean
kon_record_has_crop (KonDb *db, const char *id, gboolean *out_found, gboolean *out_has_crop, GError **error)
{
  g_autoptr (KonDbStatement) statement = NULL;
  KonDbStep step;

  statement = kon_db_prepare (db, "SELECT has_crop FROM record WHERE id = ?1 AND deleted_us IS NULL", error);
  if (statement == NULL)
    return FALSE;
  kon_db_statement_bind_text (statement, 1, id);
  step = kon_db_statement_step (statement, error);
  *out_found = step == KON_DB_ROW;
  *out_has_crop = step == KON_DB_ROW && kon_db_statement_get_int (statement, 0) != 0;
  return step != KON_DB_ERROR;
}
