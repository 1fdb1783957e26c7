/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The inside of the store, shared by the files of this room only. */
#pragma once

#include "kon-store.h"
#include "kon-store-pool-private.h"

G_BEGIN_DECLS

struct _KonStore
{
  char *directory;
  char *database_path;
  char *id;
  char *name;
  GBytes *key;
  KonClock *clock;
  int lock_fd; /* of the file "lock": every open store holds it shared */
  KonStorePool *writer;
  KonStorePool *readers;

  /* The sweep for strays, while it runs (kon-store-sweep.c). */
  GThread *sweeper;
  GCancellable *sweep_end;
  gint64 opened_us;
};

/* Every function that changes the database or the files stands behind this. */
#define KON_STORE_ASSERT_WRITER(store) g_assert (kon_store_pool_is_own_thread ((store)->writer))

/* Reads on one of the readers' connections, inside one read transaction. */
gboolean kon_store_read (KonStore *store, KonStoreTask task, gpointer data, GCancellable *cancellable, GError **error);

/* Runs @task on the writer thread inside one transaction: committed where it gives TRUE, else rolled back. */
gboolean kon_store_write (KonStore *store, KonStoreTask task, gpointer data, GError **error);

/* Says what to do about a damaged database, where @error is that. */
void kon_store_explain_damage (KonStore *store, GError **error);

/* The directory's lock and name card (kon-store-directory.c) */

/* Makes the folders and waits for the lock. @out_alone: no other store is open here, and none can be until
 * kon_store_directory_share(). Returns: the lock's descriptor or -1. */
int kon_store_directory_lock (const char *directory, gboolean *out_alone, GError **error);
void kon_store_directory_share (int lock_fd);

/* Reads org.json, or writes it with @name and a new id where the directory is new. */
gboolean kon_store_directory_identify (KonStore *store, const char *name, GError **error);

/* The stored files (kon-store-files.c) */

typedef enum
{
  KON_STORE_ORIGINAL, /* images/, by picture id */
  KON_STORE_SMALL,    /* thumbs/: thumbnails by picture id, crops by record id */
} KonStoreFolder;

/* Where the file lies, below the directory. Returns: (transfer full) */
char *kon_store_file_name (KonStoreFolder folder, const char *id);

/* Writes beside, renames; where @durable, the file and its name are on disk when this returns. */
gboolean kon_store_file_write (KonStore *store, KonStoreFolder folder, const char *id, GBytes *bytes, gboolean durable, GError **error);

/* Returns: (transfer full) what was stored; KON_ERROR_NOT_FOUND, DAMAGED, NEWER_VERSION. Any thread. */
GBytes *kon_store_file_read (KonStore *store, KonStoreFolder folder, const char *id, GError **error);

/* The finished file, or what was begun of one; nothing happens where there is none. */
void kon_store_file_remove (KonStore *store, KonStoreFolder folder, const char *id);
void kon_store_file_remove_part (KonStore *store, KonStoreFolder folder, const char *id);

/* Upper limit of what one file takes on disk: the bytes and the header. */
gint64 kon_store_file_size (GBytes *bytes);

/* Strays (kon-store-sweep.c) */

/* Once a day; in the background, until kon_store_sweep_stop(). */
void kon_store_sweep_start (KonStore *store);
void kon_store_sweep_stop (KonStore *store);

/* Removes what a killed backup left. Only while no other store is open here. */
void kon_store_sweep_backups (KonStore *store);

/* The schema (kon-store-schema.c) */

#define KON_STORE_SCHEMA_VERSION 1

/* FALSE with KON_ERROR_NEWER_VERSION where the database was made by a newer program; reads only. */
gboolean kon_store_schema_check (const char *path, GBytes *key, GError **error);

/* Takes the database, step by step, to the newest version. Inside a transaction. @alone: no other program is at it. */
gboolean kon_store_schema_migrate (KonDb *db, gboolean alone, GError **error);

G_END_DECLS
