/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The history: order, pages, search, one picture's records, counts; and texts, folds and matches on their own. */
#include "config.h"

#include <string.h>

#include "kon-error.h"
#include "kon-run-match-private.h"
#include "store-fixture.h"

static GPtrArray *
list (StoreFixture *fixture, const KonStoreQuery *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = kon_store_list_records (fixture->store, query, NULL, &error);

  g_assert_no_error (error);
  return records;
}

/* The texts found, in order, with spaces between. */
static char *
find (StoreFixture *fixture, const char *contains)
{
  KonStoreQuery query = { .contains = contains, .before_us = G_MAXINT64, .limit = 100 };
  g_autoptr (GPtrArray) records = list (fixture, &query);
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (texts, "%s%s", i > 0 ? " " : "", kon_record_get_text (g_ptr_array_index (records, i)));
  return g_string_free (texts, FALSE);
}

static void
assert_found (StoreFixture *fixture, const char *contains, const char *expected)
{
  g_autofree char *found = find (fixture, contains);

  g_assert_cmpstr (found, ==, expected);
}

static void
add_plate (StoreFixture *fixture, guint picture, const char *text)
{
  kon_store_run_result_free (add_run (fixture->store, make_run (picture, KON_KEEP_REFER, make_plate (text, 0.9, 1, 2), NULL)));
}

static void
test_order (StoreFixture *fixture, gconstpointer data)
{
  KonStoreQuery by_seen = { .before_us = G_MAXINT64, .limit = 10 };
  KonStoreQuery by_added = { .before_us = G_MAXINT64, .limit = 10, .by_added = TRUE };
  g_autoptr (GPtrArray) seen = NULL;
  g_autoptr (GPtrArray) added = NULL;

  /* The higher the picture's number, the earlier it was taken. */
  add_plate (fixture, 2, "SECOND");
  add_plate (fixture, 1, "FIRST");
  add_plate (fixture, 3, "THIRD");
  seen = list (fixture, &by_seen);
  added = list (fixture, &by_added);
  g_assert_cmpuint (seen->len, ==, 3);
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (seen, 0)), ==, "FIRST");
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (seen, 1)), ==, "SECOND");
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (seen, 2)), ==, "THIRD");
  g_assert_cmpuint (added->len, ==, 3);
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (added, 0)), ==, "THIRD");
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (added, 2)), ==, "SECOND");
}

static void
test_unknown_time (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRun) run = make_run (1, KON_KEEP_REFER, make_plate ("AB12CD", 0.9, 1, 2), NULL);
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;
  const KonRecordFields *fields;

  run->seen_at = (KonTimestamp) { 0 };
  result = kon_store_add_run (fixture->store, run, NULL);
  records = list_all (fixture->store);
  fields = kon_record_get_fields (g_ptr_array_index (records, 0));
  g_assert_cmpint (fields->seen_at.origin, ==, KON_TIME_UNKNOWN);
  g_assert_cmpint (fields->seen_at.unix_us, ==, fields->added_at.unix_us);
}

/* Pages of @limit until none comes: no record twice, none missing. */
static void
assert_pages (StoreFixture *fixture, const char *contains, gboolean by_added, guint limit, guint n_expected)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *before_id = NULL;
  gint64 before_us = G_MAXINT64;

  while (TRUE)
    {
      KonStoreQuery query = { .contains = contains, .by_added = by_added, .before_us = before_us, .before_id = before_id, .limit = limit };
      g_autoptr (GPtrArray) page = list (fixture, &query);

      g_assert_cmpuint (page->len, <=, limit);
      for (guint i = 0; i < page->len; i++)
        {
          const KonRecordFields *fields = kon_record_get_fields (g_ptr_array_index (page, i));
          gint64 time = by_added ? fields->added_at.unix_us : fields->seen_at.unix_us;

          g_assert_cmpint (time, <=, before_us);
          g_assert_true (g_hash_table_add (ids, g_strdup (fields->id)));
          before_us = time;
          g_free (before_id);
          before_id = g_strdup (fields->id);
        }
      if (page->len < limit)
        break;
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, n_expected);
}

static void
test_pages (StoreFixture *fixture, gconstpointer data)
{
  /* Three plates a picture: alike in time, so that the id must decide. */
  for (guint i = 0; i < 20; i++)
    kon_store_run_result_free (add_run (fixture->store, make_run (i % 10, KON_KEEP_REFER, make_plate ("AAA111", 0.9, 1, 2),
                                                                  make_plate ("BBB222", 0.9, 1, 100),
                                                                  make_plate ("AAA333", 0.9, 1, 200), NULL)));
  assert_pages (fixture, NULL, FALSE, 7, 30);
  assert_pages (fixture, NULL, TRUE, 7, 30);
  assert_pages (fixture, NULL, FALSE, 1, 30);
  assert_pages (fixture, "AAA", FALSE, 3, 20);
  assert_pages (fixture, "AAA", TRUE, 3, 20);
  assert_pages (fixture, "B", FALSE, 3, 10);
  assert_pages (fixture, "B", TRUE, 4, 10);
}

static void
test_search (StoreFixture *fixture, gconstpointer data)
{
  add_plate (fixture, 1, "KA7AB123");
  add_plate (fixture, 2, "7AB");
  add_plate (fixture, 3, "MXY8B0");
  add_plate (fixture, 4, NULL);

  assert_found (fixture, "7AB", "KA7AB123 7AB");
  assert_found (fixture, "7ab", "KA7AB123 7AB");
  assert_found (fixture, " 7-a.b ", "KA7AB123 7AB");
  assert_found (fixture, "KA7AB123", "KA7AB123");
  assert_found (fixture, "XY8", "MXY8B0");
  assert_found (fixture, "7A", "KA7AB123 7AB");
  assert_found (fixture, "m", "MXY8B0");
  assert_found (fixture, "QQQ", "");
  assert_found (fixture, "Q", "");
  assert_found (fixture, "", "KA7AB123 7AB MXY8B0 ");
  assert_found (fixture, "--", "KA7AB123 7AB MXY8B0 ");
}

static void
test_hostile_search (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (100000, 'A');

  add_plate (fixture, 1, "KA7AB123");
  assert_found (fixture, "\"KA7\" OR \"", "");
  assert_found (fixture, "KA7*", "KA7AB123");
  assert_found (fixture, "KA7' OR 1=1 --", "");
  assert_found (fixture, "%", "KA7AB123"); /* only a separator: as if nothing were asked */
  assert_found (fixture, "\xff\xfe" "7AB", "KA7AB123");
  assert_found (fixture, endless, "");
}

static void
test_search_finds_the_correction (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRunResult) result = NULL;
  const char *id;

  result = add_run (fixture->store, make_run (1, KON_KEEP_REFER, make_plate ("KA8999", 0.9, 1, 2), NULL));
  id = g_ptr_array_index (result->record_ids, 0);
  g_assert_true (kon_store_review (fixture->store, id, KON_REVIEW_CORRECTED, "KAB999", "user", &error));
  assert_found (fixture, "AB9", "KAB999");
  assert_found (fixture, "A89", "");
  g_assert_true (kon_store_review (fixture->store, id, KON_REVIEW_CONFIRMED, NULL, "user", &error));
  assert_found (fixture, "AB9", "");
  assert_found (fixture, "A89", "KA8999");
  g_assert_no_error (error);
}

static void
test_one_picture (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) first = NULL;
  g_autoptr (KonStoreRunResult) second = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) found = NULL;
  KonStoreQuery query = { .before_us = G_MAXINT64, .limit = 100 };

  first = add_run (fixture->store, make_run (1, KON_KEEP_REFER, make_plate ("AAA1", 0.9, 1, 2), make_plate ("BBB1", 0.9, 1, 99), NULL));
  second = add_run (fixture->store, make_run (2, KON_KEEP_REFER, make_plate ("AAA2", 0.9, 1, 2), NULL));
  query.image_id = first->image_id;
  records = list (fixture, &query);
  g_assert_cmpuint (records->len, ==, 2);
  query.contains = "aaa";
  found = list (fixture, &query);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (found, 0)), ==, "AAA1");
}

static void
test_limits (StoreFixture *fixture, gconstpointer data)
{
  KonStoreQuery none = { .before_us = G_MAXINT64, .limit = 0 };
  KonStoreQuery many = { .before_us = G_MAXINT64, .limit = G_MAXUINT };
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) all = NULL;

  add_plate (fixture, 1, "AAA1");
  add_plate (fixture, 2, "AAA2");
  one = list (fixture, &none);
  all = list (fixture, &many);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_texts (void)
{
  static const struct { const char *text, *normal, *fold; } cases[] = {
    { "ka-7 ab.123", "KA7AB123", "KA7A8123" },
    { "0OQD 1IL 8B 5S 2Z", "0OQD1IL8B5S2Z", "0000111885522" },
    { "ü·ß", "ÜSS", "Ü55" },
    { "-", "", "" },
    { "\xff" "A", "A", "A" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normal = kon_plate_normalize (cases[i].text);
      g_autofree char *fold = kon_plate_fold (normal);

      g_assert_cmpstr (normal, ==, cases[i].normal);
      g_assert_cmpstr (fold, ==, cases[i].fold);
    }
}

static void
test_match (void)
{
  g_autoptr (GPtrArray) detections = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_detection_unref);
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (KonRecordPlace));
  KonRecordPlace place = { .class_name = "plate", .box = { 0, 0, 100, 30 } };
  KonRecordPlace beside = { .class_name = "plate", .box = { 20, 0, 100, 30 } };
  KonRecordPlace vehicle = { .class_name = "vehicle", .box = { 300, 0, 100, 30 } };
  g_autofree int *matches = NULL;

  g_array_append_val (places, place);
  g_array_append_val (places, beside);
  g_array_append_val (places, vehicle);
  g_ptr_array_add (detections, make_plate ("A", 1, 12, 0));  /* nearer to the second, which the next one takes */
  g_ptr_array_add (detections, make_plate ("B", 1, 20, 0));
  g_ptr_array_add (detections, make_plate ("C", 1, 300, 0)); /* another class */
  g_ptr_array_add (detections, make_plate ("D", 1, 2, 1));   /* the first, better than A */
  g_ptr_array_add (detections, make_plate ("E", 1, 900, 0));
  matches = kon_run_match (detections, places);
  g_assert_cmpint (matches[0], ==, -1);
  g_assert_cmpint (matches[1], ==, 1);
  g_assert_cmpint (matches[2], ==, -1);
  g_assert_cmpint (matches[3], ==, 0);
  g_assert_cmpint (matches[4], ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/store-query/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("order", test_order);
  ADD ("unknown-time", test_unknown_time);
  ADD ("pages", test_pages);
  ADD ("search", test_search);
  ADD ("hostile-search", test_hostile_search);
  ADD ("search-finds-the-correction", test_search_finds_the_correction);
  ADD ("one-picture", test_one_picture);
  ADD ("limits", test_limits);
  g_test_add_func ("/store-query/texts", test_texts);
  g_test_add_func ("/store-query/match", test_match);
  return g_test_run ();
}
