/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions from outside: which format it is, which picture of it is meant, and what was typed. Hostile: sized and validated. */
#include "config.h"

#include "kon-roi-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "kon-error.h"
#include "kon-polygon.h"

void
kon_roi_picture_free (KonRoiPicture *picture)
{
  g_free (picture->name);
  kon_roi_set_unref (picture->set);
  g_free (picture);
}

static KonRoiKind
kind_of_label (const char *label)
{
  return label != NULL && (g_ascii_strcasecmp (label, "exclude") == 0 || g_ascii_strcasecmp (label, "excluded") == 0
                           || g_ascii_strcasecmp (label, "ignore") == 0)
           ? KON_ROI_EXCLUDE
           : KON_ROI_INCLUDE;
}

void
kon_roi_picture_add (KonRoiPicture *picture, const char *label, const char *name, GArray *points)
{
  static const KonBox whole = { 0, 0, 1, 1 };
  g_autoptr (GArray) inside = NULL;
  KonRoi *roi;

  for (guint i = 0; i < points->len; i++)
    {
      KonPoint *point = &g_array_index (points, KonPoint, i);

      *point = (KonPoint) { point->x / picture->width, point->y / picture->height };
    }
  inside = kon_polygon_clip ((const KonPoint *) (gpointer) points->data, points->len, &whole);
  if (inside->len == 0)
    return;
  roi = kon_roi_new (kind_of_label (label), (const KonPoint *) (gpointer) inside->data, inside->len);
  g_free (roi->name);
  roi->name = g_strdup (name != NULL ? name : label != NULL ? label : "");
  kon_roi_set_add (picture->set, roi);
}

static gboolean
is_named (const KonRoiPicture *picture, const char *name)
{
  g_autofree char *a = g_path_get_basename (picture->name != NULL ? picture->name : "");
  g_autofree char *b = g_path_get_basename (name);

  return g_str_equal (a, b);
}

/* The picture meant: the one of that name, else the only one on which anything is drawn. */
static KonRoiSet *
choose (GPtrArray *pictures, const char *name, GError **error)
{
  KonRoiPicture *drawn = NULL;
  guint n_drawn = 0;

  for (guint i = 0; i < pictures->len; i++)
    {
      KonRoiPicture *picture = g_ptr_array_index (pictures, i);

      if (name != NULL && is_named (picture, name))
        return kon_roi_set_ref (picture->set);
      if (picture->set->regions->len == 0)
        continue;
      drawn = picture;
      n_drawn++;
    }
  if (n_drawn == 1)
    return kon_roi_set_ref (drawn->set);
  if (n_drawn == 0)
    g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("Nothing is drawn in it."));
  else
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("It has regions of %u pictures. Export those of one picture alone."), n_drawn);
  return NULL;
}

static gboolean
is_xml (const char *text, gsize size)
{
  gsize at = 0;

  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    at = 3;
  while (at < size && g_ascii_isspace (text[at]))
    at++;
  return at < size && text[at] == '<';
}

static KonRoiSet *
parse_json (const char *text, gsize size, GPtrArray *pictures, GError **error)
{
  g_autoptr (JsonObject) root = kon_json_parse_object (text, size, KON_ROI_MAX_BYTES, _("the file"), error);
  const char *format = NULL;

  if (root == NULL)
    return NULL;
  if (kon_json_get_string (root, "format", &format, NULL) && g_str_equal (format, "konnetec-roi"))
    return kon_roi_read_json (root, error);
  if (json_object_has_member (root, "annotations"))
    {
      kon_roi_read_coco (root, pictures, error);
      return NULL;
    }
  g_set_error_literal (error, KON_ERROR, KON_ERROR_UNSUPPORTED, _("It holds no regions. Use a file of this program, COCO or “CVAT for images”."));
  return NULL;
}

KonRoiSet *
kon_roi_set_parse (const char *text, gsize size, const char *what, const char *picture, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_roi_picture_free);
  g_autoptr (KonRoiSet) set = NULL;
  GError *local_error = NULL;

  g_return_val_if_fail (text != NULL || size == 0, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  if (size <= KON_ROI_MAX_BYTES && is_xml (text, size))
    kon_roi_read_cvat (text, size, pictures, &local_error);
  else
    set = parse_json (text, size, pictures, &local_error);
  if (set == NULL && local_error == NULL)
    set = choose (pictures, picture, &local_error);
  if (set != NULL && kon_roi_set_validate (set, &local_error))
    return g_steal_pointer (&set);
  /* TRANSLATORS: %s is a file name; a sentence with the reason follows. */
  g_propagate_prefixed_error (error, local_error, _("The regions of “%s” cannot be used. "), what);
  return NULL;
}

KonRoiSet *
kon_roi_set_load (GFile *file, const char *picture, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = NULL;
  GError *local_error = NULL;
  gsize size = 0;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  stream = g_file_read (file, cancellable, &local_error);
  text = g_malloc (KON_ROI_MAX_BYTES + 1);
  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), text, KON_ROI_MAX_BYTES + 1, &size, cancellable, &local_error);
  if (local_error != NULL)
    {
      g_propagate_prefixed_error (error, local_error, _("The regions of “%s” cannot be used. "), name);
      return NULL;
    }
  return kon_roi_set_parse (text, size, name, picture, error);
}

/* ---- typed */

static gboolean
scan_number (const char **at, double *out)
{
  char *end;

  while (*at[0] == ' ')
    (*at)++;
  *out = g_ascii_strtod (*at, &end);
  if (end == *at || !isfinite (*out))
    return FALSE;
  *at = end;
  return TRUE;
}

KonRoi *
kon_roi_from_text (const char *text, GError **error)
{
  g_autoptr (KonRoi) roi = NULL;
  const char *at = text;

  g_return_val_if_fail (text != NULL, NULL);

  roi = kon_roi_new (*at == '!' ? KON_ROI_EXCLUDE : KON_ROI_INCLUDE, NULL, 0);
  if (*at == '!')
    at++;
  while (*at != '\0' && roi->points->len <= KON_ROI_MAX_POINTS)
    {
      KonPoint point;
      gboolean is_point = scan_number (&at, &point.x) && *at++ == ',' && scan_number (&at, &point.y) && (*at == ' ' || *at == '\0');

      if (!is_point)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("“%s” is no region. Write its corners as “x,y x,y x,y”, each number from 0 to 1."), text);
          return NULL;
        }
      g_array_append_val (roi->points, point);
      while (*at == ' ')
        at++;
    }
  return kon_roi_validate (roi, error) ? g_steal_pointer (&roi) : NULL;
}
