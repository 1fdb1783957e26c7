/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions out of "CVAT for images" XML: <image name width height> with <polygon label points> and <box label xtl ytl xbr ybr>.
 * GMarkup knows no entities but the five of XML and keeps open elements on the heap, so text cannot blow it up. */
#include "config.h"

#include "kon-roi-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "kon-error.h"

#define MAX_SIDE 100000 /* pixels of a picture */
#define FAR 1e6         /* pixels: nothing is drawn further out */

typedef struct
{
  GPtrArray *pictures;
  KonRoiPicture *picture; /* whose element is open */
} Reading;

static const char *
find (const char **names, const char **values, const char *wanted)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], wanted))
      return values[i];
  return NULL;
}

static gboolean
fail (GError **error, const char *attribute)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The value “%s” of its CVAT annotations makes no sense."), attribute);
  return FALSE;
}

/* A number and what follows it up to and with @end ('\0': the end of the text). */
static gboolean
scan (const char **at, char end, double *out)
{
  char *after;

  if (*at == NULL)
    return FALSE;
  *out = g_ascii_strtod (*at, &after);
  if (after == *at || !(fabs (*out) <= FAR) || *after != end)
    return FALSE;
  *at = end != '\0' ? after + 1 : after;
  return TRUE;
}

static gboolean
get_number (const char **names, const char **values, const char *wanted, double *out, GError **error)
{
  const char *text = find (names, values, wanted);

  return scan (&text, '\0', out) || fail (error, wanted);
}

static gboolean
begin_image (Reading *reading, const char **names, const char **values, GError **error)
{
  double width, height;

  if (!get_number (names, values, "width", &width, error) || !get_number (names, values, "height", &height, error))
    return FALSE;
  if (!(width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE))
    return fail (error, "width");
  reading->picture = g_new0 (KonRoiPicture, 1);
  *reading->picture = (KonRoiPicture) { g_strdup (find (names, values, "name")), 0, width, height, kon_roi_set_new (KON_ROI_CENTRE) };
  g_ptr_array_add (reading->pictures, reading->picture);
  return TRUE;
}

static gboolean
add_polygon (Reading *reading, const char **names, const char **values, GError **error)
{
  const char *at = find (names, values, "points");
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KonPoint));

  while (at != NULL && *at != '\0' && points->len <= KON_ROI_MAX_POINTS)
    {
      KonPoint point;

      if (!scan (&at, ',', &point.x) || !(scan (&at, ';', &point.y) || scan (&at, '\0', &point.y)))
        return fail (error, "points");
      g_array_append_val (points, point);
    }
  if (points->len < 3)
    return fail (error, "points");
  kon_roi_picture_add (reading->picture, find (names, values, "label"), NULL, points);
  return TRUE;
}

static gboolean
add_box (Reading *reading, const char **names, const char **values, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KonPoint));
  double left, top, right, bottom;

  if (!get_number (names, values, "xtl", &left, error) || !get_number (names, values, "ytl", &top, error)
      || !get_number (names, values, "xbr", &right, error) || !get_number (names, values, "ybr", &bottom, error))
    return FALSE;
  g_array_append_vals (points, ((KonPoint[]) { { left, top }, { right, top }, { right, bottom }, { left, bottom } }), 4);
  kon_roi_picture_add (reading->picture, find (names, values, "label"), NULL, points);
  return TRUE;
}

static void
element_begins_cb (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (g_str_equal (element, "image"))
    begin_image (reading, names, values, error);
  else if (reading->picture == NULL || reading->picture->set->regions->len > KON_ROI_MAX_REGIONS)
    return;
  else if (g_str_equal (element, "polygon"))
    add_polygon (reading, names, values, error);
  else if (g_str_equal (element, "box"))
    add_box (reading, names, values, error);
}

static void
element_ends_cb (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (g_str_equal (element, "image"))
    reading->picture = NULL;
}

gboolean
kon_roi_read_cvat (const char *text, gsize size, GPtrArray *pictures, GError **error)
{
  static const GMarkupParser parser = { element_begins_cb, element_ends_cb, NULL, NULL, NULL };
  Reading reading = { pictures, NULL };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  GError *local_error = NULL;

  if (g_markup_parse_context_parse (context, text, (gssize) size, &local_error) && g_markup_parse_context_end_parse (context, &local_error))
    return TRUE;
  if (local_error->domain == G_MARKUP_ERROR)
    {
      g_clear_error (&local_error);
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("It is not valid XML. Restore it from its source."));
      return FALSE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}
