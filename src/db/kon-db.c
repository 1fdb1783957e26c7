/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Connections: open with the house's settings, transactions, interrupt, check, backup; SQLite's codes become our errors here.
 * Knows nothing of tables. One thread a connection; SQLite's own locks inside a connection are off. */
#define G_LOG_DOMAIN "kon-db"
#include "config.h"

#include "kon-db.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kon-db-private.h"
#include "kon-error.h"

#define PAGE_SIZE "4096"
#define RESERVED_BYTES 40         /* a page: room for nonce and tag when pages are encrypted */
#define BUSY_LIMIT_MS 10000       /* how long to wait for another process's transaction */
#define INTERRUPT_CHECK_STEPS 500 /* virtual machine steps between two looks at the interrupt */
#define BACKUP_PAGES 1024

static gboolean
is_folder_read_only (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return faccessat (AT_FDCWD, folder, W_OK, AT_EACCESS) != 0;
}

/* What SQLite calls "cannot open" has several reasons; the file system knows which. */
static int
code_of_cannot_open (const char *path)
{
  if (is_folder_read_only (path))
    return g_file_test (path, G_FILE_TEST_EXISTS) ? KON_ERROR_READ_ONLY : KON_ERROR_NOT_FOUND;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return KON_ERROR_NOT_FOUND;
  return KON_ERROR_FAILED;
}

static int
code_of_result (KonDb *db, int result, int system_error)
{
  switch (result & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return KON_ERROR_DAMAGED;
    case SQLITE_FULL:
      return KON_ERROR_NO_SPACE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return KON_ERROR_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return KON_ERROR_BUSY;
    case SQLITE_CANTOPEN:
      return code_of_cannot_open (db->path);
    case SQLITE_IOERR:
      if (kon_error_code_from_errno (system_error) == KON_ERROR_NO_SPACE)
        return KON_ERROR_NO_SPACE;
      if (system_error == EROFS)
        return KON_ERROR_READ_ONLY;
      return result == SQLITE_IOERR_CORRUPTFS ? KON_ERROR_DAMAGED : KON_ERROR_FAILED;
    default:
      return KON_ERROR_FAILED;
    }
}

gboolean
kon_db_fail (KonDb *db, int result, GError **error)
{
  int last_errno = errno; /* SQLite does not keep it for every kind of write */
  int system_error = sqlite3_system_errno (db->handle);
  const char *detail = db->handle != NULL ? sqlite3_errmsg (db->handle) : sqlite3_errstr (result);
  g_autofree char *name = g_filename_display_name (db->path);
  int code;

  if ((result & 0xff) == SQLITE_INTERRUPT || ((result & 0xff) == SQLITE_BUSY && g_atomic_int_get (&db->interrupted)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      return FALSE;
    }

  code = code_of_result (db, result, system_error != 0 ? system_error : last_errno);
  switch (code)
    {
    case KON_ERROR_DAMAGED:
      g_set_error (error, KON_ERROR, code, _ ("The database “%s” is damaged (%s). Bring it back from a backup."), name, detail);
      break;
    case KON_ERROR_NO_SPACE:
      g_set_error (error, KON_ERROR, code,
                   _ ("The disk is full: “%s” could not be written. Free some space, then try again."), name);
      break;
    case KON_ERROR_READ_ONLY:
      g_set_error (error, KON_ERROR, code,
                   _ ("“%s” cannot be written. Check the permissions of the file and its folder."), name);
      break;
    case KON_ERROR_BUSY:
      g_set_error (error, KON_ERROR, code,
                   _ ("Another program is working on “%s”. Try again when it has finished."), name);
      break;
    case KON_ERROR_NOT_FOUND:
      g_set_error (error, KON_ERROR, code, _ ("The database “%s” does not exist. Check the name of its folder."), name);
      break;
    default:
      g_set_error (error, KON_ERROR, code, _ ("The database “%s” reported an error: %s. Try again, or start the program anew."), name, detail);
      break;
    }
  return FALSE;
}

/* Called by SQLite while a statement runs: non-zero ends it. Closes the gap in sqlite3_interrupt(), which is forgotten when
 * it comes just before a statement starts. */
static int
progress_cb (gpointer user_data)
{
  KonDb *db = user_data;

  return g_atomic_int_get (&db->interrupted);
}

/* Waits for another connection's lock, but not past an interrupt. */
static int
busy_cb (gpointer user_data, int n_calls)
{
  static const int delays_ms[] = { 1, 2, 5, 10, 15, 20, 25 };
  KonDb *db = user_data;
  int waited_ms = 0;
  int delay_ms = 50;

  for (int i = 0; i < n_calls; i++)
    waited_ms += i < (int) G_N_ELEMENTS (delays_ms) ? delays_ms[i] : 50;
  if (waited_ms >= BUSY_LIMIT_MS || g_atomic_int_get (&db->interrupted))
    return 0;
  if (n_calls < (int) G_N_ELEMENTS (delays_ms))
    delay_ms = delays_ms[n_calls];
  g_usleep (delay_ms * G_TIME_SPAN_MILLISECOND);
  return 1;
}

/* Settings that live in the connection, not in the file. */
static gboolean
apply_connection_settings (KonDb *db, GError **error)
{
  sqlite3_busy_handler (db->handle, busy_cb, db);
  sqlite3_progress_handler (db->handle, INTERRUPT_CHECK_STEPS, progress_cb, db);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return kon_db_exec (db,
                      "PRAGMA temp_store=MEMORY;"
                      "PRAGMA mmap_size=0;"
                      "PRAGMA foreign_keys=ON;"
                      "PRAGMA trusted_schema=OFF;"
                      "PRAGMA cell_size_check=ON;"
                      "PRAGMA cache_size=-16384;"
                      "PRAGMA synchronous=NORMAL",
                      error);
}

/* Settings of the file: page layout where it is new, write-ahead log always. */
static gboolean
apply_file_settings (KonDb *db, GError **error)
{
  int reserved = RESERVED_BYTES;

  if (!kon_db_exec (db, "PRAGMA page_size=" PAGE_SIZE, error))
    return FALSE;
  if (sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) != SQLITE_OK)
    return kon_db_fail (db, SQLITE_ERROR, error);
  return kon_db_exec (db, "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864", error);
}

KonDb *
kon_db_open (const char *path, KonDbFlags flags, GBytes *key, GError **error)
{
  g_autoptr (KonDb) db = NULL;
  gboolean writes = (flags & (KON_DB_READ_WRITE | KON_DB_CREATE)) != 0;
  int sqlite_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  int result;

  g_return_val_if_fail (path != NULL && path[0] != '\0' && path[0] != ':', NULL);

  if (key != NULL)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED,
                   _ ("“%s” is to be opened with a key, but this version has no encryption. Use a newer version."), name);
      return NULL;
    }

  sqlite_flags |= writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  if (flags & KON_DB_CREATE)
    sqlite_flags |= SQLITE_OPEN_CREATE;

  db = g_new0 (KonDb, 1);
  db->path = g_strdup (path);
  db->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kon_db_statement_destroy);
  result = sqlite3_open_v2 (path, &db->handle, sqlite_flags, NULL);
  if (result != SQLITE_OK)
    {
      kon_db_fail (db, result, error);
      return NULL;
    }
  if (!apply_connection_settings (db, error) || (writes && !apply_file_settings (db, error)))
    return NULL;
  return g_steal_pointer (&db);
}

void
kon_db_close (KonDb *db)
{
  if (db == NULL)
    return;
  g_hash_table_unref (db->statements);
  if (sqlite3_close (db->handle) != SQLITE_OK)
    g_critical ("A connection was closed before its statements were freed");
  g_free (db->path);
  g_free (db);
}

gboolean
kon_db_exec (KonDb *db, const char *sql, GError **error)
{
  int result;

  g_return_val_if_fail (db != NULL && sql != NULL, FALSE);

  result = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);
  return result == SQLITE_OK || kon_db_fail (db, result, error);
}

gboolean
kon_db_begin (KonDb *db, GError **error)
{
  return kon_db_exec (db, "BEGIN IMMEDIATE", error);
}

gboolean
kon_db_commit (KonDb *db, GError **error)
{
  return kon_db_exec (db, "COMMIT", error);
}

void
kon_db_rollback (KonDb *db)
{
  g_return_if_fail (db != NULL);

  /* Some errors (disk full) have rolled back already. An interrupt may fall on the first try, but on one only. */
  for (int i = 0; i < 3 && !sqlite3_get_autocommit (db->handle); i++)
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int
kon_db_get_user_version (KonDb *db, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "PRAGMA user_version", error);

  if (statement == NULL || kon_db_statement_step (statement, error) != KON_DB_ROW)
    return -1;
  return (int) kon_db_statement_get_int (statement, 0);
}

gboolean
kon_db_set_user_version (KonDb *db, int version, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version=%d", version);

  return kon_db_exec (db, sql, error);
}

int
kon_db_changes (KonDb *db)
{
  return sqlite3_changes (db->handle);
}

gint64
kon_db_last_insert_rowid (KonDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

void
kon_db_interrupt (KonDb *db)
{
  g_return_if_fail (db != NULL);

  g_atomic_int_set (&db->interrupted, 1);
  sqlite3_interrupt (db->handle);
}

void
kon_db_clear_interrupt (KonDb *db)
{
  g_return_if_fail (db != NULL);

  g_atomic_int_set (&db->interrupted, 0);
}

/* One read transaction around all steps, so that writers of other connections do not make it start again. */
static gboolean
copy_pages (KonDb *from, KonDb *to, GError **error)
{
  sqlite3_backup *backup;
  int result;

  if (!kon_db_exec (from, "BEGIN; SELECT count(*) FROM sqlite_schema", error))
    return FALSE;
  backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  if (backup == NULL)
    return kon_db_fail (to, sqlite3_extended_errcode (to->handle), error);
  do
    {
      result = g_atomic_int_get (&from->interrupted) ? SQLITE_INTERRUPT : sqlite3_backup_step (backup, BACKUP_PAGES);
    }
  while (result == SQLITE_OK);
  sqlite3_backup_finish (backup);
  return result == SQLITE_DONE || kon_db_fail (to, result, error);
}

static gboolean
copy_into_new_file (KonDb *db, const char *path, GBytes *key, GError **error)
{
  g_autoptr (KonDb) copy = kon_db_open (path, KON_DB_READ_WRITE | KON_DB_CREATE, key, error);
  gboolean copied;

  if (copy == NULL)
    return FALSE;
  copied = copy_pages (db, copy, error);
  kon_db_rollback (db);
  /* A copy is one file that opens anywhere, also from a read-only medium. */
  return copied && kon_db_exec (copy, "PRAGMA journal_mode=DELETE", error);
}

/* FALSE with errno. */
static gboolean
sync_path (const char *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC);
  gboolean synced;

  if (fd < 0)
    return FALSE;
  synced = fsync (fd) == 0;
  close (fd);
  return synced;
}

static void
remove_partial_copy (const char *part)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (part, endings[i], NULL);
      g_unlink (file);
    }
}

gboolean
kon_db_backup (KonDb *db, const char *path, GBytes *key, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (db != NULL && path != NULL, FALSE);
  g_return_val_if_fail (sqlite3_get_autocommit (db->handle), FALSE);

  part = g_strconcat (path, ".part", NULL);
  folder = g_path_get_dirname (path);
  remove_partial_copy (part);
  if (!copy_into_new_file (db, part, key, error))
    {
      remove_partial_copy (part);
      return FALSE;
    }
  if (!sync_path (part, O_RDONLY) || g_rename (part, path) != 0 || !sync_path (folder, O_RDONLY | O_DIRECTORY))
    {
      int system_error = errno;
      g_autofree char *name = g_filename_display_name (path);

      remove_partial_copy (part);
      g_set_error (error, KON_ERROR, kon_error_code_from_errno (system_error),
                   _ ("The copy “%s” could not be written: %s. Check the disk, then try again."), name, g_strerror (system_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
kon_db_check (KonDb *db, GError **error)
{
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "PRAGMA quick_check(1)", error);
  const char *answer;

  if (statement == NULL || kon_db_statement_step (statement, error) != KON_DB_ROW)
    return FALSE;
  answer = kon_db_statement_get_text (statement, 0);
  if (g_strcmp0 (answer, "ok") != 0)
    {
      g_autofree char *name = g_filename_display_name (db->path);
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _ ("The database “%s” is damaged (%s). Bring it back from a backup."), name, answer);
      return FALSE;
    }
  return TRUE;
}
