/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The manifest of a model: JSON text in, checked values out. The text is hostile until every number in it has been
 * held against a limit: what comes out of here may be used to size buffers. Any thread. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-family.h"
#include "kon-json.h"

#define FORMAT 1
#define MAX_TEXT (256 * 1024)
#define MAX_ONNX ((gint64) 256 * 1024 * 1024)
#define MAX_SIDE 4096
#define MAX_STEPS 256
#define MAX_CLASSES 64

/* A reason; kon_manifest_parse() puts the file's name and the advice round it. */
static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, KON_ERROR, KON_ERROR_MODEL, reason);
  return FALSE;
}

static JsonObject *
get_object (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("“%s” is missing"), member);
  return NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member, guint min, guint max, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      if (json_array_get_length (array) >= min && json_array_get_length (array) <= max)
        return array;
    }
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("“%s” is missing or has the wrong length"), member);
  return NULL;
}

static gboolean
read_int (JsonObject *object, const char *member, gint64 min, gint64 max, int *out, GError **error)
{
  gint64 value;

  if (!kon_json_get_int (object, member, min, max, &value, error))
    return FALSE;
  *out = (int) value;
  return TRUE;
}

static gboolean
read_string (JsonObject *object, const char *member, char **out, GError **error)
{
  const char *value;

  if (!kon_json_get_string (object, member, &value, error))
    return FALSE;
  if (*value == '\0' || strlen (value) > 200)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("“%s” is empty or too long"), member);
      return FALSE;
    }
  *out = g_strdup (value);
  return TRUE;
}

/* Mean or standard deviation: one number a channel. */
static gboolean
read_channels (JsonObject *input, const char *member, guint channels, double min, double max, double *out, GError **error)
{
  JsonArray *array = get_array (input, member, channels, channels, error);

  if (!array)
    return FALSE;
  for (guint i = 0; i < channels; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return refuse (error, _("the colour normalisation is not made of numbers"));
      out[i] = json_node_get_double (node);
      if (!(out[i] >= min && out[i] <= max))
        return refuse (error, _("the colour normalisation is out of range"));
    }
  return TRUE;
}

static gboolean
read_input (JsonObject *root, KonManifest *manifest, GError **error)
{
  JsonObject *input = get_object (root, "input", error);
  const char *order;

  if (!input || !read_string (input, "name", &manifest->input_name, error)
      || !kon_json_get_string (input, "order", &order, error)
      || !read_int (input, "width", 16, MAX_SIDE, &manifest->width, error)
      || !read_int (input, "height", 16, MAX_SIDE, &manifest->height, error))
    return FALSE;

  /* A finder sees the frame as it is, which has colours; only plates are made grey. */
  manifest->grey = g_str_equal (order, "grey") && g_str_equal (manifest->kind, "plate-reader");
  if (!manifest->grey && !g_str_equal (order, "rgb"))
    return refuse (error, _("the order of colours is unknown"));

  if (json_object_has_member (input, "multiple")
      && !read_int (input, "multiple", 0, 512, &manifest->multiple, error))
    return FALSE;
  if (manifest->multiple > 0 && (manifest->width % manifest->multiple || manifest->height % manifest->multiple))
    return refuse (error, _("the input size does not fit its multiple"));

  return read_channels (input, "mean", manifest->grey ? 1 : 3, -1000, 1000, manifest->mean, error)
         && read_channels (input, "std", manifest->grey ? 1 : 3, 1e-6, 1000, manifest->std, error);
}

static gboolean
read_output (JsonObject *object, const char *kind, KonModelOutput *output, GError **error)
{
  if (!read_string (object, "name", &output->name, error))
    return FALSE;
  if (g_str_equal (kind, "plate-corners"))
    return TRUE;
  if (g_str_equal (kind, "plate-reader"))
    return read_int (object, "rows", 1, 2, &output->rows, error)
           && read_int (object, "steps", 1, MAX_STEPS, &output->steps, error)
           && read_int (object, "classes", 2, MAX_CLASSES, &output->classes, error);
  return read_int (object, "stride", 1, 256, &output->stride, error);
}

static gboolean
read_outputs (JsonObject *root, KonManifest *manifest, GError **error)
{
  JsonArray *outputs = get_array (root, "outputs", 1, g_str_equal (manifest->kind, "plate-finder") ? KON_MODEL_MAX_OUTPUTS : 1, error);

  if (!outputs)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (outputs); i++)
    {
      JsonNode *node = json_array_get_element (outputs, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, _("an output is not described"));
      manifest->n_outputs = i + 1;
      if (!read_output (json_node_get_object (node), manifest->kind, &manifest->outputs[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_alphabet (JsonObject *root, KonManifest *manifest, GError **error)
{
  gboolean seen[128] = { FALSE };

  if (!read_string (root, "alphabet", &manifest->alphabet, error))
    return FALSE;
  for (const char *c = manifest->alphabet; *c; c++)
    {
      if (!(g_ascii_isdigit (*c) || g_ascii_isupper (*c)) || seen[(int) *c])
        return refuse (error, _("the alphabet may hold each of A-Z and 0-9 once and nothing else"));
      seen[(int) *c] = TRUE;
    }
  if ((int) strlen (manifest->alphabet) + 1 != manifest->outputs[0].classes)
    return refuse (error, _("the alphabet does not fit the number of classes"));
  return TRUE;
}

static gboolean
read_kind (JsonObject *root, KonManifest *manifest, GError **error)
{
  JsonObject *thresholds;

  if (!read_outputs (root, manifest, error))
    return FALSE;
  if (g_str_equal (manifest->kind, "plate-corners"))
    return kon_json_get_double (root, "margin", 0, 2, &manifest->margin, error);
  if (g_str_equal (manifest->kind, "plate-reader"))
    return read_alphabet (root, manifest, error)
           && kon_json_get_double (root, "temperature", 0.05, 20, &manifest->temperature, error);

  thresholds = get_object (root, "thresholds", error);
  return thresholds && kon_json_get_double (thresholds, "score", 0.01, 0.99, &manifest->score_threshold, error)
         && kon_json_get_double (thresholds, "nms", 0.05, 0.95, &manifest->nms_threshold, error);
}

/* The ONNX file: beside the manifest, so that no manifest reaches into other folders. */
static gboolean
read_file (JsonObject *root, KonManifest *manifest, GError **error)
{
  if (!read_string (root, "file", &manifest->file, error) || !read_string (root, "sha256", &manifest->sha256, error)
      || !kon_json_get_int (root, "size", 1, MAX_ONNX, &manifest->size, error))
    return FALSE;
  if (manifest->file[0] == '.' || strchr (manifest->file, '/'))
    return refuse (error, _("the file it names is not beside it"));
  if (strlen (manifest->sha256) != 64 || strspn (manifest->sha256, "0123456789abcdef") != 64)
    return refuse (error, _("“sha256” is not a checksum"));
  return TRUE;
}

static gboolean
read_manifest (JsonObject *root, KonManifest *manifest, GError **error)
{
  const KonFamily *family;

  if (!read_string (root, "kind", &manifest->kind, error) || !read_string (root, "family", &manifest->family, error)
      || !read_string (root, "name", &manifest->name, error) || !read_string (root, "version", &manifest->version, error)
      || !read_string (root, "licence", &manifest->licence, error))
    return FALSE;
  family = kon_family_lookup (manifest->family);
  if (!family || !g_str_equal (family->kind, manifest->kind))
    return refuse (error, _("this program does not know its family"));
  return read_file (root, manifest, error) && read_input (root, manifest, error) && read_kind (root, manifest, error);
}

KonManifest *
kon_manifest_parse (const char *text, gsize size, const char *what, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (KonManifest) manifest = g_new0 (KonManifest, 1);
  int format;

  g_return_val_if_fail (text != NULL && what != NULL, NULL);

  root = kon_json_parse_object (text, size, MAX_TEXT, what, &reason);
  if (root && read_int (root, "format", 1, G_MAXINT, &format, &reason))
    {
      if (format > FORMAT)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION,
                       _("The model description %s was made for a newer version of this program. Update the program."), what);
          return NULL;
        }
      if (read_manifest (root, manifest, &reason))
        return g_steal_pointer (&manifest);
    }
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL,
               _("The model description %s cannot be used (%s). Install the program again."), what, reason->message);
  return NULL;
}

void
kon_manifest_free (KonManifest *manifest)
{
  if (!manifest)
    return;
  for (int i = 0; i < manifest->n_outputs; i++)
    g_free (manifest->outputs[i].name);
  g_free (manifest->kind);
  g_free (manifest->family);
  g_free (manifest->name);
  g_free (manifest->version);
  g_free (manifest->licence);
  g_free (manifest->sha256);
  g_free (manifest->file);
  g_free (manifest->input_name);
  g_free (manifest->alphabet);
  g_free (manifest);
}
