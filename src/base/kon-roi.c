/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions of interest as values: made, checked, asked. As text: kon-roi-json.c, kon-roi-import.c and the formats beside it. */
#include "config.h"

#include "kon-roi.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "kon-error.h"
#include "kon-polygon.h"

#define INCLUDE_COLOUR 0x33d17a
#define EXCLUDE_COLOUR 0xe01b24

/* Less is a slip of the hand. */
#define MIN_SIDE 0.002
#define MIN_AREA 0.00002

/* Shares of a plate: corners are not known better. */
#define SOME 0.02
#define ALL 0.98

static const KonPoint whole[] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };

static const char *const rule_names[] = {
  [KON_ROI_CENTRE] = "centre",
  [KON_ROI_ANY] = "any",
  [KON_ROI_ALL] = "all",
};

G_DEFINE_BOXED_TYPE (KonRoiSet, kon_roi_set, kon_roi_set_ref, kon_roi_set_unref)

const char *
kon_roi_rule_to_string (KonRoiRule rule)
{
  g_return_val_if_fail ((guint) rule < G_N_ELEMENTS (rule_names), rule_names[0]);
  return rule_names[rule];
}

gboolean
kon_roi_rule_from_string (const char *text, KonRoiRule *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (rule_names); i++)
    if (g_strcmp0 (text, rule_names[i]) == 0)
      {
        *out = (KonRoiRule) i;
        return TRUE;
      }
  return FALSE;
}

/* ---- one region */

KonRoi *
kon_roi_new (KonRoiKind kind, const KonPoint *points, guint n)
{
  KonRoi *roi = g_new0 (KonRoi, 1);

  roi->name = g_strdup ("");
  roi->colour = kind == KON_ROI_EXCLUDE ? EXCLUDE_COLOUR : INCLUDE_COLOUR;
  roi->kind = kind;
  roi->enabled = TRUE;
  roi->points = kon_polygon_new (points, n);
  return roi;
}

static const KonPoint *
get_points (const KonRoi *roi)
{
  return (const KonPoint *) (gpointer) roi->points->data;
}

KonRoi *
kon_roi_copy (const KonRoi *roi)
{
  KonRoi *copy;

  g_return_val_if_fail (roi != NULL, NULL);

  copy = kon_roi_new (roi->kind, get_points (roi), roi->points->len);
  copy->id = g_strdup (roi->id);
  g_free (copy->name);
  copy->name = g_strdup (roi->name);
  copy->colour = roi->colour;
  copy->enabled = roi->enabled;
  return copy;
}

void
kon_roi_free (KonRoi *roi)
{
  if (roi == NULL)
    return;
  g_free (roi->id);
  g_free (roi->name);
  g_array_unref (roi->points);
  g_free (roi);
}

static gboolean
is_outside (const KonRoi *roi)
{
  for (guint i = 0; i < roi->points->len; i++)
    {
      KonPoint point = get_points (roi)[i];

      if (!(point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1))
        return TRUE;
    }
  return FALSE;
}

/* What is wrong with it, or NULL. */
static const char *
find_fault (const KonRoi *roi)
{
  guint n = roi->points->len;
  KonBox bounds = kon_polygon_bounds (get_points (roi), n);

  if (n < 3)
    return _("it has fewer than three points");
  if (n > KON_ROI_MAX_POINTS)
    return _("it has too many points");
  if (is_outside (roi))
    return _("it leaves the picture");
  if (bounds.w < MIN_SIDE || bounds.h < MIN_SIDE || kon_polygon_area (get_points (roi), n) < MIN_AREA)
    return _("it is too small to hold a plate");
  if (!kon_polygon_is_simple (get_points (roi), n))
    return _("its outline crosses or touches itself");
  if (!g_utf8_validate (roi->name, -1, NULL) || g_utf8_strlen (roi->name, -1) > KON_ROI_MAX_NAME)
    return _("its name is too long");
  return NULL;
}

gboolean
kon_roi_validate (const KonRoi *roi, GError **error)
{
  const char *fault;
  const char *shown;

  g_return_val_if_fail (roi != NULL, FALSE);

  fault = find_fault (roi);
  if (fault == NULL)
    return TRUE;
  shown = *roi->name != '\0' && strlen (roi->name) <= 4 * KON_ROI_MAX_NAME && g_utf8_validate (roi->name, -1, NULL) ? roi->name : roi->id;
  if (shown != NULL)
    /* TRANSLATORS: the second %s is a reason such as "it has fewer than three points". */
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The region “%s” cannot be used: %s. Draw it again."), shown, fault);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The region cannot be used: %s. Draw it again."), fault);
  return FALSE;
}

/* ---- sets */

KonRoiSet *
kon_roi_set_new (KonRoiRule rule)
{
  KonRoiSet *set = g_new0 (KonRoiSet, 1);

  g_atomic_ref_count_init (&set->ref_count);
  set->rule = rule;
  set->regions = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_roi_free);
  return set;
}

KonRoiSet *
kon_roi_set_copy (const KonRoiSet *set)
{
  KonRoiSet *copy;

  g_return_val_if_fail (set != NULL, NULL);

  copy = kon_roi_set_new (set->rule);
  for (guint i = 0; i < set->regions->len; i++)
    g_ptr_array_add (copy->regions, kon_roi_copy (g_ptr_array_index (set->regions, i)));
  return copy;
}

KonRoiSet *
kon_roi_set_ref (KonRoiSet *set)
{
  g_return_val_if_fail (set != NULL, NULL);
  g_atomic_ref_count_inc (&set->ref_count);
  return set;
}

void
kon_roi_set_unref (KonRoiSet *set)
{
  g_return_if_fail (set != NULL);

  if (!g_atomic_ref_count_dec (&set->ref_count))
    return;
  g_ptr_array_unref (set->regions);
  g_free (set);
}

static gboolean
has_id (const KonRoiSet *set, const char *id)
{
  for (guint i = 0; i < set->regions->len; i++)
    if (g_strcmp0 (((const KonRoi *) g_ptr_array_index (set->regions, i))->id, id) == 0)
      return TRUE;
  return FALSE;
}

void
kon_roi_set_add (KonRoiSet *set, KonRoi *roi)
{
  g_return_if_fail (set != NULL && roi != NULL);

  if (roi->id != NULL && (*roi->id == '\0' || has_id (set, roi->id)))
    g_clear_pointer (&roi->id, g_free);
  for (guint number = 1; roi->id == NULL; number++)
    {
      g_autofree char *id = g_strdup_printf ("%u", number);

      if (!has_id (set, id))
        roi->id = g_steal_pointer (&id);
    }
  g_ptr_array_add (set->regions, roi);
}

gboolean
kon_roi_set_validate (const KonRoiSet *set, GError **error)
{
  g_return_val_if_fail (set != NULL, FALSE);

  if (set->regions->len > KON_ROI_MAX_REGIONS)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE, _("%u regions are too many; use at most %d."), set->regions->len, KON_ROI_MAX_REGIONS);
      return FALSE;
    }
  for (guint i = 0; i < set->regions->len; i++)
    if (!kon_roi_validate (g_ptr_array_index (set->regions, i), error))
      return FALSE;
  return TRUE;
}

gboolean
kon_roi_set_has (const KonRoiSet *set, KonRoiKind kind)
{
  for (guint i = 0; set != NULL && i < set->regions->len; i++)
    {
      const KonRoi *roi = g_ptr_array_index (set->regions, i);

      if (roi->enabled && roi->kind == kind)
        return TRUE;
    }
  return FALSE;
}

static gboolean
lies_in (const KonRoiSet *set, KonRoiKind kind, KonPoint at)
{
  for (guint i = 0; i < set->regions->len; i++)
    {
      const KonRoi *roi = g_ptr_array_index (set->regions, i);

      if (roi->enabled && roi->kind == kind && kon_polygon_contains (get_points (roi), roi->points->len, at))
        return TRUE;
    }
  return FALSE;
}

/* The outlines of the enabled regions of @kind, or NULL where there is none. */
static GPtrArray *
list_outlines (const KonRoiSet *set, KonRoiKind kind)
{
  GPtrArray *outlines = NULL;

  for (guint i = 0; i < set->regions->len; i++)
    {
      const KonRoi *roi = g_ptr_array_index (set->regions, i);

      if (!roi->enabled || roi->kind != kind)
        continue;
      if (outlines == NULL)
        outlines = g_ptr_array_new ();
      g_ptr_array_add (outlines, roi->points);
    }
  return outlines;
}

/* How much of what is in the picture of @quad counts. */
static double
share_that_counts (const KonRoiSet *set, const KonQuad *quad)
{
  g_autoptr (GPtrArray) in = list_outlines (set, KON_ROI_INCLUDE);
  g_autoptr (GPtrArray) out = list_outlines (set, KON_ROI_EXCLUDE);
  g_autoptr (GPtrArray) picture = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  double visible, counting;

  g_ptr_array_add (picture, kon_polygon_new (whole, G_N_ELEMENTS (whole)));
  visible = kon_polygon_share (quad, picture, NULL);
  counting = kon_polygon_share (quad, in != NULL ? in : picture, out);
  return visible > 0 ? counting / visible : 0;
}

gboolean
kon_roi_set_counts (const KonRoiSet *set, const KonQuad *quad, double width, double height)
{
  KonQuad place;
  KonPoint middle = { 0, 0 };

  g_return_val_if_fail (quad != NULL && width > 0 && height > 0, FALSE);

  if (!kon_roi_set_has (set, KON_ROI_INCLUDE) && !kon_roi_set_has (set, KON_ROI_EXCLUDE))
    return TRUE;
  for (int i = 0; i < 4; i++)
    {
      place.p[i] = (KonPoint) { quad->p[i].x / width, quad->p[i].y / height };
      middle.x += place.p[i].x / 4;
      middle.y += place.p[i].y / 4;
    }
  switch (set->rule)
    {
    case KON_ROI_ANY:
      return share_that_counts (set, &place) >= SOME;
    case KON_ROI_ALL:
      return share_that_counts (set, &place) >= ALL;
    case KON_ROI_CENTRE:
    default:
      return (!kon_roi_set_has (set, KON_ROI_INCLUDE) || lies_in (set, KON_ROI_INCLUDE, middle)) && !lies_in (set, KON_ROI_EXCLUDE, middle);
    }
}

/* Tries one outline; corners of any are preferred to edges of any, nearer to further. */
static void
try_snap (const KonPoint *points, guint n, KonPoint at, KonPoint scale, gboolean corners, double *tolerance, KonPoint *out, gboolean *found)
{
  g_autoptr (GArray) pixels = kon_polygon_new (points, n);
  KonPoint there = { at.x * scale.x, at.y * scale.y }, nearest;
  int hit;

  for (guint i = 0; i < n; i++)
    g_array_index (pixels, KonPoint, i) = (KonPoint) { points[i].x * scale.x, points[i].y * scale.y };
  hit = corners ? kon_polygon_hit_vertex ((KonPoint *) (gpointer) pixels->data, n, there, *tolerance)
                : kon_polygon_hit_edge ((KonPoint *) (gpointer) pixels->data, n, there, *tolerance, &nearest);
  if (hit < 0)
    return;
  if (corners)
    nearest = g_array_index (pixels, KonPoint, hit);
  *tolerance = hypot (nearest.x - there.x, nearest.y - there.y);
  *out = corners ? points[hit] : (KonPoint) { nearest.x / scale.x, nearest.y / scale.y };
  *found = TRUE;
}

gboolean
kon_roi_set_snap (const KonRoiSet *set, const char *except, KonPoint at, double width, double height, double tolerance, KonPoint *out)
{
  const KonPoint scale = { width, height };
  gboolean found = FALSE;

  g_return_val_if_fail (width > 0 && height > 0 && out != NULL, FALSE);

  for (int corners = 1; corners >= 0 && !found; corners--)
    {
      double nearest = tolerance;

      try_snap (whole, G_N_ELEMENTS (whole), at, scale, corners, &nearest, out, &found);
      for (guint i = 0; set != NULL && i < set->regions->len; i++)
        {
          const KonRoi *roi = g_ptr_array_index (set->regions, i);

          if (except == NULL || g_strcmp0 (roi->id, except) != 0)
            try_snap (get_points (roi), roi->points->len, at, scale, corners, &nearest, out, &found);
        }
    }
  return found;
}

char *
kon_roi_source_of (const char *picture_uri)
{
  g_autofree char *scheme = picture_uri != NULL ? g_uri_parse_scheme (picture_uri) : NULL;
  const char *slash;

  if (picture_uri == NULL)
    return NULL;
  slash = strrchr (picture_uri, '/');
  if (g_strcmp0 (scheme, "file") != 0 || slash == NULL)
    return g_strdup (picture_uri);
  return g_strndup (picture_uri, MAX (slash - picture_uri, (gssize) strlen ("file:///")));
}
