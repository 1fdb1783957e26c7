/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures out of the store and from where they lay, in all three ways of keeping originals. */
#include "config.h"

#include "engine-fixture.h"

#include <stdio.h>

static void
set_originals (EngineFixture *f, KonOriginals originals)
{
  const KonSettings settings = { 100, originals };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kon_engine_set_settings_async (f->engine, f->session, &settings, NULL, keep_result, &result);
  wait_for_result (&result);
  kon_engine_set_settings_finish (f->engine, result, &error);
  g_assert_no_error (error);
}

/* Reads and saves one photo. Returns: (transfer full) its record */
static KonRecord *
save_photo (EngineFixture *f, char **out_path)
{
  g_autofree char *path = engine_fixture_add_photo (f, "photo.bmp");
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &(const KonReadOptions){ .save = TRUE }, path, NULL);
  g_autoptr (GPtrArray) records = engine_fixture_list (f, f->session);

  g_assert_cmpuint (records->len, ==, 1);
  if (out_path != NULL)
    *out_path = g_steal_pointer (&path);
  return g_object_ref (g_ptr_array_index (records, 0));
}

static KonFrame *
load_image (EngineFixture *f, KonRecord *record, int max_side, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kon_engine_load_image_async (f->engine, f->session, kon_record_get_image_id (record), max_side, NULL, keep_result, &result);
  wait_for_result (&result);
  return kon_engine_load_image_finish (f->engine, result, error);
}

static void
assert_image_width (EngineFixture *f, KonRecord *record, int max_side, int wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonFrame) frame = load_image (f, record, max_side, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (frame), ==, wanted);
}

static void
test_copied (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (KonRecord) record = save_photo (f, &path);
  g_autoptr (GAsyncResult) thumbnail_result = NULL;
  g_autoptr (GAsyncResult) crop_result = NULL;
  g_autoptr (KonFrame) thumbnail = NULL;
  g_autoptr (KonFrame) crop = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kon_record_get_fields (record)->has_original);
  g_assert_cmpint (remove (path), ==, 0);
  assert_image_width (f, record, 0, 640);
  assert_image_width (f, record, 100, 100);

  kon_engine_load_thumbnail_async (f->engine, f->session, kon_record_get_image_id (record), NULL, keep_result, &thumbnail_result);
  kon_engine_load_crop_async (f->engine, f->session, kon_record_get_id (record), NULL, keep_result, &crop_result);
  wait_for_result (&thumbnail_result);
  wait_for_result (&crop_result);
  thumbnail = kon_engine_load_thumbnail_finish (f->engine, thumbnail_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (thumbnail), ==, 256);
  crop = kon_engine_load_crop_finish (f->engine, crop_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (crop), >, kon_frame_get_height (crop));
}

static void
test_referred (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *other = NULL;
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GError) error = NULL;

  set_originals (f, KON_ORIGINALS_REFER);
  record = save_photo (f, &path);
  g_assert_false (kon_record_get_fields (record)->has_original);
  assert_image_width (f, record, 0, 640);

  /* Another picture lies there now: that one must not be shown in its place. */
  other = engine_fixture_add_plate (f, "photo.bmp", 3);
  g_assert_cmpstr (other, ==, path);
  frame = load_image (f, record, 0, &error);
  g_assert_null (frame);
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "photo.bmp"));
  g_clear_error (&error);

  g_assert_cmpint (remove (path), ==, 0);
  frame = load_image (f, record, 0, &error);
  g_assert_null (frame);
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

static void
test_crops_only (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KonFrame) crop = NULL;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GError) error = NULL;

  set_originals (f, KON_ORIGINALS_CROPS);
  record = save_photo (f, &path);
  g_assert_cmpint (remove (path), ==, 0);
  frame = load_image (f, record, 0, &error);
  g_assert_null (frame);
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_clear_error (&error);
  kon_engine_load_crop_async (f->engine, f->session, kon_record_get_id (record), NULL, keep_result, &result);
  wait_for_result (&result);
  crop = kon_engine_load_crop_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (crop);
}

/* A picture of a reading, not stored: from its file, or from the bytes that were pasted. */
static void
test_of_a_reading (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (KonReadJob) job = kon_engine_read (f->engine, f->session, &(const KonReadOptions){ .crops = TRUE }, NULL);

  kon_read_job_add_file (job, file, NULL);
  kon_read_job_add_bytes (job, bytes, "Pasted");
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KonPicture) picture = get_picture (job, i);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (KonFrame) frame = NULL;
      g_autoptr (GError) error = NULL;

      kon_engine_load_picture_async (f->engine, f->session, picture, 80, NULL, keep_result, &result);
      wait_for_result (&result);
      frame = kon_engine_load_picture_finish (f->engine, result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (kon_frame_get_width (frame), ==, 80);
    }
}

/* A part, as large as it is wanted, and only what lies in the picture; enhanced it is another one. */
static void
test_look (EngineFixture *f, gconstpointer data)
{
  g_autoptr (KonRecord) record = save_photo (f, NULL);
  const struct
  {
    KonLook look;
    KonBox part;
    double scale;
  } looks[] = {
    { { .max_side = 160 }, { 0, 0, 640, 640 }, 0.25 },
    { { .part = { 100.5, 50, 200, 99.5 } }, { 100, 50, 201, 100 }, 1 },
    { { .part = { 600, -20, 300, 100 }, .scale = 0.5, .enhanced = TRUE }, { 600, 0, 40, 80 }, 0.5 },
    { { .part = { 0, 0, 64, 64 }, .scale = 7 }, { 0, 0, 64, 64 }, 1 },
    { { .part = { 9e9, 9e9, 5, 5 } }, { 639, 639, 1, 1 }, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (KonDrawPicture) picture = NULL;
      g_autoptr (GError) error = NULL;
      KonBox part;

      kon_engine_look_at_image_async (f->engine, f->session, kon_record_get_image_id (record), &looks[i].look, NULL, keep_result, &result);
      wait_for_result (&result);
      picture = kon_engine_look_finish (f->engine, result, &error);
      g_assert_no_error (error);
      part = kon_draw_picture_get_part (picture);
      g_assert_cmpint (kon_draw_picture_get_width (picture), ==, 640);
      g_assert_cmpfloat (part.x, ==, looks[i].part.x);
      g_assert_cmpfloat (part.y, ==, looks[i].part.y);
      g_assert_cmpfloat (part.w, ==, looks[i].part.w);
      g_assert_cmpfloat (part.h, ==, looks[i].part.h);
      g_assert_cmpfloat (kon_draw_picture_get_scale (picture), ==, looks[i].scale);
    }
}

static void
test_unknown (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GError) error = NULL;

  kon_engine_load_image_async (f->engine, f->session, "../../etc/passwd", 0, NULL, keep_result, &result);
  wait_for_result (&result);
  frame = kon_engine_load_image_finish (f->engine, result, &error);
  g_assert_null (frame);
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

#define ADD(name, func) g_test_add ("/engine-images/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("copied", test_copied);
  ADD ("referred", test_referred);
  ADD ("crops-only", test_crops_only);
  ADD ("of-a-reading", test_of_a_reading);
  ADD ("look", test_look);
  ADD ("unknown", test_unknown);
  return g_test_run ();
}
