/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec history: prints what was kept, newest first, page by page, so that ten million records need no more memory than ten. */
#include "config.h"

#include "kon-cli.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kon-cli-output.h"
#include "kon-cli-place.h"

#define PAGE 500
#define TIME_WIDTH 25
#define PLATE_WIDTH 12
#define CONFIDENCE_WIDTH 12
#define REVIEW_WIDTH 10

typedef struct
{
  KonCliFormatOptions format_options;
  int limit; /* 0: all */
  char *plate;
} Options;

static GOptionContext *
make_context (Options *options, KonCliPlace *place)
{
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_NONE, &options->format_options.text, N_("One line for each record, for people (default)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->format_options.json, N_("One JSON object for each record"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->format_options.csv, N_("A table with one row for each record"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, N_("Print the newest N records (default: all)"), N_("N") },
    { "plate", 0, 0, G_OPTION_ARG_STRING, &options->plate, N_("Only plates that contain TEXT"), N_("TEXT") },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Prints the records of the history, the newest first by the time they were seen."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  kon_cli_place_add_options (place, context);
  return context;
}

/* ---- JSON */

static JsonArray *
make_box (const KonBox *box)
{
  const double values[] = { box->x, box->y, box->w, box->h };
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    json_array_add_double_element (array, round (values[i] * 10) / 10);
  return array;
}

static void
set_string_or_null (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

static void
set_time (JsonObject *object, const char *member, const KonTimestamp *time)
{
  g_autofree char *iso = kon_timestamp_to_iso (time);

  set_string_or_null (object, member, iso);
}

static char *
make_json_line (const KonRecordFields *fields)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "record", fields->id);
  json_object_set_string_member (object, "text", fields->text != NULL ? fields->text : "");
  json_object_set_string_member (object, "read", fields->read_text != NULL ? fields->read_text : "");
  json_object_set_string_member (object, "raw", fields->raw != NULL ? fields->raw : "");
  json_object_set_double_member (object, "confidence", round (fields->confidence * 10000) / 10000);
  json_object_set_double_member (object, "find_confidence", round (fields->find_confidence * 10000) / 10000);
  json_object_set_string_member (object, "review", kon_review_state_to_string (fields->review));
  set_time (object, "seen_at", &fields->seen_at);
  json_object_set_string_member (object, "seen_by", kon_time_origin_to_string (fields->seen_at.origin));
  set_time (object, "added_at", &fields->added_at);
  json_object_set_array_member (object, "box", make_box (&fields->box));
  set_string_or_null (object, "layout", kon_layout_to_string (fields->layout));
  json_object_set_string_member (object, "image", fields->image_id);
  set_string_or_null (object, "file", fields->source_name);
  set_string_or_null (object, "uri", fields->source_uri);
  set_string_or_null (object, "sha256", fields->sha256);
  json_object_set_int_member (object, "width", fields->width);
  json_object_set_int_member (object, "height", fields->height);
  set_string_or_null (object, "provider", fields->provider);
  set_string_or_null (object, "find_model", fields->find_model);
  set_string_or_null (object, "read_model", fields->read_model);
  return kon_json_to_line (object);
}

/* ---- CSV */

#define CSV_HEADER "record,plate,read,raw,confidence,find_confidence,review,seen_at,seen_by,added_at,x,y,width,height,layout,file,uri,sha256"

static char *
make_csv_line (const KonRecordFields *fields)
{
  g_autofree char *seen_at = kon_timestamp_to_iso (&fields->seen_at);
  g_autofree char *added_at = kon_timestamp_to_iso (&fields->added_at);
  KonCliRow row;

  kon_cli_row_begin (&row);
  kon_cli_row_add_text (&row, fields->id);
  kon_cli_row_add_text (&row, fields->text);
  kon_cli_row_add_text (&row, fields->read_text);
  kon_cli_row_add_text (&row, fields->raw);
  kon_cli_row_add_number (&row, fields->confidence, 4);
  kon_cli_row_add_number (&row, fields->find_confidence, 4);
  kon_cli_row_add_text (&row, kon_review_state_to_string (fields->review));
  kon_cli_row_add_text (&row, seen_at);
  kon_cli_row_add_text (&row, kon_time_origin_to_string (fields->seen_at.origin));
  kon_cli_row_add_text (&row, added_at);
  kon_cli_row_add_number (&row, fields->box.x, 1);
  kon_cli_row_add_number (&row, fields->box.y, 1);
  kon_cli_row_add_number (&row, fields->box.w, 1);
  kon_cli_row_add_number (&row, fields->box.h, 1);
  kon_cli_row_add_text (&row, kon_layout_to_string (fields->layout));
  kon_cli_row_add_text (&row, fields->source_name);
  kon_cli_row_add_text (&row, fields->source_uri);
  kon_cli_row_add_text (&row, fields->sha256);
  return kon_cli_row_end (&row);
}

/* ---- text */

static const char *
get_review_word (KonReviewState review)
{
  switch (review)
    {
    case KON_REVIEW_CONFIRMED:
      return C_ ("review", "confirmed");
    case KON_REVIEW_CORRECTED:
      return C_ ("review", "corrected");
    case KON_REVIEW_REJECTED:
      return C_ ("review", "rejected");
    case KON_REVIEW_UNREVIEWED:
    default:
      return "-";
    }
}

static char *
make_columns (const char *seen, const char *plate, const char *confidence, const char *review, const char *file)
{
  GString *line = g_string_new (NULL);

  kon_cli_append_column (line, seen, TIME_WIDTH);
  kon_cli_append_column (line, plate, PLATE_WIDTH);
  kon_cli_append_column (line, confidence, CONFIDENCE_WIDTH);
  kon_cli_append_column (line, review, REVIEW_WIDTH);
  g_string_append (line, file);
  return g_string_free (line, FALSE);
}

/* A time that the camera did not write in full gets a mark. */
static char *
make_seen_text (const KonTimestamp *seen_at)
{
  g_autofree char *iso = kon_timestamp_to_iso (seen_at);

  if (iso == NULL)
    return g_strdup ("-");
  return g_strconcat (iso, seen_at->origin == KON_TIME_EXIF ? "" : "~", NULL);
}

static char *
make_text_line (const KonRecordFields *fields)
{
  g_autofree char *seen = make_seen_text (&fields->seen_at);
  g_autofree char *confidence = kon_confidence_to_text (fields->confidence);
  g_autofree char *file = kon_cli_printable (fields->source_name != NULL ? fields->source_name : "");
  gboolean is_empty = fields->text == NULL || *fields->text == '\0';

  return make_columns (seen, is_empty ? "?" : fields->text, confidence, get_review_word (fields->review), file);
}

/* ---- the pages */

static char *
make_header (KonCliFormat format)
{
  if (format == KON_CLI_CSV)
    return g_strdup (CSV_HEADER);
  /* TRANSLATORS: heads of columns. The time is the time the vehicle was seen; ~ marks times that do not come from a camera with its zone. */
  return make_columns (_("Seen at (~ assumed)"), _("Plate"), _("Confidence"), _("Review"), _("File"));
}

static char *
make_line (KonCliFormat format, KonRecord *record)
{
  const KonRecordFields *fields = kon_record_get_fields (record);

  switch (format)
    {
    case KON_CLI_JSON:
      return make_json_line (fields);
    case KON_CLI_CSV:
      return make_csv_line (fields);
    case KON_CLI_TEXT:
    default:
      return make_text_line (fields);
    }
}

static int
print_page (KonCliFormat format, GPtrArray *records, gboolean is_first)
{
  int status = KON_CLI_OK;

  if (is_first && (format == KON_CLI_CSV || (format == KON_CLI_TEXT && records->len > 0)))
    {
      g_autofree char *header = make_header (format);

      status = kon_cli_output_line (format, header);
    }
  for (guint i = 0; i < records->len && status == KON_CLI_OK; i++)
    {
      g_autofree char *line = make_line (format, g_ptr_array_index (records, i));

      status = kon_cli_output_line (format, line);
    }
  return status;
}

static int
print_history (KonEngine *engine, KonSession *session, const Options *options, KonCliFormat format)
{
  g_autoptr (KonRecord) last = NULL;
  guint n_left = options->limit > 0 ? (guint) options->limit : G_MAXUINT;
  gboolean is_first = TRUE;

  while (n_left > 0)
    {
      const KonHistoryQuery query = { .contains = options->plate, .after = last, .limit = MIN (n_left, PAGE) };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) records = kon_engine_list_records (engine, session, &query, NULL, &error);
      int status;

      if (records == NULL)
        {
          kon_cli_print_error (error->message);
          return KON_CLI_FAILED;
        }
      status = print_page (format, records, is_first);
      if (status != KON_CLI_OK || records->len < query.limit)
        return status;
      is_first = FALSE;
      n_left -= records->len;
      g_set_object (&last, g_ptr_array_index (records, records->len - 1));
    }
  return KON_CLI_OK;
}

static int
run_history (int argc, char **argv)
{
  Options options = { .limit = KON_CLI_NOT_GIVEN };
  g_auto (KonCliPlace) place = { 0 };
  g_autoptr (GOptionContext) context = make_context (&options, &place);
  g_autoptr (KonEngine) engine = NULL;
  g_autoptr (KonSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *plate = NULL;
  KonCliFormat format = KON_CLI_TEXT;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    return kon_cli_print_usage_error ("history", error->message);
  plate = options.plate;
  if (!kon_cli_format_choose (&options.format_options, &format))
    return kon_cli_print_usage_error ("history", _("Choose one of --text, --json and --csv."));
  if (!kon_cli_take_number (&options.limit, G_MAXINT))
    return kon_cli_print_usage_error ("history", _("--limit takes a number from 1."));
  if (argc > 1)
    return kon_cli_print_usage_error ("history", _("“history” takes options only."));

  session = kon_cli_place_open (&place, 1, TRUE, &engine);
  if (session == NULL)
    return KON_CLI_FAILED;
  status = print_history (engine, session, &options, format);
  kon_engine_shut_down (engine);
  return status;
}

const KonCliVerb kon_cli_history_verb = { "history", N_("Print what was kept, newest first"), run_history };
