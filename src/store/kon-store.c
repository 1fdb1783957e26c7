/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The store as a whole: opening and closing, the two ways to the database, backup. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "kon-error.h"

#define N_READERS 3
#define LEASE_LIMIT_US (G_TIME_SPAN_HOUR) /* after that, whoever took a lease is surely gone */

/* The two ways to the database */

typedef struct
{
  KonStoreTask task;
  gpointer data;
} Wrapped;

/* The newest copy in backups/, or NULL. Its names sort by time. */
static char *
find_newest_backup (KonStore *store)
{
  g_autofree char *folder = g_build_filename (store->directory, "backups", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".db") && (newest == NULL || strcmp (name, newest) > 0))
      {
        g_free (newest);
        newest = g_strdup (name);
      }
  return g_steal_pointer (&newest);
}

/* A damaged database is the one fault where the folder's user must act: say how. */
static void
explain_damage (KonStore *store, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *backup = NULL;

  if (error == NULL || !g_error_matches (*error, KON_ERROR, KON_ERROR_DAMAGED))
    return;
  folder = g_filename_display_name (store->directory);
  backup = find_newest_backup (store);
  g_clear_error (error);
  if (backup != NULL)
    g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                 _ ("The database in “%s” is damaged. Close the program, move store.db, store.db-wal and store.db-shm out of this "
                    "folder, and copy backups/%s there as store.db. The pictures are not affected"),
                 folder, backup);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                 _ ("The database in “%s” is damaged, and its folder backups holds no copy. Close the program and bring "
                    "store.db back from a backup of your own, or move it out of this folder to begin a new one. "
                    "The pictures are not affected"),
                 folder);
}

static gboolean
read_task (KonDb *db, gpointer data, GError **error)
{
  Wrapped *wrapped = data;
  gboolean done;

  if (!kon_db_exec (db, "BEGIN", error))
    return FALSE;
  done = wrapped->task (db, wrapped->data, error);
  kon_db_rollback (db);
  return done;
}

gboolean
kon_store_read (KonStore *store, KonStoreTask task, gpointer data, GCancellable *cancellable, GError **error)
{
  Wrapped wrapped = { task, data };

  if (kon_store_pool_run (store->readers, read_task, &wrapped, cancellable, error))
    return TRUE;
  explain_damage (store, error);
  return FALSE;
}

static gboolean
write_task (KonDb *db, gpointer data, GError **error)
{
  Wrapped *wrapped = data;

  if (!kon_db_begin (db, error))
    return FALSE;
  if (wrapped->task (db, wrapped->data, error) && kon_db_commit (db, error))
    return TRUE;
  kon_db_rollback (db);
  return FALSE;
}

gboolean
kon_store_write (KonStore *store, KonStoreTask task, gpointer data, GError **error)
{
  Wrapped wrapped = { task, data };

  if (kon_store_pool_run (store->writer, write_task, &wrapped, NULL, error))
    return TRUE;
  explain_damage (store, error);
  return FALSE;
}

/* Opening */

typedef struct
{
  KonStore *store;
  gboolean alone;
} Opening;

static gboolean
migrate_task (KonDb *db, gpointer data, GError **error)
{
  Opening *opening = data;

  return kon_store_schema_migrate (db, opening->alone, error);
}

static gboolean
sweep_task (KonDb *db, gpointer data, GError **error)
{
  Opening *opening = data;
  KonStore *store = opening->store;
  /* Nobody else is there: every lease is a dead process's. Otherwise only the old ones. */
  gint64 before_us = opening->alone ? G_MAXINT64 : kon_clock_now_us (store->clock) - LEASE_LIMIT_US;

  return kon_lease_sweep (store, db, before_us, error);
}

static gboolean
open_locked (KonStore *store, const char *name, gboolean alone, GError **error)
{
  Opening opening = { store, alone };
  g_autoptr (GError) sweep_error = NULL;

  if (!kon_store_directory_identify (store, name, error))
    return FALSE;
  /* Before the writer opens it, because a writer changes the file already by opening. */
  if (!kon_store_schema_check (store->database_path, store->key, error))
    {
      explain_damage (store, error);
      return FALSE;
    }
  store->writer = kon_store_pool_new ("kon-store-write", 1, store->database_path, KON_DB_READ_WRITE | KON_DB_CREATE, store->key);
  store->readers = kon_store_pool_new ("kon-store-read", N_READERS, store->database_path, KON_DB_READ_ONLY, store->key);
  if (!kon_store_write (store, migrate_task, &opening, error))
    return FALSE;
  /* A full disk or a busy neighbour is no reason to keep the history shut: the next opening sweeps. */
  if (kon_store_write (store, sweep_task, &opening, &sweep_error)
      || g_error_matches (sweep_error, KON_ERROR, KON_ERROR_NO_SPACE)
      || g_error_matches (sweep_error, KON_ERROR, KON_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&sweep_error));
  return FALSE;
}

KonStore *
kon_store_open (const char *directory, const char *name, GBytes *key, KonClock *clock, GError **error)
{
  g_autoptr (KonStore) store = NULL;
  gboolean alone = FALSE;

  g_return_val_if_fail (directory != NULL && name != NULL && clock != NULL, NULL);

  store = g_new0 (KonStore, 1);
  store->directory = g_strdup (directory);
  store->database_path = g_build_filename (directory, "store.db", NULL);
  store->key = key != NULL ? g_bytes_ref (key) : NULL;
  store->clock = kon_clock_ref (clock);
  store->lock_fd = kon_store_directory_lock (directory, &alone, error);
  if (store->lock_fd < 0 || !open_locked (store, name, alone, error))
    return NULL;
  if (alone)
    kon_store_directory_share (store->lock_fd);
  return g_steal_pointer (&store);
}

void
kon_store_close (KonStore *store)
{
  if (store == NULL)
    return;
  kon_store_pool_free (store->readers);
  kon_store_pool_free (store->writer);
  if (store->lock_fd >= 0)
    close (store->lock_fd);
  kon_clock_unref (store->clock);
  g_clear_pointer (&store->key, g_bytes_unref);
  g_free (store->name);
  g_free (store->id);
  g_free (store->database_path);
  g_free (store->directory);
  g_free (store);
}

const char *
kon_store_get_id (KonStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);
  return store->id;
}

const char *
kon_store_get_name (KonStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);
  return store->name;
}

/* Backup */

typedef struct
{
  const char *path;
  GBytes *key;
} Copying;

/* Not kon_store_read(): the copy opens its own transaction. */
static gboolean
backup_task (KonDb *db, gpointer data, GError **error)
{
  Copying *copying = data;

  return kon_db_backup (db, copying->path, copying->key, error);
}

/* "2026-11-24T061000Z.db", with a number where there is one of this second. Returns: (transfer full) */
static char *
choose_backup_name (KonStore *store)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (kon_clock_now_us (store->clock) / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H%M%SZ");

  for (int i = 0;; i++)
    {
      g_autofree char *name = i == 0 ? g_strdup_printf ("%s.db", time) : g_strdup_printf ("%s-%d.db", time, i);
      g_autofree char *path = g_build_filename (store->directory, "backups", name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

char *
kon_store_backup (KonStore *store, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  Copying copying;

  g_return_val_if_fail (store != NULL, NULL);

  name = choose_backup_name (store);
  path = g_build_filename (store->directory, "backups", name, NULL);
  copying = (Copying) { path, store->key };
  if (!kon_store_pool_run (store->readers, backup_task, &copying, NULL, error))
    {
      explain_damage (store, error);
      return NULL;
    }
  return g_steal_pointer (&name);
}
