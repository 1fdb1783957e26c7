/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A picture and its plates as lines. The members of the JSON object and their order are a promise (konnetec.1). */
#include "config.h"

#include "kon-cli-detect-lines.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PLATE_WIDTH 12
#define CONFIDENCE_WIDTH 16

static double
round_ms (double ms)
{
  return round (ms * 10) / 10;
}

/* ---- JSON */

static JsonNode *
make_string_or_null (const char *text)
{
  JsonNode *node = json_node_new (text != NULL ? JSON_NODE_VALUE : JSON_NODE_NULL);

  if (text != NULL)
    json_node_set_string (node, text);
  return node;
}

static JsonNode *
make_size_or_null (int size)
{
  JsonNode *node = json_node_new (size > 0 ? JSON_NODE_VALUE : JSON_NODE_NULL);

  if (size > 0)
    json_node_set_int (node, size);
  return node;
}

static JsonObject *
make_stages (const KonPictureTimings *timings)
{
  JsonObject *stages = json_object_new ();

  json_object_set_double_member (stages, "decode", round_ms (timings->decode_ms));
  json_object_set_double_member (stages, "find", round_ms (timings->find_ms));
  json_object_set_double_member (stages, "read", round_ms (timings->read_ms));
  return stages;
}

/* The object up to and without its plates. */
static JsonObject *
make_head (const char *name, const char *uri, const char *sha256, int width, int height, const KonPictureTimings *timings)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file", name);
  json_object_set_member (object, "uri", make_string_or_null (uri));
  json_object_set_member (object, "sha256", make_string_or_null (sha256));
  json_object_set_member (object, "width", make_size_or_null (width));
  json_object_set_member (object, "height", make_size_or_null (height));
  json_object_set_double_member (object, "ms", round_ms (timings->total_ms));
  json_object_set_object_member (object, "stages", make_stages (timings));
  return object;
}

static void
add_tail (JsonObject *object, JsonArray *plates, const char *const *warnings, const char *error)
{
  JsonArray *warning_array = json_array_new ();

  for (const char *const *warning = warnings; warning != NULL && *warning != NULL; warning++)
    json_array_add_string_element (warning_array, *warning);
  json_object_set_array_member (object, "plates", plates);
  json_object_set_array_member (object, "warnings", warning_array);
  json_object_set_member (object, "error", make_string_or_null (error));
}

static char *
make_json_line (KonPicture *picture)
{
  GListModel *plates = kon_picture_get_plates (picture);
  const GError *error = kon_picture_get_error (picture);
  JsonArray *array = json_array_new ();
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (plates); i++)
    {
      g_autoptr (KonPlate) plate = g_list_model_get_item (plates, i);

      json_array_add_object_element (array, kon_json_from_detection (kon_plate_get_detection (plate), kon_plate_get_record_id (plate)));
    }
  object = make_head (kon_picture_get_name (picture), kon_picture_get_uri (picture), kon_picture_get_sha256 (picture), kon_picture_get_width (picture),
                      kon_picture_get_height (picture), kon_picture_get_timings (picture));
  add_tail (object, array, kon_picture_get_warnings (picture), error != NULL ? error->message : NULL);
  return kon_json_to_line (object);
}

/* ---- CSV */

static char *
make_csv_line (KonPicture *picture, KonPlate *plate)
{
  const KonDetection *detection = kon_plate_get_detection (plate);
  KonCliRow row;

  kon_cli_row_begin (&row);
  kon_cli_row_add_text (&row, kon_picture_get_name (picture));
  kon_cli_row_add_text (&row, kon_plate_get_text (plate));
  kon_cli_row_add_number (&row, kon_plate_get_confidence (plate), 4);
  kon_cli_row_add_text (&row, detection->read != NULL ? detection->read->raw : NULL);
  kon_cli_row_add_number (&row, detection->find_confidence, 4);
  kon_cli_row_add_text (&row, kon_layout_to_string (detection->layout));
  kon_cli_row_add_number (&row, detection->box.x, 1);
  kon_cli_row_add_number (&row, detection->box.y, 1);
  kon_cli_row_add_number (&row, detection->box.w, 1);
  kon_cli_row_add_number (&row, detection->box.h, 1);
  kon_cli_row_add_text (&row, kon_plate_get_record_id (plate));
  kon_cli_row_add_text (&row, kon_picture_get_sha256 (picture));
  kon_cli_row_add_text (&row, kon_picture_get_uri (picture));
  return kon_cli_row_end (&row);
}

/* ---- text */

static char *
make_text_line (const char *plate, const char *confidence, const char *name)
{
  g_autofree char *printable_name = kon_cli_printable (name);
  GString *line = g_string_new (NULL);

  kon_cli_append_column (line, plate, PLATE_WIDTH);
  kon_cli_append_column (line, confidence, CONFIDENCE_WIDTH);
  g_string_append (line, printable_name);
  return g_string_free (line, FALSE);
}

static char *
make_text_line_for_plate (KonPicture *picture, KonPlate *plate)
{
  const char *text = kon_plate_get_text (plate);
  g_autofree char *confidence = kon_confidence_to_text (kon_plate_get_confidence (plate));

  if (*text == '\0')
    return make_text_line ("?", _("not legible"), kon_picture_get_name (picture));
  return make_text_line (text, confidence, kon_picture_get_name (picture));
}

GPtrArray *
kon_cli_detect_lines_for_picture (KonCliFormat format, KonPicture *picture)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  GListModel *plates = kon_picture_get_plates (picture);
  guint n_plates = g_list_model_get_n_items (plates);

  if (format == KON_CLI_JSON)
    {
      g_ptr_array_add (lines, make_json_line (picture));
      return lines;
    }
  for (guint i = 0; i < n_plates; i++)
    {
      g_autoptr (KonPlate) plate = g_list_model_get_item (plates, i);

      g_ptr_array_add (lines, format == KON_CLI_CSV ? make_csv_line (picture, plate) : make_text_line_for_plate (picture, plate));
    }
  if (format == KON_CLI_TEXT && n_plates == 0 && kon_picture_get_state (picture) == KON_PICTURE_DONE)
    g_ptr_array_add (lines, make_text_line ("-", _("no plate found"), kon_picture_get_name (picture)));
  return lines;
}

char *
kon_cli_detect_line_for_error (const char *name, const char *uri, const char *message)
{
  const KonPictureTimings none = { 0 };
  g_autoptr (JsonObject) object = make_head (name, uri, NULL, 0, 0, &none);

  add_tail (object, json_array_new (), NULL, message);
  return kon_json_to_line (object);
}

const char *
kon_cli_detect_csv_header (void)
{
  return "file,plate,confidence,raw,find_confidence,layout,x,y,width,height,record,sha256,uri";
}
