/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions as JSON of our own, both ways. The order of members and the digits are fixed: the store tells sets apart by their text. */
#include "config.h"

#include "kon-roi-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kon-error.h"

#define FORMAT "konnetec-roi"
#define VERSION 1

/* A millionth of the picture is a hundredth of a pixel. */
static double
round_place (double value)
{
  return round (value * 1e6) / 1e6;
}

static JsonObject *
region_to_json (const KonRoi *roi)
{
  JsonObject *object = json_object_new ();
  JsonArray *points = json_array_sized_new (roi->points->len);
  g_autofree char *colour = g_strdup_printf ("#%06x", roi->colour & 0xffffff);

  for (guint i = 0; i < roi->points->len; i++)
    {
      JsonArray *point = json_array_sized_new (2);

      json_array_add_double_element (point, round_place (g_array_index (roi->points, KonPoint, i).x));
      json_array_add_double_element (point, round_place (g_array_index (roi->points, KonPoint, i).y));
      json_array_add_array_element (points, point);
    }
  json_object_set_string_member (object, "id", roi->id != NULL ? roi->id : "");
  json_object_set_string_member (object, "name", roi->name);
  json_object_set_string_member (object, "colour", colour);
  json_object_set_string_member (object, "kind", roi->kind == KON_ROI_EXCLUDE ? "exclude" : "include");
  json_object_set_boolean_member (object, "enabled", roi->enabled);
  json_object_set_array_member (object, "points", points);
  return object;
}

char *
kon_roi_set_to_json (const KonRoiSet *set)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *regions = json_array_new ();

  g_return_val_if_fail (set != NULL, NULL);

  for (guint i = 0; i < set->regions->len; i++)
    json_array_add_object_element (regions, region_to_json (g_ptr_array_index (set->regions, i)));
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "rule", kon_roi_rule_to_string (set->rule));
  json_object_set_array_member (object, "regions", regions);
  return kon_json_to_line (object);
}

static gboolean
fail (GError **error, const char *member)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” of a region makes no sense."), member);
  return FALSE;
}

static gboolean
read_number (JsonArray *pair, guint i, double *out)
{
  JsonNode *node = json_array_get_element (pair, i);
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  *out = type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
  return isfinite (*out);
}

static gboolean
read_points (JsonObject *object, GArray *points, GError **error)
{
  JsonNode *node = json_object_get_member (object, "points");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, "points");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *entry = json_array_get_element (array, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (entry) ? json_node_get_array (entry) : NULL;
      KonPoint point;

      if (pair == NULL || json_array_get_length (pair) != 2 || !read_number (pair, 0, &point.x) || !read_number (pair, 1, &point.y))
        return fail (error, "points");
      g_array_append_val (points, point);
    }
  return TRUE;
}

/* Only what is always there must be; the rest has defaults, for files written by hand. */
static gboolean
read_region (JsonObject *object, KonRoi *roi, GError **error)
{
  const char *text = NULL;
  JsonNode *enabled = json_object_get_member (object, "enabled");

  if (kon_json_get_string (object, "id", &text, NULL) && g_utf8_strlen (text, -1) <= KON_ROI_MAX_NAME)
    roi->id = g_strdup (text);
  if (kon_json_get_string (object, "name", &text, NULL))
    {
      g_free (roi->name);
      roi->name = g_strdup (text);
    }
  if (kon_json_get_string (object, "colour", &text, NULL))
    {
      guint64 colour;

      if (*text != '#' || !g_ascii_string_to_unsigned (text + 1, 16, 0, 0xffffff, &colour, NULL))
        return fail (error, "colour");
      roi->colour = (guint32) colour;
    }
  if (enabled != NULL && (!JSON_NODE_HOLDS_VALUE (enabled) || json_node_get_value_type (enabled) != G_TYPE_BOOLEAN))
    return fail (error, "enabled");
  roi->enabled = enabled == NULL || json_node_get_boolean (enabled);
  return read_points (object, roi->points, error);
}

static KonRoi *
new_region (JsonNode *node, GError **error)
{
  g_autoptr (KonRoi) roi = NULL;
  const char *kind = "include";

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "regions");
      return NULL;
    }
  if (json_object_has_member (json_node_get_object (node), "kind")
      && !kon_json_get_string (json_node_get_object (node), "kind", &kind, error))
    return NULL;
  if (!g_str_equal (kind, "include") && !g_str_equal (kind, "exclude"))
    {
      fail (error, "kind");
      return NULL;
    }
  roi = kon_roi_new (g_str_equal (kind, "exclude") ? KON_ROI_EXCLUDE : KON_ROI_INCLUDE, NULL, 0);
  return read_region (json_node_get_object (node), roi, error) ? g_steal_pointer (&roi) : NULL;
}

KonRoiSet *
kon_roi_read_json (JsonObject *root, GError **error)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  JsonNode *regions = json_object_get_member (root, "regions");
  const char *rule = NULL;
  gint64 version;

  if (!kon_json_get_int (root, "version", 1, G_MAXINT, &version, error))
    return NULL;
  if (version > VERSION)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION, _("It was written by a newer version of this program. Update the program to read it."));
      return NULL;
    }
  if (json_object_has_member (root, "rule")
      && (!kon_json_get_string (root, "rule", &rule, error) || !kon_roi_rule_from_string (rule, &set->rule)))
    {
      g_clear_error (error);
      fail (error, "rule");
      return NULL;
    }
  if (regions == NULL || !JSON_NODE_HOLDS_ARRAY (regions))
    {
      fail (error, "regions");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (regions)) && i <= KON_ROI_MAX_REGIONS; i++)
    {
      KonRoi *roi = new_region (json_array_get_element (json_node_get_array (regions), i), error);

      if (roi == NULL)
        return NULL;
      kon_roi_set_add (set, roi);
    }
  return g_steal_pointer (&set);
}
