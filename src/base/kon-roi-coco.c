/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions as COCO annotations: polygons and boxes in pixels of a picture, their category saying include or exclude. */
#include "config.h"

#include "kon-roi-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kon-error.h"
#include "kon-polygon.h"

#define MAX_SIDE 100000 /* pixels of a picture */
#define FAR 1e6         /* pixels: nothing is drawn further out */

static gboolean
fail (GError **error, const char *member)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” of its COCO annotations makes no sense."), member);
  return FALSE;
}

/* The @i-th object of the array @member, or NULL. */
static JsonObject *
get_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_images (JsonObject *root, GPtrArray *pictures, GHashTable *by_id, GError **error)
{
  JsonArray *images = get_array (root, "images");

  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    {
      JsonObject *image = get_object (images, i);
      KonRoiPicture *picture;
      const char *name = NULL;
      gint64 id;
      double width, height;

      if (image == NULL || !kon_json_get_int (image, "id", G_MININT64, G_MAXINT64, &id, NULL)
          || !kon_json_get_double (image, "width", 1, MAX_SIDE, &width, NULL) || !kon_json_get_double (image, "height", 1, MAX_SIDE, &height, NULL))
        return fail (error, "images");
      kon_json_get_string (image, "file_name", &name, NULL);
      picture = g_new0 (KonRoiPicture, 1);
      *picture = (KonRoiPicture) { g_strdup (name), id, width, height, kon_roi_set_new (KON_ROI_CENTRE) };
      g_ptr_array_add (pictures, picture);
      g_hash_table_insert (by_id, &picture->id, picture);
    }
  return images != NULL || fail (error, "images");
}

static const char *
find_category (JsonObject *root, JsonObject *annotation)
{
  JsonArray *categories = get_array (root, "categories");
  gint64 wanted, id;
  const char *name = NULL;

  if (!kon_json_get_int (annotation, "category_id", G_MININT64, G_MAXINT64, &wanted, NULL))
    return NULL;
  for (guint i = 0; categories != NULL && i < MIN (json_array_get_length (categories), 1000); i++)
    {
      JsonObject *category = get_object (categories, i);

      if (category != NULL && kon_json_get_int (category, "id", G_MININT64, G_MAXINT64, &id, NULL) && id == wanted)
        return kon_json_get_string (category, "name", &name, NULL) ? name : NULL;
    }
  return NULL;
}

/* Numbers of a flat list, or -1 of them where one is none. */
static int
read_numbers (JsonArray *array, double *out, int most)
{
  int n = (int) MIN (json_array_get_length (array), (guint) most);

  for (int i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, (guint) i);
      GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return -1;
      out[i] = json_node_get_double (node);
      if (!(fabs (out[i]) <= FAR))
        return -1;
    }
  return n;
}

static gboolean
add_polygon (KonRoiPicture *picture, JsonNode *node, const char *label, const char *name)
{
  double numbers[2 * (KON_ROI_MAX_POINTS + 1)];
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  int n = JSON_NODE_HOLDS_ARRAY (node) ? read_numbers (json_node_get_array (node), numbers, G_N_ELEMENTS (numbers)) : -1;

  if (n < 6 || n % 2 != 0)
    return FALSE;
  for (int i = 0; i < n; i += 2)
    g_array_append_val (points, ((KonPoint[]) { { numbers[i], numbers[i + 1] } })[0]);
  kon_roi_picture_add (picture, label, name, points);
  return TRUE;
}

static gboolean
add_box (KonRoiPicture *picture, JsonObject *annotation, const char *label, const char *name)
{
  JsonArray *array = get_array (annotation, "bbox");
  g_autoptr (GArray) points = NULL;
  double n[5];
  KonQuad quad;

  if (array == NULL || read_numbers (array, n, 5) != 4)
    return FALSE;
  quad = kon_quad_from_box (&(KonBox) { n[0], n[1], n[2], n[3] });
  points = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  g_array_append_vals (points, quad.p, 4);
  kon_roi_picture_add (picture, label, name, points);
  return TRUE;
}

static gboolean
read_annotation (JsonObject *root, JsonObject *annotation, GHashTable *by_id, GError **error)
{
  JsonNode *segmentation = json_object_get_member (annotation, "segmentation");
  JsonNode *attributes = json_object_get_member (annotation, "attributes");
  const char *label = find_category (root, annotation), *name = NULL;
  KonRoiPicture *picture;
  JsonArray *polygons;
  gint64 id;

  if (!kon_json_get_int (annotation, "image_id", G_MININT64, G_MAXINT64, &id, NULL) || (picture = g_hash_table_lookup (by_id, &id)) == NULL)
    return fail (error, "image_id");
  if (segmentation != NULL && JSON_NODE_HOLDS_OBJECT (segmentation))
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_UNSUPPORTED, _("It holds masks of single pixels. Export polygons instead."));
      return FALSE;
    }
  if (attributes != NULL && JSON_NODE_HOLDS_OBJECT (attributes))
    kon_json_get_string (json_node_get_object (attributes), "name", &name, NULL);
  polygons = get_array (annotation, "segmentation");
  if (polygons == NULL || json_array_get_length (polygons) == 0)
    return add_box (picture, annotation, label, name) || fail (error, "bbox");
  for (guint i = 0; i < json_array_get_length (polygons) && picture->set->regions->len <= KON_ROI_MAX_REGIONS; i++)
    if (!add_polygon (picture, json_array_get_element (polygons, i), label, name))
      return fail (error, "segmentation");
  return TRUE;
}

gboolean
kon_roi_read_coco (JsonObject *root, GPtrArray *pictures, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  JsonArray *annotations = get_array (root, "annotations");

  if (annotations == NULL)
    return fail (error, "annotations");
  if (!read_images (root, pictures, by_id, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (annotations); i++)
    {
      JsonObject *annotation = get_object (annotations, i);

      if (annotation == NULL)
        return fail (error, "annotations");
      if (!read_annotation (root, annotation, by_id, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- export */

static JsonObject *
make_annotation (const KonRoi *roi, guint number, int width, int height)
{
  JsonObject *annotation = json_object_new (), *attributes = json_object_new ();
  JsonArray *outline = json_array_new (), *outlines = json_array_new (), *box = json_array_new ();
  g_autoptr (GArray) pixels = kon_polygon_new (NULL, 0);
  KonBox bounds;

  for (guint i = 0; i < roi->points->len; i++)
    {
      KonPoint point = g_array_index (roi->points, KonPoint, i);

      point = (KonPoint) { point.x * width, point.y * height };
      g_array_append_val (pixels, point);
      json_array_add_double_element (outline, round (point.x * 1000) / 1000);
      json_array_add_double_element (outline, round (point.y * 1000) / 1000);
    }
  bounds = kon_polygon_bounds ((const KonPoint *) (gpointer) pixels->data, pixels->len);
  json_array_add_double_element (box, bounds.x);
  json_array_add_double_element (box, bounds.y);
  json_array_add_double_element (box, bounds.w);
  json_array_add_double_element (box, bounds.h);
  json_array_add_array_element (outlines, outline);
  json_object_set_string_member (attributes, "name", roi->name);
  json_object_set_int_member (annotation, "id", number);
  json_object_set_int_member (annotation, "image_id", 1);
  json_object_set_int_member (annotation, "category_id", roi->kind == KON_ROI_EXCLUDE ? 2 : 1);
  json_object_set_array_member (annotation, "segmentation", outlines);
  json_object_set_double_member (annotation, "area", kon_polygon_area ((const KonPoint *) (gpointer) pixels->data, pixels->len));
  json_object_set_array_member (annotation, "bbox", box);
  json_object_set_int_member (annotation, "iscrowd", 0);
  json_object_set_object_member (annotation, "attributes", attributes);
  return annotation;
}

static JsonObject *
make_category (int id, const char *name)
{
  JsonObject *category = json_object_new ();

  json_object_set_int_member (category, "id", id);
  json_object_set_string_member (category, "name", name);
  return category;
}

char *
kon_roi_set_to_coco (const KonRoiSet *set, const char *picture, int width, int height)
{
  g_autoptr (JsonObject) root = json_object_new ();
  JsonObject *image = json_object_new ();
  JsonArray *images = json_array_new (), *annotations = json_array_new (), *categories = json_array_new ();

  g_return_val_if_fail (set != NULL && picture != NULL && width > 0 && height > 0, NULL);

  json_object_set_int_member (image, "id", 1);
  json_object_set_string_member (image, "file_name", picture);
  json_object_set_int_member (image, "width", width);
  json_object_set_int_member (image, "height", height);
  json_array_add_object_element (images, image);
  json_array_add_object_element (categories, make_category (1, "include"));
  json_array_add_object_element (categories, make_category (2, "exclude"));
  for (guint i = 0; i < set->regions->len; i++)
    json_array_add_object_element (annotations, make_annotation (g_ptr_array_index (set->regions, i), i + 1, width, height));
  json_object_set_array_member (root, "images", images);
  json_object_set_array_member (root, "annotations", annotations);
  json_object_set_array_member (root, "categories", categories);
  return kon_json_to_line (root);
}
