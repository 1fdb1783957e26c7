/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The store as a whole: opening and closing, and the two ways to the database. */
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

/* A damaged database is the one fault where the folder's user must act: say how. */
void
kon_store_explain_damage (KonStore *store, GError **error)
{
  g_autofree char *folder = NULL;

  if (error == NULL || !g_error_matches (*error, KON_ERROR, KON_ERROR_DAMAGED))
    return;
  folder = g_filename_display_name (store->directory);
  g_clear_error (error);
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
               _("The database in “%s” is damaged. Close the program and move this folder to another place; then unpack your newest backup "
                 "where it was, or let the program begin a new history. The pictures in the folder are not affected."),
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
  kon_store_explain_damage (store, error);
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
  kon_store_explain_damage (store, error);
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
      kon_store_explain_damage (store, error);
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
    {
      kon_store_sweep_backups (store);
      kon_store_directory_share (store->lock_fd);
    }
  kon_store_sweep_start (store);
  return g_steal_pointer (&store);
}

void
kon_store_close (KonStore *store)
{
  if (store == NULL)
    return;
  kon_store_sweep_stop (store);
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
