/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members of JSON objects with their types checked, and detections and reads as JSON. The text itself: kon-json-text.c. */
#include "config.h"

#include "kon-json.h"
#include "kon-error.h"
#include "kon-json-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* More than any plate has; what lies beyond is not ours. */
#define MAX_ENTRIES 64
#define MAX_ENTRIES_BYTES (64 * 1024)

static JsonNode *
find_value (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” is missing."), member);
      return NULL;
    }
  return node;
}

gboolean
kon_json_get_string (JsonObject *object, const char *member, const char **out, GError **error)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL && member != NULL && out != NULL, FALSE);

  node = find_value (object, member, error);
  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” is not a text."), member);
      return FALSE;
    }
  *out = json_node_get_string (node);
  return TRUE;
}

gboolean
kon_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *out, GError **error)
{
  JsonNode *node;
  gint64 value;

  g_return_val_if_fail (object != NULL && member != NULL && out != NULL, FALSE);

  node = find_value (object, member, error);
  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” is not a whole number."), member);
      return FALSE;
    }
  value = json_node_get_int (node);
  if (value < min || value > max)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _("The value “%s” is %lld, and only %lld to %lld make sense."),
                   member, (long long) value, (long long) min, (long long) max);
      return FALSE;
    }
  *out = value;
  return TRUE;
}

gboolean
kon_json_get_double (JsonObject *object, const char *member, double min, double max, double *out, GError **error)
{
  JsonNode *node;
  GType type;
  double value;

  g_return_val_if_fail (object != NULL && member != NULL && out != NULL, FALSE);

  node = find_value (object, member, error);
  if (node == NULL)
    return FALSE;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” is not a number."), member);
      return FALSE;
    }
  value = json_node_get_double (node);
  if (!(value >= min && value <= max))
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” is %g, and only %g to %g make sense."),
                   member, value, min, max);
      return FALSE;
    }
  *out = value;
  return TRUE;
}

static double
round_pixels (double value)
{
  return round (value * 10) / 10;
}

static double
round_confidence (double value)
{
  return round (value * 10000) / 10000;
}

static JsonArray *
array_from_box (const KonBox *box)
{
  JsonArray *array = json_array_sized_new (4);

  json_array_add_double_element (array, round_pixels (box->x));
  json_array_add_double_element (array, round_pixels (box->y));
  json_array_add_double_element (array, round_pixels (box->w));
  json_array_add_double_element (array, round_pixels (box->h));
  return array;
}

static JsonArray *
array_from_quad (const KonQuad *quad)
{
  JsonArray *array = json_array_sized_new (4);

  for (int i = 0; i < 4; i++)
    {
      JsonArray *point = json_array_sized_new (2);

      json_array_add_double_element (point, round_pixels (quad->p[i].x));
      json_array_add_double_element (point, round_pixels (quad->p[i].y));
      json_array_add_array_element (array, point);
    }
  return array;
}

static void
add_entry (JsonArray *array, const char *text, double confidence)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "text", text);
  json_object_set_double_member (entry, "confidence", round_confidence (confidence));
  json_array_add_object_element (array, entry);
}

/* @read may be NULL: an empty array. */
static JsonArray *
array_from_characters (const KonRead *read)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; read != NULL && i < read->characters->len; i++)
    {
      const KonCharacter *character = &g_array_index (read->characters, KonCharacter, i);

      add_entry (array, character->text, character->confidence);
    }
  return array;
}

static JsonArray *
array_from_alternatives (const KonRead *read)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; read != NULL && i < read->alternatives->len; i++)
    {
      const KonAlternative *alternative = &g_array_index (read->alternatives, KonAlternative, i);

      add_entry (array, alternative->text, alternative->confidence);
    }
  return array;
}

static void
set_region_member (JsonObject *object, const KonRead *read)
{
  JsonObject *region;

  if (read == NULL || read->region_code == NULL)
    {
      json_object_set_null_member (object, "region");
      return;
    }
  region = json_object_new ();
  json_object_set_string_member (region, "code", read->region_code);
  json_object_set_string_member (region, "name", read->region_name != NULL ? read->region_name : read->region_code);
  json_object_set_double_member (region, "confidence", round_confidence (read->region_confidence));
  json_object_set_object_member (object, "region", region);
}

static void
set_text_or_null (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

JsonObject *
kon_json_from_detection (const KonDetection *detection, const char *record_id)
{
  JsonObject *object;
  const KonRead *read;

  g_return_val_if_fail (detection != NULL, NULL);

  read = detection->read;
  object = json_object_new ();
  json_object_set_string_member (object, "text", read != NULL && read->text != NULL ? read->text : "");
  json_object_set_string_member (object, "raw", read != NULL && read->raw != NULL ? read->raw : "");
  json_object_set_double_member (object, "confidence", read != NULL ? round_confidence (read->confidence) : 0);
  json_object_set_array_member (object, "box", array_from_box (&detection->box));
  json_object_set_array_member (object, "quad", array_from_quad (&detection->quad));
  json_object_set_double_member (object, "find_confidence", round_confidence (detection->find_confidence));
  set_text_or_null (object, "layout", kon_layout_to_string (detection->layout));
  json_object_set_array_member (object, "characters", array_from_characters (read));
  json_object_set_array_member (object, "alternatives", array_from_alternatives (read));
  set_region_member (object, read);
  set_text_or_null (object, "record", record_id);
  return object;
}

/* Takes @array. */
static char *
array_to_text (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);
  char *text = kon_json_node_to_line (node);

  json_array_unref (array);
  return text;
}

char *
kon_json_characters_to_text (const KonRead *read)
{
  g_return_val_if_fail (read != NULL, NULL);
  return array_to_text (array_from_characters (read));
}

char *
kon_json_alternatives_to_text (const KonRead *read)
{
  g_return_val_if_fail (read != NULL, NULL);
  return array_to_text (array_from_alternatives (read));
}

typedef void (*AddEntryFunc) (KonRead *read, const char *text, double confidence);

/* Calls @add for each entry of the array in @text; FALSE at the first that is none. */
static gboolean
each_entry (const char *text, KonRead *read, AddEntryFunc add)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  if (text == NULL)
    return FALSE;
  root = kon_json_parse_node (text, strlen (text), MAX_ENTRIES_BYTES, "", NULL);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return FALSE;
  array = json_node_get_array (root);
  if (json_array_get_length (array) > MAX_ENTRIES)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *entry_text;
      double confidence;

      if (!JSON_NODE_HOLDS_OBJECT (node)
          || !kon_json_get_string (json_node_get_object (node), "text", &entry_text, NULL)
          || !kon_json_get_double (json_node_get_object (node), "confidence", 0, 1, &confidence, NULL))
        return FALSE;
      add (read, entry_text, confidence);
    }
  return TRUE;
}

static void
add_character (KonRead *read, const char *text, double confidence)
{
  KonCharacter character = { .confidence = confidence };
  gsize size = text[0] != '\0' ? (gsize) (g_utf8_next_char (text) - text) : 0;

  memcpy (character.text, text, MIN (size, sizeof character.text - 1));
  g_array_append_val (read->characters, character);
}

static void
add_alternative (KonRead *read, const char *text, double confidence)
{
  KonAlternative alternative = { g_strdup (text), confidence };

  g_array_append_val (read->alternatives, alternative);
}

void
kon_json_characters_from_text (const char *text, KonRead *read)
{
  g_return_if_fail (read != NULL);

  g_array_set_size (read->characters, 0);
  if (!each_entry (text, read, add_character))
    g_array_set_size (read->characters, 0);
}

void
kon_json_alternatives_from_text (const char *text, KonRead *read)
{
  g_return_if_fail (read != NULL);

  g_array_set_size (read->alternatives, 0);
  if (!each_entry (text, read, add_alternative))
    g_array_set_size (read->alternatives, 0);
}
