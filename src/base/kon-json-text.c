/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON text in and out. Text from outside is read twice: first by a strict check of our own that bounds size and depth and lets
 * only plain RFC 8259 pass (json-glib alone recurses without a limit and takes comments), then by json-glib. */
#include "config.h"

#include "kon-json-private.h"
#include "kon-error.h"
#include "kon-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DEPTH 16
#define MAX_NUMBER_LENGTH 40

/* Each skip_ function gives the place after the token at @at, or NULL where there is none. @end points at a zero. */

static const char *
skip_unicode_escape (const char *at, const char *end, gunichar *out_code)
{
  gunichar code = 0;

  if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
    return NULL;
  for (int i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return NULL;
      code = code * 16 + (gunichar) digit;
    }
  *out_code = code;
  return at + 6;
}

/* At a backslash. Half surrogates and \u0000 are refused: C strings cannot hold them. */
static const char *
skip_escape (const char *at, const char *end)
{
  gunichar code, low;

  if (end - at < 2)
    return NULL;
  if (at[1] != 'u')
    return strchr ("\"\\/bfnrt", at[1]) != NULL && at[1] != '\0' ? at + 2 : NULL;
  at = skip_unicode_escape (at, end, &code);
  if (at == NULL || code == 0 || (code >= 0xdc00 && code <= 0xdfff))
    return NULL;
  if (code < 0xd800 || code > 0xdbff)
    return at;
  at = skip_unicode_escape (at, end, &low);
  return at != NULL && low >= 0xdc00 && low <= 0xdfff ? at : NULL;
}

/* At the opening quote. */
static const char *
skip_string (const char *at, const char *end)
{
  at++;
  while (at != NULL && at < end && *at != '"')
    {
      if ((guchar) *at < 0x20)
        return NULL;
      at = *at == '\\' ? skip_escape (at, end) : at + 1;
    }
  return at != NULL && at < end ? at + 1 : NULL;
}

static const char *
skip_digits (const char *at)
{
  const char *start = at;

  while (g_ascii_isdigit (*at))
    at++;
  return at > start ? at : NULL;
}

static const char *
skip_number (const char *start)
{
  const char *at = *start == '-' ? start + 1 : start;

  at = *at == '0' ? at + 1 : skip_digits (at);
  if (at != NULL && *at == '.')
    at = skip_digits (at + 1);
  if (at != NULL && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (*at == '+' || *at == '-')
        at++;
      at = skip_digits (at);
    }
  return at != NULL && at - start <= MAX_NUMBER_LENGTH && !g_ascii_isalnum (*at) ? at : NULL;
}

static const char *
skip_word (const char *at)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (at, words[i]))
      return at + strlen (words[i]);
  return NULL;
}

static gboolean
rest_is_blank (const char *at, const char *end)
{
  while (at < end && strchr (" \t\r\n", *at) != NULL && *at != '\0')
    at++;
  return at == end;
}

/* TRUE where @text is one value made of JSON tokens alone, nested no deeper than MAX_DEPTH. The grammar is json-glib's business. */
static gboolean
tokens_are_fine (const char *text, gsize size)
{
  const char *end = text + size;
  int depth = 0;

  for (const char *at = text; at < end;)
    {
      switch (*at)
        {
        case ' ': case '\t': case '\r': case '\n': case ':': case ',':
          at++;
          break;
        case '{': case '[':
          if (++depth > MAX_DEPTH)
            return FALSE;
          at++;
          break;
        case '}': case ']':
          at++;
          if (--depth == 0)
            return rest_is_blank (at, end);
          break;
        case '"':
          at = skip_string (at, end);
          break;
        case 't': case 'f': case 'n':
          at = skip_word (at);
          break;
        default:
          at = skip_number (at);
          break;
        }
      if (at == NULL || depth < 0)
        return FALSE;
    }
  return FALSE;
}

JsonNode *
kon_json_parse_node (const char *text, gsize size, gsize max_size, const char *what, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *copy = NULL;
  JsonNode *root = NULL;

  if (size > max_size)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE,
                   _("Reading %s failed: it has %zu bytes, and %zu are allowed."), what, size, max_size);
      return NULL;
    }

  copy = g_strndup (text != NULL ? text : "", size);
  if (g_utf8_validate_len (copy, size, NULL) && tokens_are_fine (copy, size))
    {
      parser = json_parser_new_immutable ();
      if (json_parser_load_from_data (parser, copy, (gssize) size, NULL))
        root = json_parser_get_root (parser);
    }
  if (root == NULL || !(JSON_NODE_HOLDS_OBJECT (root) || JSON_NODE_HOLDS_ARRAY (root)))
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _("Reading %s failed: it is not valid JSON. Restore it from its source."), what);
      return NULL;
    }
  return json_node_ref (root);
}

JsonObject *
kon_json_parse_object (const char *text, gsize size, gsize max_size, const char *what, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (text != NULL || size == 0, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  root = kon_json_parse_node (text, size, max_size, what, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _("Reading %s failed: it does not hold a JSON object. Restore it from its source."), what);
      return NULL;
    }
  return json_node_dup_object (root);
}

static void
write_string (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (line, '"');
  for (const char *at = valid; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_printf (line, "\\%c", *at);
      else if (*at == '\n')
        g_string_append (line, "\\n");
      else if (*at == '\r')
        g_string_append (line, "\\r");
      else if (*at == '\t')
        g_string_append (line, "\\t");
      else if ((guchar) *at < 0x20 || *at == 0x7f)
        g_string_append_printf (line, "\\u%04x", (guchar) *at);
      else
        g_string_append_c (line, *at);
    }
  g_string_append_c (line, '"');
}

static void
write_double (GString *line, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (line, "null");
      return;
    }
  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_dtostr (text, sizeof text, value);
  g_string_append (line, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (line, ".0");
}

static void
write_node (GString *line, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;
      const char *separator = "";

      g_string_append_c (line, '{');
      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          g_string_append (line, separator);
          write_string (line, name);
          g_string_append_c (line, ':');
          write_node (line, member);
          separator = ",";
        }
      g_string_append_c (line, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (line, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (line, ',');
          write_node (line, json_array_get_element (array, i));
        }
      g_string_append_c (line, ']');
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    g_string_append (line, "null");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    write_string (line, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (line, json_node_get_boolean (node) ? "true" : "false");
  else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    write_double (line, json_node_get_double (node));
  else
    g_string_append_printf (line, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

char *
kon_json_node_to_line (JsonNode *node)
{
  GString *line = g_string_new (NULL);

  write_node (line, node);
  return g_string_free (line, FALSE);
}

char *
kon_json_to_line (JsonObject *object)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_init_object (json_node_alloc (), object);
  return kon_json_node_to_line (node);
}
