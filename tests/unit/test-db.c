/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The door to SQLite: page layout, statements, transactions, interrupts, copies, and what goes wrong on disk. */
#include "config.h"

#include "kon-db.h"

#include <signal.h>
#include <sys/resource.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "kon-error.h"

/* Counts far longer than any test waits. */
#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

typedef struct
{
  char *folder;
  char *path;
  KonDb *db;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kon-db-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->db = kon_db_open (fixture->path, KON_DB_READ_WRITE | KON_DB_CREATE, NULL, &error);
  g_assert_no_error (error);
  kon_db_exec (fixture->db, "CREATE TABLE t (i INTEGER PRIMARY KEY, d REAL, s TEXT, b BLOB)", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  kon_db_close (fixture->db);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gint64
ask_int (KonDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kon_db_statement_step (statement, &error), ==, KON_DB_ROW);
  g_assert_no_error (error);
  return kon_db_statement_get_int (statement, 0);
}

static void
assert_layout (const char *path, gboolean is_wal)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >=, 4096);
  g_assert_cmpmem (bytes, 16, "SQLite format 3", 16);
  g_assert_cmpint ((guint8) bytes[16] << 8 | (guint8) bytes[17], ==, 4096);
  g_assert_cmpint (bytes[18], ==, is_wal ? 2 : 1);
  g_assert_cmpint (bytes[20], ==, 40);
}

static void
test_layout (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ask_int (fixture->db, "PRAGMA page_size"), ==, 4096);
  g_assert_cmpint (ask_int (fixture->db, "PRAGMA temp_store"), ==, 2);
  g_assert_cmpint (ask_int (fixture->db, "PRAGMA mmap_size"), ==, 0);
  g_assert_cmpint (ask_int (fixture->db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (ask_int (fixture->db, "PRAGMA synchronous"), ==, 1);

  kon_db_close (g_steal_pointer (&fixture->db));
  assert_layout (fixture->path, TRUE);

  /* Opened again, it stays so. */
  fixture->db = kon_db_open (fixture->path, KON_DB_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  kon_db_exec (fixture->db, "INSERT INTO t (s) VALUES ('x'); VACUUM", &error);
  g_assert_no_error (error);
  kon_db_close (g_steal_pointer (&fixture->db));
  assert_layout (fixture->path, TRUE);
}

static void
test_key_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);

  g_assert_null (kon_db_open (fixture->path, KON_DB_READ_WRITE, key, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED);
}

static void
test_statement_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDbStatement) insert = kon_db_prepare (fixture->db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", &error);
  g_autoptr (KonDbStatement) select = kon_db_prepare (fixture->db, "SELECT i, d, s, b FROM t ORDER BY i", &error);
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GBytes) empty = NULL;

  g_assert_no_error (error);
  kon_db_statement_bind_int (insert, 1, G_MININT64);
  kon_db_statement_bind_double (insert, 2, 0.25);
  kon_db_statement_bind_text (insert, 3, "Zürich 'x'; --");
  kon_db_statement_bind_blob (insert, 4, "a\0b", 3);
  g_assert_true (kon_db_statement_run (insert, &error));
  g_assert_cmpint (kon_db_last_insert_rowid (fixture->db), ==, G_MININT64);
  g_assert_cmpint (kon_db_changes (fixture->db), ==, 1);
  kon_db_statement_bind_int (insert, 1, 7);
  kon_db_statement_bind_null (insert, 2);
  kon_db_statement_bind_text (insert, 3, NULL);
  kon_db_statement_bind_blob (insert, 4, NULL, 0);
  g_assert_true (kon_db_statement_run (insert, &error));
  g_assert_no_error (error);

  g_assert_cmpint (kon_db_statement_step (select, &error), ==, KON_DB_ROW);
  g_assert_cmpint (kon_db_statement_get_int (select, 0), ==, G_MININT64);
  g_assert_cmpfloat (kon_db_statement_get_double (select, 1), ==, 0.25);
  g_assert_cmpstr (kon_db_statement_get_text (select, 2), ==, "Zürich 'x'; --");
  blob = kon_db_statement_get_blob (select, 3);
  g_assert_cmpmem (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), "a\0b", 3);
  g_assert_cmpint (kon_db_statement_step (select, &error), ==, KON_DB_ROW);
  g_assert_true (kon_db_statement_is_null (select, 1));
  g_assert_null (kon_db_statement_get_text (select, 2));
  empty = kon_db_statement_get_blob (select, 3);
  g_assert_cmpuint (g_bytes_get_size (empty), ==, 0);
  g_assert_null (kon_db_statement_get_blob (select, 1));
  g_assert_cmpint (kon_db_statement_step (select, &error), ==, KON_DB_DONE);
}

static void
test_statement_cache (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KonDbStatement *first = kon_db_prepare (fixture->db, "SELECT ?1", &error);
  KonDbStatement *nested = kon_db_prepare (fixture->db, "SELECT ?1", &error);

  g_assert_no_error (error);
  g_assert_true (first != nested);
  kon_db_statement_bind_int (first, 1, 1);
  kon_db_statement_bind_int (nested, 1, 2);
  g_assert_cmpint (kon_db_statement_step (first, &error), ==, KON_DB_ROW);
  g_assert_cmpint (kon_db_statement_step (nested, &error), ==, KON_DB_ROW);
  g_assert_cmpint (kon_db_statement_get_int (first, 0), ==, 1);
  g_assert_cmpint (kon_db_statement_get_int (nested, 0), ==, 2);
  kon_db_statement_free (nested);
  kon_db_statement_free (first);

  /* The second user gets the first one's statement, without its values. */
  nested = kon_db_prepare (fixture->db, "SELECT ?1", &error);
  g_assert_true (nested == first);
  g_assert_cmpint (kon_db_statement_step (nested, &error), ==, KON_DB_ROW);
  g_assert_true (kon_db_statement_is_null (nested, 0));
  kon_db_statement_free (nested);

  /* More texts than are kept. */
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %d", i);
      g_assert_cmpint (ask_int (fixture->db, sql), ==, i);
    }
}

static void
test_statement_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDbStatement) insert = NULL;

  g_assert_null (kon_db_prepare (fixture->db, "SELECT nothing FROM nowhere", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "test.db"));
  g_clear_error (&error);

  insert = kon_db_prepare (fixture->db, "INSERT INTO t (i) VALUES (?1)", &error);
  kon_db_statement_bind_int (insert, 2, 1); /* there is no second */
  g_assert_false (kon_db_statement_run (insert, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_clear_error (&error);
  kon_db_statement_bind_int (insert, 1, 1);
  g_assert_true (kon_db_statement_run (insert, &error));
  kon_db_statement_bind_int (insert, 1, 1); /* there already */
  g_assert_false (kon_db_statement_run (insert, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
}

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kon_db_begin (fixture->db, &error));
  g_assert_true (kon_db_exec (fixture->db, "INSERT INTO t (i) VALUES (1)", &error));
  g_assert_true (kon_db_set_user_version (fixture->db, 5, &error));
  kon_db_rollback (fixture->db);
  kon_db_rollback (fixture->db); /* nothing open: nothing happens */
  g_assert_cmpint (ask_int (fixture->db, "SELECT count(*) FROM t"), ==, 0);
  g_assert_cmpint (kon_db_get_user_version (fixture->db, &error), ==, 0);

  g_assert_true (kon_db_begin (fixture->db, &error));
  g_assert_true (kon_db_exec (fixture->db, "INSERT INTO t (i) VALUES (1)", &error));
  g_assert_true (kon_db_set_user_version (fixture->db, 5, &error));
  g_assert_true (kon_db_commit (fixture->db, &error));
  g_assert_cmpint (ask_int (fixture->db, "SELECT count(*) FROM t"), ==, 1);
  g_assert_cmpint (kon_db_get_user_version (fixture->db, &error), ==, 5);
  g_assert_no_error (error);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDb) reader = kon_db_open (fixture->path, KON_DB_READ_ONLY, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (kon_db_exec (fixture->db, "INSERT INTO t (i) VALUES (1)", &error));
  g_assert_cmpint (ask_int (reader, "SELECT count(*) FROM t"), ==, 1);
  g_assert_false (kon_db_exec (reader, "INSERT INTO t (i) VALUES (2)", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "test.db"));
}

static gpointer
interrupt_thread (gpointer user_data)
{
  kon_db_interrupt (user_data);
  return NULL;
}

static void
test_interrupt_running (Fixture *fixture, gconstpointer data)
{
  /* Over and over, so that the interrupt also falls just before and just after the start. */
  for (int i = 0; i < 50; i++)
    {
      g_autoptr (GError) error = NULL;
      GThread *thread = g_thread_new ("interrupt", interrupt_thread, fixture->db);

      g_assert_false (kon_db_exec (fixture->db, ENDLESS, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      kon_db_clear_interrupt (fixture->db);
    }
  g_assert_cmpint (ask_int (fixture->db, "SELECT 3"), ==, 3);
}

static void
test_interrupt_before_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDbStatement) statement = kon_db_prepare (fixture->db, ENDLESS, &error);

  kon_db_interrupt (fixture->db);
  g_assert_cmpint (kon_db_statement_step (statement, &error), ==, KON_DB_ERROR);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kon_db_clear_interrupt (fixture->db);
  g_assert_cmpint (ask_int (fixture->db, "SELECT 3"), ==, 3);
}

static void
test_interrupt_while_waiting_for_a_lock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDb) other = kon_db_open (fixture->path, KON_DB_READ_WRITE, NULL, &error);
  GThread *thread;

  g_assert_no_error (error);
  g_assert_true (kon_db_begin (other, &error));
  thread = g_thread_new ("interrupt", interrupt_thread, fixture->db);
  g_assert_false (kon_db_begin (fixture->db, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  kon_db_clear_interrupt (fixture->db);
  kon_db_rollback (other);
  g_clear_error (&error);
  g_assert_true (kon_db_begin (fixture->db, &error));
  kon_db_rollback (fixture->db);
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy_path = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *part = g_strconcat (copy_path, ".part", NULL);
  g_autofree char *log = g_strconcat (copy_path, "-wal", NULL);
  g_autoptr (KonDb) copy = NULL;

  g_assert_true (kon_db_exec (fixture->db,
                              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
                              "INSERT INTO t SELECT i, i, 'text ' || i, zeroblob (200) FROM n;"
                              "PRAGMA user_version=9", &error));
  g_assert_true (kon_db_backup (fixture->db, copy_path, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  assert_layout (copy_path, FALSE);

  copy = kon_db_open (copy_path, KON_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (kon_db_check (copy, &error));
  g_assert_cmpint (ask_int (copy, "SELECT count(*) FROM t"), ==, 20000);
  g_assert_cmpint (kon_db_get_user_version (copy, &error), ==, 9);

  /* Cancelled: no copy, no remains, and the connection is free again. */
  g_unlink (copy_path);
  kon_db_interrupt (fixture->db);
  g_assert_false (kon_db_backup (fixture->db, copy_path, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kon_db_clear_interrupt (fixture->db);
  g_assert_false (g_file_test (copy_path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_true (kon_db_begin (fixture->db, &error));
  kon_db_rollback (fixture->db);
}

static void
test_missing_and_foreign_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere.db", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "foreign.db", NULL);
  g_autofree char *text = g_strnfill (8192, 'x');

  g_assert_null (kon_db_open (nowhere, KON_DB_READ_WRITE, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (foreign, text, 8192, &error));
  g_assert_null (kon_db_open (foreign, KON_DB_READ_WRITE, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "foreign.db"));
}

static void
test_damaged_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (kon_db_exec (fixture->db,
                              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                              "INSERT INTO t SELECT i, i, 'text ' || i, NULL FROM n", &error));
  g_assert_true (kon_db_check (fixture->db, &error));
  kon_db_close (g_steal_pointer (&fixture->db));

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, &error));
  memset (bytes + size / 2, 0x5a, 8192);
  g_assert_true (g_file_set_contents (fixture->path, bytes, size, &error));
  fixture->db = kon_db_open (fixture->path, KON_DB_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (kon_db_check (fixture->db, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;
  gboolean inserted;

  /* A limit on file size gives what a full disk gives, for any user: writes that fail. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 64 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  inserted = kon_db_exec (fixture->db,
                          "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
                          "INSERT INTO t SELECT i, i, 'text', zeroblob (400) FROM n; COMMIT", &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (inserted);
  g_assert_error (error, KON_ERROR, KON_ERROR_NO_SPACE);
  kon_db_rollback (fixture->db);

  /* With room again, the same connection goes on. */
  g_clear_error (&error);
  g_assert_cmpint (ask_int (fixture->db, "SELECT count(*) FROM t"), ==, 0);
  g_assert_true (kon_db_exec (fixture->db, "INSERT INTO t (i) VALUES (1)", &error));
  g_assert_true (kon_db_check (fixture->db, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/db/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("layout", test_layout);
  ADD ("key-is-refused", test_key_is_refused);
  ADD ("statement-values", test_statement_values);
  ADD ("statement-cache", test_statement_cache);
  ADD ("statement-errors", test_statement_errors);
  ADD ("transactions", test_transactions);
  ADD ("read-only", test_read_only);
  ADD ("interrupt/running", test_interrupt_running);
  ADD ("interrupt/before-start", test_interrupt_before_start);
  ADD ("interrupt/waiting-for-a-lock", test_interrupt_while_waiting_for_a_lock);
  ADD ("backup", test_backup);
  ADD ("missing-and-foreign-files", test_missing_and_foreign_files);
  ADD ("damaged-pages", test_damaged_pages);
  ADD ("full-disk", test_full_disk);
  return g_test_run ();
}
