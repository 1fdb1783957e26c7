/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The regions, listed. */
#include "config.h"

#include "kon-engine-regions.h"

#include "kon-engine-private.h"
#include "kon-error.h"
#include "kon-regions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
entry_free (gpointer data)
{
  KonRegionEntry *entry = data;

  g_free (entry->code);
  g_free (entry->name);
  g_free (entry->country);
  g_free (entry);
}

void
kon_region_list_free (KonRegionList *list)
{
  if (list == NULL)
    return;
  g_ptr_array_unref (list->regions);
  g_ptr_array_unref (list->problems);
  g_free (list);
}

static KonRegionList *
load_list (const char *directory)
{
  KonRegionList *list = g_new0 (KonRegionList, 1);
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (KonRegions) regions = kon_regions_load (directory, errors);

  list->regions = g_ptr_array_new_with_free_func (entry_free);
  list->problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < errors->len; i++)
    g_ptr_array_add (list->problems, g_strdup (((GError *) g_ptr_array_index (errors, i))->message));
  for (guint i = 0; i < kon_regions_get_n (regions); i++)
    {
      const KonRegion *region = kon_regions_get (regions, i);
      KonRegionEntry *entry = g_new0 (KonRegionEntry, 1);

      entry->code = g_strdup (region->code);
      entry->name = g_strdup (region->name);
      if (region->parent >= 0)
        entry->country = g_strdup (kon_regions_get (regions, region->parent)->code);
      g_ptr_array_add (list->regions, entry);
    }
  return list;
}

const KonRegionEntry *
kon_region_list_find (const KonRegionList *list, const char *code)
{
  g_return_val_if_fail (list != NULL && code != NULL, NULL);

  for (guint i = 0; i < list->regions->len; i++)
    {
      const KonRegionEntry *entry = g_ptr_array_index (list->regions, i);

      if (strcmp (entry->code, code) == 0)
        return entry;
    }
  return NULL;
}

char *
kon_region_list_normalize (const KonRegionList *list, const char *codes, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) normal = g_string_new (NULL);

  g_return_val_if_fail (list != NULL && codes != NULL, NULL);

  words = g_strsplit (codes, ",", -1);
  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *code = g_ascii_strup (g_strstrip (*word), -1);
      const KonRegionEntry *entry = kon_region_list_find (list, code);

      if (entry == NULL)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("There is no region “%s”. “konnetec regions” shows those there are."), *word);
          return NULL;
        }
      g_hash_table_add (wanted, entry->code);
    }
  for (guint i = 0; i < list->regions->len; i++)
    {
      const KonRegionEntry *entry = g_ptr_array_index (list->regions, i);

      if (g_hash_table_contains (wanted, entry->code) && (entry->country == NULL || !g_hash_table_contains (wanted, entry->country)))
        g_string_append_printf (normal, "%s%s", normal->len > 0 ? "," : "", entry->code);
    }
  return g_string_free (g_steal_pointer (&normal), FALSE);
}

KonRegionList *
kon_engine_list_regions (KonEngine *self)
{
  g_return_val_if_fail (KON_IS_ENGINE (self), NULL);
  return load_list (kon_engine_get_regions_dir (self));
}

static void
list_on_worker (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, load_list (task_data), (GDestroyNotify) kon_region_list_free);
}

void
kon_engine_list_regions_async (KonEngine *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (KON_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kon_engine_list_regions_async);
  g_task_set_task_data (task, g_strdup (kon_engine_get_regions_dir (self)), g_free);
  if (kon_engine_check_open (self, &error))
    kon_workers_run (kon_engine_get_workers (self, KON_POOL_QUERY), task, list_on_worker);
  else
    g_task_return_error (task, error);
}

KonRegionList *
kon_engine_list_regions_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
