/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Killing is normal: a writer that tells each record id once it is stored is killed at random points, over and over on the same
 * store. Every id that was told is there afterwards, the database is whole, no picture is half, nothing is left over.
 * The writer is this same program, run with --write DIRECTORY SEED. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kon-error.h"
#include "store-fixture.h"

#define N_KILLS 60
#define N_PICTURES 400     /* that a writer chooses from: most come again */
#define MAX_LINES 12       /* told before the kill, at most */
#define MAX_PAUSE_US 15000 /* and then a little more, to fall into the middle of something */

/* The writer: goes on until it is killed. */
G_NORETURN static void
write_until_killed (const char *directory, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KonClock) clock = kon_clock_new_system ();
  KonStore *store = kon_store_open (directory, "Personal", NULL, clock, &error);

  g_assert_no_error (error);
  puts ("open");
  fflush (stdout);
  while (TRUE)
    {
      guint picture = g_rand_int_range (random, 0, N_PICTURES);
      g_autoptr (KonStoreRun) run = make_run (picture, KON_KEEP_COPY, make_plate ("KILL1", 0.9, 1, 2), make_plate ("KILL2", 0.5, 1, 99), NULL);
      g_autoptr (KonStoreRunResult) result = NULL;
      gsize size = g_rand_int_range (random, 1, 300000);

      g_bytes_unref (run->original);
      run->original = g_bytes_new_take (g_malloc0 (size), size);
      result = kon_store_add_run (store, run, &error);
      g_assert_no_error (error);
      printf ("%s\n%s\n", (char *) g_ptr_array_index (result->record_ids, 0), (char *) g_ptr_array_index (result->record_ids, 1));
      fflush (stdout);
    }
}

/* Reads lines into @told; FALSE where the writer ended. */
static gboolean
read_ids (GDataInputStream *lines, guint n_lines, GHashTable *told)
{
  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL)
        return FALSE;
      /* The last line may be cut by the kill. */
      if (kon_id_is_valid (line))
        g_hash_table_add (told, g_steal_pointer (&line));
    }
  return TRUE;
}

/* Starts a writer, lets it work for a random while, kills it, and keeps what it told. */
static void
write_and_kill (StoreFixture *fixture, guint round, GHashTable *told)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *seed = g_strdup_printf ("%u", round);
  g_autoptr (GSubprocess) writer = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *first = NULL;

  writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--write", fixture->directory, seed, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (writer));
  /* Every fifth is killed while it opens, sweeps after the last one, or does nothing yet. */
  if (round % 5 != 0)
    {
      first = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      g_assert_cmpstr (first, ==, "open");
      g_assert_true (read_ids (lines, g_test_rand_int_range (0, MAX_LINES), told));
    }
  g_usleep (g_test_rand_int_range (0, MAX_PAUSE_US));
  g_subprocess_force_exit (writer);
  /* What it told before it died counts, too. */
  read_ids (lines, G_MAXUINT, told);
  g_assert_true (g_subprocess_wait (writer, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (writer));
  g_assert_cmpint (g_subprocess_get_term_sig (writer), ==, SIGKILL);
}

static void
assert_whole_database (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "store.db", NULL);
  g_autoptr (KonDb) db = kon_db_open (path, KON_DB_READ_WRITE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (kon_db_check (db, &error));
  g_assert_true (kon_db_exec (db, "INSERT INTO plate_search (plate_search, rank) VALUES ('integrity-check', 1)", &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
}

/* Each file is complete and named by a row, each row's files are there. */
static void
assert_whole_files (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) records = list_all (fixture->store);
  gint64 n_named = ask_database (fixture, "SELECT (SELECT sum (has_original + has_thumbnail) FROM image) + "
                                          "(SELECT sum (has_crop) FROM record)");

  g_assert_cmpint (count_files (fixture), ==, n_named);
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (GError) error = NULL;
      const KonRecordFields *fields = kon_record_get_fields (g_ptr_array_index (records, i));
      g_autoptr (GBytes) original = kon_store_load_original (fixture->store, fields->image_id, NULL, &error);
      g_autoptr (GBytes) thumbnail = original != NULL ? kon_store_load_thumbnail (fixture->store, fields->image_id, &error) : NULL;
      g_autoptr (GBytes) crop = thumbnail != NULL ? kon_store_load_crop (fixture->store, fields->id, &error) : NULL;

      g_assert_no_error (error);
      g_assert_nonnull (crop);
    }
}

static void
assert_all_there (StoreFixture *fixture, GHashTable *told)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, told);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KonRecord) record = kon_store_get_record (fixture->store, id, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (record);
    }
}

static void
test_kill (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 n_left_over = 0;

  g_clear_pointer (&fixture->store, kon_store_close);
  for (guint round = 0; round < N_KILLS; round++)
    {
      write_and_kill (fixture, round, told);
      n_left_over += ask_database (fixture, "SELECT count(*) FROM lease") > 0;
      /* Mostly the next writer clears up; now and then we look ourselves. */
      if (round % 10 != 9)
        continue;
      store_fixture_reopen (fixture);
      assert_all_there (fixture, told);
      g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM lease"), ==, 0);
      assert_whole_files (fixture);
      g_clear_pointer (&fixture->store, kon_store_close);
      assert_whole_database (fixture);
    }
  g_test_message ("%u records told, %d of %d kills fell between lease and row", g_hash_table_size (told), (int) n_left_over, N_KILLS);
  /* Else the kills did not fall where they hurt, and the test says nothing. */
  g_assert_cmpuint (g_hash_table_size (told), >, 20);
  g_assert_cmpint (n_left_over, >, 0);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--write"))
    write_until_killed (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-kill/at-random-points", StoreFixture, NULL, store_fixture_set_up, test_kill, store_fixture_tear_down);
  return g_test_run ();
}
