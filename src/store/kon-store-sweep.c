/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Strays: files of our own making that neither a row nor a lease knows, as a power loss may leave them. Once a day a thread of its
 * own walks the folders, asks the readers which names are known, and lets the writer look again and remove the rest. A file is
 * written only under a lease that is committed before, so what has neither, inside a transaction, is nobody's. What is not named
 * as we name files, or is younger than this store, is never touched. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define PART ".part"
#define N_SHARDS 256
#define INTERVAL_US (G_TIME_SPAN_DAY)

typedef struct
{
  KonStore *store;
  GArray *strays; /* of KonLease; rowid is 1 where something was begun of it */
  guint n_removed;
} Sweep;

static gint64
get_time (const struct stat *status)
{
  return (gint64) status->st_mtim.tv_sec * G_USEC_PER_SEC + status->st_mtim.tv_nsec / 1000;
}

static gboolean
is_old_file (const char *path, gint64 before_us)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISREG (status.st_mode) && get_time (&status) < before_us;
}

/* The id that a file of this folder is named after, or NULL for a name that is not ours. Returns: (transfer full) */
static char *
id_from_name (const char *name, const char *shard, gboolean *out_is_part)
{
  g_autofree char *id = NULL;

  *out_is_part = g_str_has_suffix (name, PART);
  id = g_strndup (name, strlen (name) - (*out_is_part ? strlen (PART) : 0));
  return kon_id_is_valid (id) && g_str_has_suffix (id, shard) ? g_steal_pointer (&id) : NULL;
}

static void
list_shard (Sweep *sweep, KonStoreFolder folder, const char *shard)
{
  KonStore *store = sweep->store;
  g_autofree char *path = g_build_filename (store->directory, folder == KON_STORE_ORIGINAL ? "images" : "thumbs", shard, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_array_set_size (sweep->strays, 0);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      gboolean is_part;
      g_autofree char *id = id_from_name (name, shard, &is_part);
      KonLease stray = { is_part, folder, NULL };

      if (id == NULL || !is_old_file (file, store->opened_us))
        continue;
      stray.id = g_steal_pointer (&id);
      g_array_append_val (sweep->strays, stray);
    }
}

/* On a reader: what a row names is none, and that is nearly all. */
static gboolean
drop_known_task (KonDb *db, gpointer data, GError **error)
{
  Sweep *sweep = data;

  for (guint i = 0; i < sweep->strays->len;)
    {
      const KonLease *stray = &g_array_index (sweep->strays, KonLease, i);
      int named = stray->rowid ? 0 : kon_lease_is_named (db, stray, error);

      if (named < 0)
        return FALSE;
      if (named)
        g_array_remove_index_fast (sweep->strays, i);
      else
        i++;
    }
  return TRUE;
}

static gboolean
remove_task (KonDb *db, gpointer data, GError **error)
{
  Sweep *sweep = data;

  for (guint i = 0; i < sweep->strays->len; i++)
    {
      const KonLease *stray = &g_array_index (sweep->strays, KonLease, i);
      int held = kon_lease_is_held (db, stray, error);
      int named = held == 0 ? kon_lease_is_named (db, stray, error) : 0;

      if (held < 0 || named < 0)
        return FALSE;
      if (held || (named && !stray->rowid))
        continue;
      if (stray->rowid)
        kon_store_file_remove_part (sweep->store, stray->folder, stray->id);
      else
        kon_store_file_remove (sweep->store, stray->folder, stray->id);
      sweep->n_removed++;
    }
  return TRUE;
}

/* FALSE where it was stopped or the database does not answer: another day. */
static gboolean
sweep_shards (Sweep *sweep)
{
  KonStore *store = sweep->store;

  for (guint i = 0; i < N_SHARDS * 2; i++)
    {
      char shard[3];

      if (g_cancellable_is_cancelled (store->sweep_end))
        return FALSE;
      g_snprintf (shard, sizeof shard, "%02x", i % N_SHARDS);
      list_shard (sweep, i < N_SHARDS ? KON_STORE_ORIGINAL : KON_STORE_SMALL, shard);
      if (sweep->strays->len > 0 && !kon_store_read (store, drop_known_task, sweep, store->sweep_end, NULL))
        return FALSE;
      if (sweep->strays->len > 0 && !kon_store_write (store, remove_task, sweep, NULL))
        return FALSE;
    }
  return TRUE;
}

static char *
path_of_stamp (KonStore *store)
{
  return g_build_filename (store->directory, "swept", NULL);
}

static gpointer
sweep_thread (gpointer data)
{
  KonStore *store = data;
  g_autofree char *stamp = path_of_stamp (store);
  Sweep sweep = { store, g_array_new (FALSE, FALSE, sizeof (KonLease)), 0 };

  g_array_set_clear_func (sweep.strays, (GDestroyNotify) kon_lease_clear);
  if (sweep_shards (&sweep))
    g_file_set_contents_full (stamp, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  if (sweep.n_removed > 0)
    g_info ("%u stored files that nothing knew of were removed", sweep.n_removed);
  g_array_unref (sweep.strays);
  return NULL;
}

void
kon_store_sweep_start (KonStore *store)
{
  g_autofree char *stamp = path_of_stamp (store);
  struct stat status;
  gint64 now_us = g_get_real_time ();

  store->opened_us = now_us;
  if (lstat (stamp, &status) == 0 && get_time (&status) <= now_us && now_us - get_time (&status) < INTERVAL_US)
    return;
  store->sweep_end = g_cancellable_new ();
  store->sweeper = g_thread_new ("kon-store-sweep", sweep_thread, store);
}

void
kon_store_sweep_stop (KonStore *store)
{
  if (store->sweeper == NULL)
    return;
  g_cancellable_cancel (store->sweep_end);
  g_thread_join (g_steal_pointer (&store->sweeper));
  g_clear_object (&store->sweep_end);
}

void
kon_store_sweep_backups (KonStore *store)
{
  g_autofree char *path = g_build_filename (store->directory, "backups", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      const char *ending = strstr (name, ".db");
      g_autofree char *id = ending != NULL ? g_strndup (name, (gsize) (ending - name)) : NULL;
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (id != NULL && kon_id_is_valid (id))
        g_unlink (file);
    }
}
