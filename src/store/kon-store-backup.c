/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everything of an organization in one archive: org.json, a consistent copy of the database, and the files that this copy names,
 * as they lie on disk (with their headers, so what is encrypted stays so). Unpacked below orgs/, it is the organization again.
 * The caller's thread does the work; a reader's connection makes the copy, so reading and writing go on meanwhile. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kon-error.h"
#include "kon-pack-writer.h"

typedef struct
{
  KonStore *store;
  KonPackWriter *writer;
  KonStoreProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  gint64 done, total;
} Backup;

typedef struct
{
  const char *path;
  GBytes *key;
} Copying;

/* Not kon_store_read(): the copy opens its own transaction. */
static gboolean
copy_task (KonDb *db, gpointer data, GError **error)
{
  Copying *copying = data;

  return kon_db_backup (db, copying->path, copying->key, error);
}

/* @relative: below the organization's directory. */
static gboolean
add_file (Backup *backup, const char *relative, const char *from, GError **error)
{
  g_autofree char *name = g_build_filename (backup->store->id, relative, NULL);

  return kon_pack_writer_add_file (backup->writer, name, from, backup->cancellable, error);
}

/* A stored picture that is gone already is no reason to go without the others. */
static gboolean
add_picture (Backup *backup, KonStoreFolder folder, const char *id, GError **error)
{
  g_autofree char *relative = kon_store_file_name (folder, id);
  g_autofree char *from = g_build_filename (backup->store->directory, relative, NULL);
  g_autoptr (GError) local_error = NULL;

  if (!add_file (backup, relative, from, &local_error) && !g_error_matches (local_error, KON_ERROR, KON_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  backup->done++;
  if (backup->progress != NULL)
    backup->progress (backup->done, backup->total, backup->user_data);
  return TRUE;
}

static gboolean
add_pictures (Backup *backup, const char *snapshot, GError **error)
{
  g_autoptr (KonDb) db = kon_db_open (snapshot, KON_DB_READ_ONLY, backup->store->key, error);
  g_autoptr (KonDbStatement) files = NULL;
  KonDbStep step;

  if (db == NULL || !kon_image_count_files (db, &backup->total, error))
    return FALSE;
  files = kon_image_query_files (db, error);
  if (files == NULL)
    return FALSE;
  while ((step = kon_db_statement_step (files, error)) == KON_DB_ROW)
    {
      const char *id = kon_db_statement_get_text (files, 1);

      /* It becomes part of a path: only what we wrote ourselves. */
      if (kon_id_is_valid (id) && !add_picture (backup, kon_db_statement_get_int (files, 0), id, error))
        return FALSE;
    }
  return step == KON_DB_DONE;
}

static gboolean
add_all (Backup *backup, const char *snapshot, GError **error)
{
  g_autofree char *card = g_build_filename (backup->store->directory, "org.json", NULL);

  return add_file (backup, "org.json", card, error) && add_file (backup, "store.db", snapshot, error) && add_pictures (backup, snapshot, error);
}

/* FALSE with @error where the archive is no longer wanted. */
static gboolean
may_finish (KonStoreCommit commit, gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (commit == NULL || commit (user_data))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return FALSE;
}

gboolean
kon_store_back_up (KonStore *store, const char *path, gboolean replaces, KonStoreProgress progress, KonStoreCommit commit, gpointer user_data,
                   GCancellable *cancellable, GError **error)
{
  Backup backup = { .store = store, .progress = progress, .user_data = user_data, .cancellable = cancellable };
  g_autoptr (KonPackWriter) writer = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *snapshot = NULL;
  Copying copying;
  gboolean done;

  g_return_val_if_fail (store != NULL && path != NULL, FALSE);

  writer = kon_pack_writer_new (path, replaces, error);
  if (writer == NULL)
    return FALSE;
  backup.writer = writer;
  id = kon_clock_new_random_id (store->clock);
  name = g_strconcat (id, ".db", NULL);
  snapshot = g_build_filename (store->directory, "backups", name, NULL);
  copying = (Copying) { snapshot, store->key };
  done = kon_store_pool_run (store->readers, copy_task, &copying, cancellable, error)
         && add_all (&backup, snapshot, error)
         && kon_pack_writer_close (writer, error)
         && may_finish (commit, user_data, cancellable, error)
         && kon_pack_writer_finish (writer, error);
  g_unlink (snapshot);
  if (!done)
    kon_store_explain_damage (store, error);
  return done;
}
