/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A format pack: JSON text in, checked forms out. The text is hostile: every size is limited, every member must be known, and the pack must
 * keep its own promises: its examples match, its counter-examples do not. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-region-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-json.h"

#define FORMAT 1
#define MAX_TEXT (64 * 1024)
#define MAX_NAME 80
#define MAX_STATES 100
#define MAX_FORMATS 40
#define MAX_FORMS 2000 /* of one region */
#define MAX_LISTS 16
#define MAX_LIST 16384 /* bytes */
#define MAX_EXAMPLES 40
#define MAX_WEIGHT 1000

#define ALL_LETTERS ((G_GUINT64_CONSTANT (1) << 26) - 1)

/* What patterns may use: a state's own before its country's. */
typedef struct
{
  KonRegionPack *pack;
  guint64 letters;
  GHashTable *lists; /* name -> KonRegionList of the pack */
} Scope;

static void
free_list (gpointer data)
{
  KonRegionList *list = data;

  for (int i = 1; i <= KON_REGION_MAX_WORD; i++)
    g_free (list->of_length[i].words);
  g_free (list);
}

static void
free_format (gpointer data)
{
  KonRegionFormat *format = data;

  g_clear_pointer (&format->forms, g_array_unref);
  g_free (format);
}

static void
free_part (gpointer data)
{
  KonRegionPart *part = data;

  g_free (part->code);
  g_free (part->name);
  g_ptr_array_unref (part->formats);
  g_free (part);
}

void
kon_region_pack_free (KonRegionPack *pack)
{
  if (!pack)
    return;
  g_ptr_array_unref (pack->parts);
  g_ptr_array_unref (pack->lists);
  g_free (pack);
}

static gboolean
refuse (GError **error, const char *member)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("“%s” is missing or not as it must be"), member);
  return FALSE;
}

static gboolean
check_members (JsonObject *object, const char *const *known, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("“%s” is not known"), (const char *) l->data);
        return FALSE;
      }
  return TRUE;
}

/* An array of @least to @most, or NULL: missing is as good as empty where @least is 0. FALSE with an error. */
static gboolean
get_array (JsonObject *object, const char *member, guint least, guint most, JsonArray **out, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *out = NULL;
  if (node == NULL && least == 0)
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, member);
  *out = json_node_get_array (node);
  return (json_array_get_length (*out) >= least && json_array_get_length (*out) <= most) || refuse (error, member);
}

/* NULL with an error unless element @index is a text of 1 to MAX_NAME bytes. */
static const char *
get_text_at (JsonArray *array, guint index, const char *member, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (*text != '\0' && strlen (text) <= 4 * MAX_NAME)
        return text;
    }
  refuse (error, member);
  return NULL;
}

/* ---- letters and lists */

static gboolean
read_letters (JsonObject *object, guint64 *letters, GError **error)
{
  const char *text;

  if (!json_object_has_member (object, "letters"))
    return TRUE;
  if (!kon_json_get_string (object, "letters", &text, error))
    return FALSE;
  *letters = 0;
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isupper (*text) || *letters & (G_GUINT64_CONSTANT (1) << kon_region_sign_index (*text)))
        return refuse (error, "letters");
      *letters |= G_GUINT64_CONSTANT (1) << kon_region_sign_index (*text);
    }
  return *letters != 0 || refuse (error, "letters");
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return (first > second) - (first < second);
}

/* FALSE where one is there twice. */
static gboolean
fill_words (const GArray *found, int length, KonRegionWords *words)
{
  words->length = length;
  words->n_words = found->len;
  words->words = g_memdup2 (found->data, sizeof (guint32) * found->len);
  if (found->len > 1)
    qsort (words->words, found->len, sizeof (guint32), compare_words);
  for (guint i = 1; i < found->len; i++)
    if (words->words[i] == words->words[i - 1])
      return FALSE;
  return TRUE;
}

/* FALSE where @word is none. */
static gboolean
add_word (const char *word, GArray *const *found)
{
  gsize length = strlen (word);
  guint32 number = 0;

  if (length < 1 || length > KON_REGION_MAX_WORD)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      int index = kon_region_sign_index (word[i]);

      if (index < 0)
        return FALSE;
      number = number * KON_REGION_SIGNS + index;
    }
  g_array_append_val (found[length], number);
  return TRUE;
}

/* Words with single spaces between. */
static KonRegionList *
parse_list (const char *text)
{
  KonRegionList *list = g_new0 (KonRegionList, 1);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *found[KON_REGION_MAX_WORD + 1] = { NULL };
  gboolean good = TRUE;

  for (int i = 1; i <= KON_REGION_MAX_WORD; i++)
    found[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (char **word = words; good && *word != NULL; word++, list->n_words++)
    good = add_word (*word, found);
  for (int i = 1; i <= KON_REGION_MAX_WORD; i++)
    {
      good = good && fill_words (found[i], i, &list->of_length[i]);
      g_array_unref (found[i]);
    }
  if (good && list->n_words > 0)
    return list;
  free_list (list);
  return NULL;
}

static gboolean
read_lists (JsonObject *object, Scope *scope, GError **error)
{
  JsonNode *node = json_object_get_member (object, "lists");
  g_autoptr (GList) members = NULL;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) || json_object_get_size (json_node_get_object (node)) > MAX_LISTS)
    return refuse (error, "lists");
  members = json_object_get_members (json_node_get_object (node));
  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *text;
      KonRegionList *list;

      if (!kon_json_get_string (json_node_get_object (node), l->data, &text, error))
        return FALSE;
      list = strlen (text) <= MAX_LIST ? parse_list (text) : NULL;
      if (list == NULL)
        return refuse (error, l->data);
      g_ptr_array_add (scope->pack->lists, list);
      g_hash_table_insert (scope->lists, g_strdup (l->data), list);
    }
  return TRUE;
}

/* ---- formats and examples */

static KonRegionFormat *
parse_format (JsonObject *object, const Scope *scope, GError **error)
{
  static const char *const known[] = { "text", "weight", "rows", "letters", NULL };
  g_autofree KonRegionFormat *format = g_new0 (KonRegionFormat, 1);
  guint64 letters = scope->letters;
  const char *pattern;
  gint64 rows = 0;

  if (!check_members (object, known, error) || !read_letters (object, &letters, error) || !kon_json_get_string (object, "text", &pattern, error)
      || !kon_json_get_double (object, "weight", 0.001, MAX_WEIGHT, &format->weight, error))
    return NULL;
  if (json_object_has_member (object, "rows") && !kon_json_get_int (object, "rows", 1, 2, &rows, error))
    return NULL;
  format->layout = rows == 1 ? KON_LAYOUT_ONE_ROW : rows == 2 ? KON_LAYOUT_TWO_ROW : KON_LAYOUT_UNKNOWN;
  format->forms = kon_region_pattern_expand (pattern, letters, scope->lists, error);
  return format->forms != NULL ? g_steal_pointer (&format) : NULL;
}

static gboolean
read_formats (JsonObject *object, const Scope *scope, guint least, KonRegionPart *part, GError **error)
{
  JsonArray *array;
  guint n_forms = 0;

  if (!get_array (object, "formats", least, MAX_FORMATS, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      KonRegionFormat *format;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "formats");
      format = parse_format (json_node_get_object (node), scope, error);
      if (format == NULL)
        return FALSE;
      g_ptr_array_add (part->formats, format);
      n_forms += format->forms->len;
      if (n_forms > MAX_FORMS)
        return refuse (error, "formats");
    }
  return TRUE;
}

/* The signs of an example, as a person writes it. FALSE where it has none or too many. */
static gboolean
read_signs (const char *text, guint8 *indices, int *length)
{
  *length = 0;
  for (; *text != '\0'; text++)
    {
      int index = kon_region_sign_index (*text);

      if (index < 0 && strchr (" -.", *text) == NULL)
        return FALSE;
      if (index >= 0 && *length == KON_REGION_MAX_LENGTH)
        return FALSE;
      if (index >= 0)
        indices[(*length)++] = index;
    }
  return *length > 0;
}

static gboolean
matches_any (const KonRegionPart *part, const guint8 *indices, int length)
{
  for (guint i = 0; i < part->formats->len; i++)
    {
      const KonRegionFormat *format = g_ptr_array_index (part->formats, i);

      for (guint k = 0; k < format->forms->len; k++)
        {
          const KonRegionForm *form = &g_array_index (format->forms, KonRegionForm, k);

          if (form->length == length && kon_region_form_matches (form, indices))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
check_examples (JsonObject *object, const char *member, guint least, const KonRegionPart *part, gboolean expected, GError **error)
{
  JsonArray *array;

  if (!get_array (object, member, least, MAX_EXAMPLES, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = get_text_at (array, i, member, error);
      guint8 indices[KON_REGION_MAX_LENGTH];
      int length;

      if (text == NULL)
        return FALSE;
      if (!read_signs (text, indices, &length) || matches_any (part, indices, length) != expected)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, expected ? _("its example “%s” is in none of its formats")
                                                                     : _("its counter-example “%s” is in one of its formats"), text);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_sources (JsonObject *object, guint least, GError **error)
{
  JsonArray *array;

  if (!get_array (object, "source", least, MAX_EXAMPLES, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (get_text_at (array, i, "source", error) == NULL)
      return FALSE;
  return TRUE;
}

/* ---- the whole */

/* "DE"; or of a state "US-CA", where @country is "US". */
static gboolean
is_code (const char *code, const char *country)
{
  if (country == NULL)
    return strlen (code) == 2 && g_ascii_isupper (code[0]) && g_ascii_isupper (code[1]);
  if (!g_str_has_prefix (code, country) || code[2] != '-')
    return FALSE;
  return strlen (code + 3) >= 1 && strlen (code + 3) <= 3 && strspn (code + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen (code + 3);
}

/* What countries and states have alike. @country: NULL for a country. */
static gboolean
read_part (JsonObject *object, const char *country, guint least, Scope *scope, GError **error)
{
  KonRegionPart *part = g_new0 (KonRegionPart, 1);
  const char *code, *name;

  part->formats = g_ptr_array_new_with_free_func (free_format);
  g_ptr_array_add (scope->pack->parts, part);
  if (!kon_json_get_string (object, "code", &code, error) || !kon_json_get_string (object, "name", &name, error)
      || !kon_json_get_double (object, "weight", 0.001, MAX_WEIGHT, &part->weight, error))
    return FALSE;
  if (!is_code (code, country))
    return refuse (error, "code");
  if (*name == '\0' || strlen (name) > MAX_NAME)
    return refuse (error, "name");
  part->code = g_strdup (code);
  part->name = g_strdup (name);
  return read_letters (object, &scope->letters, error) && read_lists (object, scope, error)
         && read_formats (object, scope, least, part, error) && check_examples (object, "examples", least, part, TRUE, error)
         && check_examples (object, "counter_examples", country == NULL ? least : 0, part, FALSE, error);
}

static gboolean
read_states (JsonArray *states, const char *country, const Scope *scope, GError **error)
{
  static const char *const known[] = { "code", "name", "weight", "letters", "formats", "examples", "counter_examples", "source", NULL };

  for (guint i = 0; states != NULL && i < json_array_get_length (states); i++)
    {
      JsonNode *node = json_array_get_element (states, i);
      Scope own = *scope;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "states");
      if (!check_members (json_node_get_object (node), known, error) || !check_sources (json_node_get_object (node), 0, error)
          || !read_part (json_node_get_object (node), country, 1, &own, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_pack (JsonObject *root, const char *code, Scope *scope, GError **error)
{
  static const char *const known[] = { "format", "code", "name", "weight", "letters", "lists", "formats", "examples", "counter_examples", "source", "states", NULL };
  const KonRegionPart *country;
  JsonArray *states;
  gint64 format;

  if (!kon_json_get_int (root, "format", 1, G_MAXINT, &format, error))
    return FALSE;
  if (format > FORMAT)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NEWER_VERSION, _("it was made for a newer version of this program"));
      return FALSE;
    }
  if (!check_members (root, known, error) || !check_sources (root, 1, error) || !get_array (root, "states", 0, MAX_STATES, &states, error)
      || !read_part (root, NULL, states == NULL ? 1 : 0, scope, error))
    return FALSE;
  country = g_ptr_array_index (scope->pack->parts, 0);
  if (!g_str_equal (country->code, code))
    return refuse (error, "code");
  return read_states (states, country->code, scope, error);
}

KonRegionPack *
kon_region_pack_parse (const char *text, gsize size, const char *code, GError **error)
{
  g_autoptr (KonRegionPack) pack = g_new0 (KonRegionPack, 1);
  g_autoptr (GHashTable) lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonObject) root = NULL;
  Scope scope = { pack, ALL_LETTERS, lists };

  g_return_val_if_fail (text != NULL && code != NULL, NULL);

  pack->parts = g_ptr_array_new_with_free_func (free_part);
  pack->lists = g_ptr_array_new_with_free_func (free_list);
  root = kon_json_parse_object (text, size, MAX_TEXT, code, error);
  return root != NULL && read_pack (root, code, &scope, error) ? g_steal_pointer (&pack) : NULL;
}
