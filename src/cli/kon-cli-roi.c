/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* --roi and --roi-rule: what was typed is told from a file by what it is made of. */
#include "config.h"

#include "kon-cli-roi.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-cli.h"

void
kon_cli_roi_clear (KonCliRoi *roi)
{
  g_strfreev (roi->regions);
  g_free (roi->rule);
}

void
kon_cli_roi_add_options (KonCliRoi *roi, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "roi", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &roi->regions,
      N_("Report only plates in this region: corners “x,y x,y x,y”, 0 to 1 of the picture, or a file (own JSON, COCO, CVAT); “!” in front excludes; may be repeated"),
      N_("REGION") },
    { "roi-rule", 0, 0, G_OPTION_ARG_STRING, &roi->rule, N_("A plate is in a region if its “centre” (default), “any” part or “all” of it is"), N_("RULE") },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/* Corners are written with digits, points, commas and spaces; a file so named is "./0,0 1,1". */
static gboolean
is_typed (const char *text)
{
  return *text == '\0' || (strspn (text, "0123456789+-.,eE ") == strlen (text) && strchr (text, ',') != NULL);
}

static gboolean
add_typed (KonRoiSet *set, const char *text, GError **error)
{
  KonRoi *roi = kon_roi_from_text (text, error);

  if (roi != NULL)
    kon_roi_set_add (set, roi);
  return roi != NULL;
}

/* The regions of a file, all as exclude regions with @excludes. The first file that is given decides how plates count. */
static gboolean
add_file (KonRoiSet *set, const char *path, gboolean excludes, gboolean *has_rule, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KonRoiSet) from = kon_roi_set_load (file, NULL, NULL, error);

  if (from == NULL)
    return FALSE;
  for (guint i = 0; i < from->regions->len; i++)
    {
      KonRoi *roi = kon_roi_copy (g_ptr_array_index (from->regions, i));

      if (excludes)
        roi->kind = KON_ROI_EXCLUDE;
      kon_roi_set_add (set, roi);
    }
  if (!*has_rule)
    set->rule = from->rule;
  *has_rule = TRUE;
  return TRUE;
}

gboolean
kon_cli_roi_read (const KonCliRoi *roi, const char *verb, KonRoiSet **out_set, int *out_status)
{
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  g_autoptr (GError) error = NULL;
  gboolean has_rule = FALSE;

  *out_set = NULL;
  *out_status = KON_CLI_USAGE;
  if (roi->rule != NULL && !kon_roi_rule_from_string (roi->rule, &set->rule))
    {
      kon_cli_print_usage_error (verb, _("--roi-rule takes “centre”, “any” or “all”."));
      return FALSE;
    }
  if (roi->rule != NULL && roi->regions == NULL)
    {
      kon_cli_print_usage_error (verb, _("--roi-rule says how plates count in a region; name one with --roi."));
      return FALSE;
    }
  has_rule = roi->rule != NULL;
  for (char **region = roi->regions; region != NULL && *region != NULL; region++)
    {
      gboolean excludes = **region == '!';
      const char *rest = *region + (excludes ? 1 : 0);

      if (is_typed (rest) && !add_typed (set, *region, &error))
        {
          kon_cli_print_usage_error (verb, error->message);
          return FALSE;
        }
      if (!is_typed (rest) && !add_file (set, rest, excludes, &has_rule, &error))
        break;
    }
  if (error != NULL || !kon_roi_set_validate (set, &error))
    {
      kon_cli_print_error (error->message);
      *out_status = KON_CLI_FAILED;
      return FALSE;
    }
  if (roi->regions != NULL)
    *out_set = g_steal_pointer (&set);
  return TRUE;
}
