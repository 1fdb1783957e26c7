/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A record keeps its own copies, and its properties say the same as its fields. */
#include "config.h"

#include "kon-record.h"

static KonRecord *
make_record (void)
{
  g_autofree char *id = g_strdup ("0192f0c1-2d3e-7abc-89ab-0123456789ab");
  g_autofree char *text = g_strdup ("BAB123");
  KonRecordFields fields = {
    .id = id,
    .image_id = "c0ffee00-0000-4000-8000-000000000000",
    .text = text,
    .read_text = "8AB123",
    .raw = "8AB-123",
    .confidence = 0.75,
    .review = KON_REVIEW_CORRECTED,
    .source_name = "gate.jpg",
    .seen_at = { 1795497000000000, 3600, KON_TIME_EXIF },
    .box = { 1, 2, 3, 4 },
    .width = 640,
  };
  KonRecord *record = kon_record_new (&fields);

  /* What was given is the maker's to change and free. */
  text[0] = 'X';
  return record;
}

static void
test_fields (void)
{
  g_autoptr (KonRecord) record = make_record ();
  const KonRecordFields *fields = kon_record_get_fields (record);

  g_assert_cmpstr (fields->id, ==, "0192f0c1-2d3e-7abc-89ab-0123456789ab");
  g_assert_cmpstr (fields->text, ==, "BAB123");
  g_assert_cmpstr (fields->read_text, ==, "8AB123");
  g_assert_cmpstr (fields->raw, ==, "8AB-123");
  g_assert_null (fields->sha256);
  g_assert_cmpfloat (fields->box.w, ==, 3);
  g_assert_cmpint (fields->width, ==, 640);
  g_assert_cmpstr (kon_record_get_id (record), ==, fields->id);
  g_assert_cmpstr (kon_record_get_image_id (record), ==, "c0ffee00-0000-4000-8000-000000000000");
  g_assert_cmpstr (kon_record_get_text (record), ==, "BAB123");
  g_assert_cmpfloat (kon_record_get_confidence (record), ==, 0.75);
}

static void
test_properties (void)
{
  g_autoptr (KonRecord) record = make_record ();
  g_autofree char *id = NULL;
  g_autofree char *image_id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *source_name = NULL;
  double confidence;
  gint64 seen_at;
  int review;

  g_object_get (record, "id", &id, "image-id", &image_id, "text", &text, "confidence", &confidence, "source-name", &source_name,
                "seen-at-unix-us", &seen_at, "review", &review, NULL);
  g_assert_cmpstr (id, ==, kon_record_get_id (record));
  g_assert_cmpstr (image_id, ==, kon_record_get_image_id (record));
  g_assert_cmpstr (text, ==, "BAB123");
  g_assert_cmpfloat (confidence, ==, 0.75);
  g_assert_cmpstr (source_name, ==, "gate.jpg");
  g_assert_cmpint (seen_at, ==, 1795497000000000);
  g_assert_cmpint (review, ==, KON_REVIEW_CORRECTED);
}

static void
test_review_names (void)
{
  for (int state = KON_REVIEW_UNREVIEWED; state <= KON_REVIEW_REJECTED; state++)
    g_assert_cmpint (kon_review_state_from_string (kon_review_state_to_string ((KonReviewState) state)), ==, state);
  g_assert_cmpstr (kon_review_state_to_string (KON_REVIEW_REJECTED), ==, "rejected");
  g_assert_cmpstr (kon_review_state_to_string ((KonReviewState) 9), ==, "unreviewed");
  g_assert_cmpint (kon_review_state_from_string ("approved"), ==, KON_REVIEW_UNREVIEWED);
  g_assert_cmpint (kon_review_state_from_string (NULL), ==, KON_REVIEW_UNREVIEWED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/fields", test_fields);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/review-names", test_review_names);
  return g_test_run ();
}
