/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All regions together: the folder of packs, and forms by the length of their texts. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-regions.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-paths.h"
#include "kon-region-private.h"

#define MAX_FILE (64 * 1024)
#define MAX_FILES 400

#define STRANGERS 0.05       /* of plates follow no format we know */
#define CHOSEN 0.95          /* of plates are of the regions that were chosen, where some were */
#define STRANGER_LENGTHS 8.0 /* so many lengths are usual */
#define WRONG_LAYOUT 0.2     /* chance of a plate of two rows, where one is usual */

struct _KonRegions
{
  gatomicrefcount ref_count;
  GPtrArray *packs;   /* of KonRegionPack, that the regions and forms point into */
  GArray *regions;    /* of KonRegion */
  GArray *priors;     /* of double, one for each region; sum 1 */
  GArray *of_length[KON_REGION_MAX_LENGTH + 1]; /* of KonRegionFormEntry */
};

/* ---- loading */

static gboolean
fail (const char *path, KonErrorCode code, const char *reason, GError **error)
{
  g_autofree char *name = kon_paths_display_name (path);

  g_set_error (error, KON_ERROR, code, _("The format pack %s cannot be used (%s). Install the program again, or take the file away."), name, reason);
  return FALSE;
}

/* "de.json" -> "DE"; NULL where the name is no country's. */
static char *
code_of_file (const char *name)
{
  if (strlen (name) != strlen ("xx.json") || !g_str_has_suffix (name, ".json") || !g_ascii_islower (name[0]) || !g_ascii_islower (name[1]))
    return NULL;
  return g_ascii_strup (name, 2);
}

static KonRegionPack *
load_pack (const char *directory, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *code = code_of_file (name);
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  KonRegionPack *pack = NULL;
  gsize size;

  if (code == NULL)
    {
      fail (path, KON_ERROR_DAMAGED, _("it must be named after a country's code of two letters"), error);
      return NULL;
    }
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, &reason);
  if (info != NULL && (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > MAX_FILE))
    g_set_error_literal (&reason, KON_ERROR, KON_ERROR_TOO_LARGE, _("it is too large or not a file"));
  else if (info != NULL && g_file_get_contents (path, &text, &size, &reason))
    pack = kon_region_pack_parse (text, size, code, &reason);
  if (pack == NULL)
    fail (path, reason->domain == KON_ERROR ? (KonErrorCode) reason->code : KON_ERROR_FAILED, reason->message, error);
  return pack;
}

static void
add_forms (KonRegions *self, const KonRegionPart *part, int region)
{
  double total = 0;

  for (guint i = 0; i < part->formats->len; i++)
    total += ((KonRegionFormat *) g_ptr_array_index (part->formats, i))->weight;
  for (guint i = 0; i < part->formats->len; i++)
    {
      const KonRegionFormat *format = g_ptr_array_index (part->formats, i);

      for (guint k = 0; k < format->forms->len; k++)
        {
          const KonRegionForm *form = &g_array_index (format->forms, KonRegionForm, k);
          KonRegionFormEntry entry = { *form, region, format->layout, format->weight / total * form->weight / kon_region_form_count (form) };

          g_array_append_val (self->of_length[form->length], entry);
        }
    }
}

static double
sum_formats (const KonRegionPart *part)
{
  double sum = 0;

  for (guint i = 0; i < part->formats->len; i++)
    sum += ((KonRegionFormat *) g_ptr_array_index (part->formats, i))->weight;
  return sum;
}

/* The country's weight, shared among its states and what it has of its own. */
static double
prior_of_part (const KonRegionPack *pack, guint index)
{
  const KonRegionPart *country = g_ptr_array_index (pack->parts, 0), *part = g_ptr_array_index (pack->parts, index);
  double states = 0, own = sum_formats (country);

  for (guint i = 1; i < pack->parts->len; i++)
    states += ((KonRegionPart *) g_ptr_array_index (pack->parts, i))->weight;
  return country->weight * (index == 0 ? own : part->weight) / (own + states);
}

/* FALSE where one of its codes is there already. Takes @pack where not. */
static gboolean
add_pack (KonRegions *self, KonRegionPack *pack, GError **error)
{
  int country = self->regions->len;

  for (guint i = 0; i < pack->parts->len; i++)
    {
      const KonRegionPart *part = g_ptr_array_index (pack->parts, i);
      KonRegion region = { part->code, part->name, i == 0 ? -1 : country };
      double prior = prior_of_part (pack, i);

      if (kon_regions_find (self, part->code) >= 0)
        {
          g_array_set_size (self->regions, country);
          g_array_set_size (self->priors, country);
          g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("“%s” is there twice"), part->code);
          return FALSE;
        }
      g_array_append_val (self->regions, region);
      g_array_append_val (self->priors, prior);
    }
  for (guint i = 0; i < pack->parts->len; i++)
    add_forms (self, g_ptr_array_index (pack->parts, i), country + (int) i);
  g_ptr_array_add (self->packs, pack);
  return TRUE;
}

static void
load_file (KonRegions *self, const char *directory, const char *name, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonRegionPack) pack = load_pack (directory, name, &error);

  if (pack != NULL)
    {
      g_autoptr (GError) reason = NULL;
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (add_pack (self, pack, &reason))
        g_steal_pointer (&pack);
      else
        fail (path, KON_ERROR_DAMAGED, reason->message, &error);
    }
  if (error != NULL && problems != NULL)
    g_ptr_array_add (problems, g_steal_pointer (&error));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The *.json of @directory, in the order of their names. */
static GPtrArray *
list_files (const char *directory, GPtrArray *problems)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (directory, 0, &reason);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && names->len < MAX_FILES)
      g_ptr_array_add (names, g_strdup (name));
  if (dir == NULL && problems != NULL)
    {
      GError *error = NULL;
      g_autofree char *shown = kon_paths_display_name (directory);

      g_set_error (&error, KON_ERROR, KON_ERROR_NOT_FOUND,
                   _("The format packs in %s cannot be read (%s). Plates are read without them. Install the program again."), shown, reason->message);
      g_ptr_array_add (problems, error);
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

KonRegions *
kon_regions_load (const char *directory, GPtrArray *problems)
{
  KonRegions *self = g_new0 (KonRegions, 1);
  g_autoptr (GPtrArray) names = NULL;
  double sum = 0;

  g_return_val_if_fail (directory != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_region_pack_free);
  self->regions = g_array_new (FALSE, FALSE, sizeof (KonRegion));
  self->priors = g_array_new (FALSE, FALSE, sizeof (double));
  for (int i = 0; i <= KON_REGION_MAX_LENGTH; i++)
    self->of_length[i] = g_array_new (FALSE, FALSE, sizeof (KonRegionFormEntry));
  names = list_files (directory, problems);
  for (guint i = 0; i < names->len; i++)
    load_file (self, directory, g_ptr_array_index (names, i), problems);
  for (guint i = 0; i < self->priors->len; i++)
    sum += g_array_index (self->priors, double, i);
  for (guint i = 0; i < self->priors->len; i++)
    g_array_index (self->priors, double, i) /= sum;
  return self;
}

KonRegions *
kon_regions_ref (KonRegions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kon_regions_unref (KonRegions *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (int i = 0; i <= KON_REGION_MAX_LENGTH; i++)
    g_array_unref (self->of_length[i]);
  g_array_unref (self->regions);
  g_array_unref (self->priors);
  g_ptr_array_unref (self->packs);
  g_free (self);
}

/* ---- asking */

guint
kon_regions_get_n (KonRegions *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->regions->len;
}

const KonRegion *
kon_regions_get (KonRegions *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->regions->len, NULL);
  return &g_array_index (self->regions, KonRegion, index);
}

int
kon_regions_find (KonRegions *self, const char *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, -1);

  for (guint i = 0; i < self->regions->len; i++)
    if (g_str_equal (g_array_index (self->regions, KonRegion, i).code, code))
      return (int) i;
  return -1;
}

const GArray *
kon_regions_get_entries (KonRegions *self, int length)
{
  g_return_val_if_fail (length >= 0 && length <= KON_REGION_MAX_LENGTH, NULL);
  return self->of_length[length];
}

/* ---- what is expected */

KonRegionSet *
kon_region_set_new (KonRegions *regions, const char *codes)
{
  g_autoptr (KonRegionSet) set = g_new0 (KonRegionSet, 1);
  g_auto (GStrv) chosen = g_strsplit (codes != NULL ? codes : "", ",", -1);
  guint n = kon_regions_get_n (regions);
  gboolean is_any_chosen = FALSE;
  double inside = 0;

  set->regions = kon_regions_ref (regions);
  set->priors = g_memdup2 (regions->priors->data, sizeof (double) * n);
  set->is_chosen = g_new0 (gboolean, n + 1);
  set->others = STRANGERS;
  for (char **code = chosen; *code != NULL; code++)
    {
      int wanted = kon_regions_find (regions, *code);

      for (guint i = 0; i < n && wanted >= 0; i++)
        if ((int) i == wanted || kon_regions_get (regions, i)->parent == wanted)
          is_any_chosen = set->is_chosen[i] = TRUE;
    }
  for (guint i = 0; i < n && !is_any_chosen; i++)
    set->is_chosen[i] = TRUE;
  for (guint i = 0; i < n; i++)
    inside += set->is_chosen[i] ? set->priors[i] : 0;
  for (guint i = 0; i < n && inside < 1 - 1e-9; i++)
    set->priors[i] *= set->is_chosen[i] ? CHOSEN / inside : (1 - CHOSEN) / (1 - inside);
  return g_steal_pointer (&set);
}

void
kon_region_set_free (KonRegionSet *set)
{
  if (!set)
    return;
  kon_regions_unref (set->regions);
  g_free (set->priors);
  g_free (set->is_chosen);
  g_free (set);
}

double
kon_region_set_stranger_mass (const KonRegionSet *set, int length)
{
  double mass = set->others / STRANGER_LENGTHS;

  for (int i = 0; i < length; i++)
    mass /= KON_REGION_SIGNS;
  return mass;
}

double
kon_region_layout_factor (KonLayout seen, KonLayout expected)
{
  return seen == KON_LAYOUT_UNKNOWN || expected == KON_LAYOUT_UNKNOWN || seen == expected ? 1 : WRONG_LAYOUT;
}
