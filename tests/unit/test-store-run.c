/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures and runs: what is written, what a second reading changes, what a human's word keeps, and what goes wrong on disk. */
#include "config.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "kon-error.h"
#include "store-fixture.h"

/* Syncs of a folder of originals with a whole picture in it, and of the folder of these folders; atomic. */
static int n_synced_names, n_synced_folders;

static gboolean
has_whole_picture (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_suffix (name, ".part"))
      return TRUE;
  return FALSE;
}

/* Stands before the C library's and looks at what is synced. */
int
fsync (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      if (g_str_has_suffix (path, "/images"))
        g_atomic_int_inc (&n_synced_folders);
      else if (strstr (path, "/images/") != NULL && has_whole_picture (path))
        g_atomic_int_inc (&n_synced_names);
    }
  return (int) syscall (SYS_fsync, fd);
}

/* Whoever says that an original is kept has its name on disk, not only its bytes. */
static void
test_names_are_synced (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (KonStoreRunResult) without = NULL;

  g_atomic_int_set (&n_synced_names, 0);
  g_atomic_int_set (&n_synced_folders, 0);
  result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB", 0.9, 10, 20), NULL));
  g_assert_cmpint (g_atomic_int_get (&n_synced_names), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&n_synced_folders), ==, 1);
  without = add_run (fixture->store, make_run (2, KON_KEEP_REFER, make_plate ("CD", 0.9, 10, 20), NULL));
  g_assert_cmpint (g_atomic_int_get (&n_synced_names), ==, 1);
}

static void
test_everything_comes_back (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KonDetection *plate = make_plate ("KA7AB123", 0.9375, 10, 20);
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (KonDetection) detection = NULL;
  g_autoptr (KonRecord) record = NULL;
  const KonRecordFields *fields;
  KonAlternative alternative = { g_strdup ("KA7A8123"), 0.25 };

  plate->quad.p[2] = (KonPoint) { 111.5, 52.25 };
  plate->layout = KON_LAYOUT_TWO_ROW;
  plate->read->region_code = g_strdup ("DE");
  plate->read->region_name = g_strdup ("Germany");
  plate->read->region_confidence = 0.5;
  g_array_append_val (plate->read->alternatives, alternative);
  result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, plate, make_plate (NULL, 0, 300, 300), NULL));
  g_assert_false (result->known);
  g_assert_true (kon_id_is_valid (result->image_id));

  record = kon_store_get_record (fixture->store, g_ptr_array_index (result->record_ids, 0), &detection, &error);
  g_assert_no_error (error);
  fields = kon_record_get_fields (record);
  g_assert_cmpstr (fields->image_id, ==, result->image_id);
  g_assert_cmpstr (fields->text, ==, "KA7AB123");
  g_assert_cmpstr (fields->read_text, ==, "KA7AB123");
  g_assert_cmpstr (fields->raw, ==, "KA7AB123?");
  g_assert_cmpfloat (fields->confidence, ==, 0.9375);
  g_assert_cmpfloat (fields->find_confidence, ==, 0.875);
  g_assert_cmpfloat (fields->box.w, ==, 100);
  g_assert_cmpfloat (fields->quad.p[2].x, ==, 111.5);
  g_assert_cmpfloat (fields->quad.p[2].y, ==, 52.25);
  g_assert_cmpint (fields->layout, ==, KON_LAYOUT_TWO_ROW);
  g_assert_cmpint (fields->review, ==, KON_REVIEW_UNREVIEWED);
  g_assert_cmpstr (fields->source_name, ==, "photo 1.jpg");
  g_assert_cmpstr (fields->source_uri, ==, "file:///photos/photo%201.jpg");
  g_assert_cmpint (fields->width, ==, 1280);
  g_assert_cmpint (fields->seen_at.offset_seconds, ==, 3600);
  g_assert_cmpint (fields->seen_at.origin, ==, KON_TIME_EXIF);
  g_assert_cmpint (fields->added_at.origin, ==, KON_TIME_CLOCK);
  g_assert_cmpstr (fields->provider, ==, "local");
  g_assert_cmpstr (fields->find_model, ==, "finder 1");
  g_assert_true (fields->has_original);

  g_assert_cmpstr (detection->class_name, ==, "plate");
  g_assert_cmpstr (detection->read->text, ==, "KA7AB123");
  g_assert_cmpstr (detection->read->region_code, ==, "DE");
  g_assert_cmpfloat (detection->read->region_confidence, ==, 0.5);
  g_assert_cmpuint (detection->read->characters->len, ==, 8);
  g_assert_cmpuint (detection->read->alternatives->len, ==, 1);
  g_assert_cmpstr (g_array_index (detection->read->alternatives, KonAlternative, 0).text, ==, "KA7A8123");

  g_clear_object (&record);
  g_clear_pointer (&detection, kon_detection_unref);
  record = kon_store_get_record (fixture->store, g_ptr_array_index (result->record_ids, 1), &detection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kon_record_get_text (record), ==, "");
  g_assert_null (detection->read);
}

static void
test_files_come_back (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KonStoreRun *run = make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 10, 20), NULL);
  g_autoptr (GBytes) original = g_bytes_ref (run->original);
  g_autoptr (GBytes) thumbnail = g_bytes_ref (run->thumbnail);
  g_autoptr (GBytes) crop = g_bytes_ref (g_ptr_array_index (run->crops, 0));
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, run);
  g_autofree char *uri = NULL;
  g_autofree char *path = path_of (fixture, "images", result->image_id);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) loaded_original = kon_store_load_original (fixture->store, result->image_id, &uri, &error);
  g_autoptr (GBytes) loaded_thumbnail = kon_store_load_thumbnail (fixture->store, result->image_id, &error);
  g_autoptr (GBytes) loaded_crop = kon_store_load_crop (fixture->store, g_ptr_array_index (result->record_ids, 0), &error);
  gsize size;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (original, loaded_original));
  g_assert_true (g_bytes_equal (thumbnail, loaded_thumbnail));
  g_assert_true (g_bytes_equal (crop, loaded_crop));
  g_assert_cmpstr (uri, ==, "file:///photos/photo%201.jpg");
  g_assert_cmpuint (count_files (fixture), ==, 3);

  /* The header: magic, version, no cipher. */
  g_assert_true (g_file_get_contents (path, &contents, &size, &error));
  g_assert_cmpmem (contents, 8, "KONP\1\0\0\0", 8);
  g_assert_cmpmem (contents + 16, size - 16, g_bytes_get_data (original, NULL), g_bytes_get_size (original));
}

static void
test_keep_crops_and_refer (StoreFixture *fixture, gconstpointer data)
{
  static const KonKeep kinds[] = { KON_KEEP_CROPS, KON_KEEP_REFER };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = NULL;
      g_autoptr (KonStoreRunResult) result = NULL;
      g_autoptr (GBytes) thumbnail = NULL;

      result = add_run (fixture->store, make_run (i, kinds[i], make_plate ("AB12CD", 0.9, 10, 20), NULL));
      g_assert_null (kon_store_load_original (fixture->store, result->image_id, &uri, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
      g_assert_nonnull (uri);
      g_clear_error (&error);
      thumbnail = kon_store_load_thumbnail (fixture->store, result->image_id, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (count_files (fixture), ==, 4);
}

static void
test_second_run (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRunResult) first = NULL;
  g_autoptr (KonStoreRunResult) second = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (KonRecord) reviewed = NULL;
  g_autoptr (KonRecord) refreshed = NULL;
  g_autoptr (GBytes) original = NULL;
  const char *kept, *moved, *gone;

  first = add_run (fixture->store, make_run (1, KON_KEEP_CROPS, make_plate ("KEPT1", 0.5, 10, 10),
                                             make_plate ("MOVED1", 0.5, 10, 200), make_plate ("GONE1", 0.5, 10, 400), NULL));
  kept = g_ptr_array_index (first->record_ids, 0);
  moved = g_ptr_array_index (first->record_ids, 1);
  gone = g_ptr_array_index (first->record_ids, 2);
  g_assert_true (kon_store_review (fixture->store, kept, KON_REVIEW_CORRECTED, "right 1", "reviewer", &error));
  g_assert_no_error (error);

  /* In another order, a little beside, and this time the original is to be kept. */
  second = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("NEW2", 0.7, 700, 10),
                                              make_plate ("MOVED2", 0.8, 20, 205), make_plate ("KEPT2", 0.9, 12, 12), NULL));
  g_assert_true (second->known);
  g_assert_cmpstr (second->image_id, ==, first->image_id);
  g_assert_cmpstr (g_ptr_array_index (second->record_ids, 1), ==, moved);
  g_assert_cmpstr (g_ptr_array_index (second->record_ids, 2), ==, kept);

  records = list_all (fixture->store);
  g_assert_cmpuint (records->len, ==, 3);
  reviewed = kon_store_get_record (fixture->store, kept, NULL, &error);
  g_assert_cmpstr (kon_record_get_text (reviewed), ==, "RIGHT1");
  g_assert_cmpstr (kon_record_get_fields (reviewed)->read_text, ==, "KEPT1");
  g_assert_cmpfloat (kon_record_get_fields (reviewed)->box.x, ==, 10);
  refreshed = kon_store_get_record (fixture->store, moved, NULL, &error);
  g_assert_cmpstr (kon_record_get_text (refreshed), ==, "MOVED2");
  g_assert_cmpfloat (kon_record_get_fields (refreshed)->box.x, ==, 20);
  g_assert_no_error (error);
  g_assert_null (kon_store_get_record (fixture->store, gone, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_clear_error (&error);

  original = kon_store_load_original (fixture->store, first->image_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM image"), ==, 1);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM run"), ==, 2);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM lease"), ==, 0);
}

/* A run that leaves out what it is not sure of says nothing about the rest. */
static void
test_partial_run (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) first
    = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 10, 20), make_plate ("EF34GH", 0.4, 300, 20), NULL));
  KonStoreRun *run = make_run (1, KON_KEEP_COPY, make_plate ("AB12CE", 0.95, 12, 20), NULL);
  g_autoptr (KonStoreRunResult) second = NULL;
  g_autoptr (GPtrArray) records = NULL;

  run->is_partial = TRUE;
  second = add_run (fixture->store, run);
  g_assert_cmpstr (g_ptr_array_index (second->record_ids, 0), ==, g_ptr_array_index (first->record_ids, 0));
  records = list_all (fixture->store);
  g_assert_cmpuint (records->len, ==, 2);
}

/* A pasted picture has no place. */
static void
test_without_uri (StoreFixture *fixture, gconstpointer data)
{
  KonStoreRun *run = make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 10, 20), NULL);
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;

  g_clear_pointer ((char **) &run->source_uri, g_free);
  result = add_run (fixture->store, run);
  records = list_all (fixture->store);
  g_assert_null (kon_record_get_fields (g_ptr_array_index (records, 0))->source_uri);
  g_assert_cmpstr (kon_record_get_fields (g_ptr_array_index (records, 0))->source_name, ==, "photo 1.jpg");
}

static void
test_same_run_again_changes_nothing (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) first = NULL;
  guint n_files;

  first = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("A1", 0.5, 10, 10), make_plate ("B2", 0.5, 60, 10), NULL));
  n_files = count_files (fixture);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (KonStoreRunResult) again = NULL;
      g_autoptr (GPtrArray) records = NULL;

      again = add_run (fixture->store,
                       make_run (1, KON_KEEP_COPY, make_plate ("A1", 0.5, 10, 10), make_plate ("B2", 0.5, 60, 10), NULL));
      records = list_all (fixture->store);
      g_assert_cmpuint (records->len, ==, 2);
      g_assert_cmpstr (g_ptr_array_index (again->record_ids, 0), ==, g_ptr_array_index (first->record_ids, 0));
      g_assert_cmpstr (g_ptr_array_index (again->record_ids, 1), ==, g_ptr_array_index (first->record_ids, 1));
      g_assert_cmpuint (count_files (fixture), ==, n_files);
    }
}

static void
test_review (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  const char *id = g_ptr_array_index (result->record_ids, 0);
  g_autoptr (KonRecord) corrected = NULL;
  g_autoptr (KonRecord) undone = NULL;

  g_assert_false (kon_store_review (fixture->store, id, KON_REVIEW_CORRECTED, " - ", "reviewer", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (kon_store_review (fixture->store, id, KON_REVIEW_CORRECTED, NULL, "reviewer", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (kon_store_review (fixture->store, "0190b5d2-1111-7222-8333-444444444444", KON_REVIEW_CONFIRMED, NULL, "r", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (kon_store_review (fixture->store, id, KON_REVIEW_CORRECTED, "ab·13 cü", "reviewer", &error));
  corrected = kon_store_get_record (fixture->store, id, NULL, &error);
  g_assert_cmpstr (kon_record_get_text (corrected), ==, "AB13CÜ");
  g_assert_cmpstr (kon_record_get_fields (corrected)->read_text, ==, "AB12CD");
  g_assert_cmpint (kon_record_get_fields (corrected)->review, ==, KON_REVIEW_CORRECTED);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM record WHERE reviewed_by = 'reviewer' AND reviewed_us > 0"), ==, 1);

  g_assert_true (kon_store_review (fixture->store, id, KON_REVIEW_UNREVIEWED, NULL, "reviewer", &error));
  undone = kon_store_get_record (fixture->store, id, NULL, &error);
  g_assert_cmpstr (kon_record_get_text (undone), ==, "AB12CD");
  g_assert_cmpint (kon_record_get_fields (undone)->review, ==, KON_REVIEW_UNREVIEWED);
  g_assert_no_error (error);
}

static void
test_who_is_kept (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));

  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM record WHERE added_by = 'user'"), ==, 1);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM image WHERE added_by = 'user'"), ==, 1);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM run WHERE ran_by = 'user' AND find_model_sha256 = 'aa' "
                                          "AND read_model_sha256 = 'bb' AND find_ms = 20"), ==, 1);
}

/* Puts @contents in place of a stored original, loads it, and says which error came. */
static void
assert_load_fails (StoreFixture *fixture, const char *id, const char *contents, gssize size, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (fixture, "images", id);

  if (contents == NULL)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    g_assert_true (g_file_set_contents (path, contents, size, NULL));
  g_assert_null (kon_store_load_original (fixture->store, id, NULL, &error));
  g_assert_error (error, KON_ERROR, code);
  g_assert_nonnull (strstr (error->message, id));
}

static void
test_spoiled_files (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  const char *id = result->image_id;

  assert_load_fails (fixture, id, "PNOK\1\0\0\0\1\0\0\0\0\0\0\0x", 17, KON_ERROR_DAMAGED);
  assert_load_fails (fixture, id, "\xff\xd8\xff\xe0 a JPEG without header", 26, KON_ERROR_DAMAGED);
  assert_load_fails (fixture, id, "KONP\1\0\0\0\2\0\0\0\0\0\0\0x", 17, KON_ERROR_DAMAGED);
  assert_load_fails (fixture, id, "KONP\1", 5, KON_ERROR_DAMAGED);
  assert_load_fails (fixture, id, "", 0, KON_ERROR_DAMAGED);
  assert_load_fails (fixture, id, "KONP\2\0\0\0\1\0\0\0\0\0\0\0x", 17, KON_ERROR_NEWER_VERSION);
  assert_load_fails (fixture, id, "KONP\1\1\0\0\1\0\0\0\0\0\0\0x", 17, KON_ERROR_NEWER_VERSION);
  assert_load_fails (fixture, id, NULL, 0, KON_ERROR_NOT_FOUND);
}

static void
test_hostile_ids (StoreFixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "", "x", "../../org.json", "0190B5D2-1111-7222-8333-444444444444",
                                     "0190b5d2-1111-7222-8333-444444444444", "0190b5d2-1111-7222-8333-4444444444/4" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kon_store_load_original (fixture->store, ids[i], NULL, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_null (kon_store_load_thumbnail (fixture->store, ids[i], &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_null (kon_store_load_crop (fixture->store, ids[i], &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_null (kon_store_get_record (fixture->store, ids[i], NULL, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
    }
}

static void
test_bad_runs (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRun) run = make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", NAN, INFINITY, 2), NULL);
  g_autofree char *sha256 = g_strdup (run->sha256);
  g_autoptr (KonStoreRunResult) result = NULL;

  ((char *) run->sha256)[3] = '/';
  g_assert_null (kon_store_add_run (fixture->store, run, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "photo 1.jpg"));
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture), ==, 0);

  /* Numbers that are none become zero. */
  g_free ((char *) run->sha256);
  run->sha256 = g_steal_pointer (&sha256);
  result = kon_store_add_run (fixture->store, run, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM record WHERE confidence = 0 AND box_x = 0"), ==, 1);
}

/* Adds under a limit on file size, which gives what a full disk gives, for any user. */
static void
add_on_full_disk (StoreFixture *fixture, gsize original_size, rlim_t limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRun) run = make_run (2, KON_KEEP_COPY, make_plate ("FULL1", 0.9, 1, 2), NULL);
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;
  struct rlimit before, small;

  g_bytes_unref (run->original);
  run->original = g_bytes_new_take (g_malloc0 (original_size), original_size);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  result = kon_store_add_run (fixture->store, run, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_null (result);
  g_assert_error (error, KON_ERROR, KON_ERROR_NO_SPACE);
  g_clear_error (&error);
  records = list_all (fixture->store);
  g_assert_cmpuint (records->len, ==, 1);

  /* With room again, all is as before and goes on. */
  store_fixture_reopen (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 3);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM lease"), ==, 0);
  result = kon_store_add_run (fixture->store, run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture), ==, 6);
}

static void
test_full_disk (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));

  /* So that the log of the database begins anew. */
  store_fixture_reopen (fixture);
  if (g_str_equal (data, "picture"))
    add_on_full_disk (fixture, 1 << 20, 700 << 10); /* the database has room, the original has not */
  else if (g_str_equal (data, "rows"))
    add_on_full_disk (fixture, 5000, 40 << 10); /* leases and files have room, the rows that name them have not */
  else
    add_on_full_disk (fixture, 5000, 4 << 10); /* not even the leases */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/store-run/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("everything-comes-back", test_everything_comes_back);
  ADD ("names-are-synced", test_names_are_synced);
  ADD ("files-come-back", test_files_come_back);
  ADD ("keep-crops-and-refer", test_keep_crops_and_refer);
  ADD ("second-run", test_second_run);
  ADD ("same-run-again-changes-nothing", test_same_run_again_changes_nothing);
  ADD ("partial-run", test_partial_run);
  ADD ("without-uri", test_without_uri);
  ADD ("review", test_review);
  ADD ("who-is-kept", test_who_is_kept);
  ADD ("spoiled-files", test_spoiled_files);
  ADD ("hostile-ids", test_hostile_ids);
  ADD ("bad-runs", test_bad_runs);
#define ADD_FULL(kind) \
  g_test_add ("/store-run/full-disk/" kind, StoreFixture, kind, store_fixture_set_up, test_full_disk, store_fixture_tear_down)
  ADD_FULL ("picture");
  ADD_FULL ("rows");
  ADD_FULL ("leases");
  return g_test_run ();
}
