/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: defaults, kept over a restart, nonsense refused or passed over; and the space used. */
#include "config.h"

#include "engine-fixture.h"
#include "kon-store.h"

static KonSettings
get_settings (EngineFixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KonSettings settings;

  kon_engine_get_settings_async (f->engine, f->session, NULL, keep_result, &result);
  wait_for_result (&result);
  kon_engine_get_settings_finish (f->engine, result, &settings, &error);
  g_assert_no_error (error);
  return settings;
}

static gboolean
set_settings (EngineFixture *f, int max_megapixels, KonOriginals originals, GError **error)
{
  const KonSettings settings = { max_megapixels, originals };
  g_autoptr (GAsyncResult) result = NULL;

  kon_engine_set_settings_async (f->engine, f->session, &settings, NULL, keep_result, &result);
  wait_for_result (&result);
  return kon_engine_set_settings_finish (f->engine, result, error);
}

static void
test_kept (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (get_settings (f).max_megapixels, ==, 100);
  g_assert_cmpint (get_settings (f).originals, ==, KON_ORIGINALS_COPY);
  g_assert_true (set_settings (f, 24, KON_ORIGINALS_REFER, &error));
  g_assert_no_error (error);
  engine_fixture_restart (f);
  g_assert_cmpint (get_settings (f).max_megapixels, ==, 24);
  g_assert_cmpint (get_settings (f).originals, ==, KON_ORIGINALS_REFER);
}

static void
test_nonsense (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (set_settings (f, 0, KON_ORIGINALS_COPY, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (set_settings (f, 1001, KON_ORIGINALS_COPY, &error));
  g_clear_error (&error);
  g_assert_false (set_settings (f, 100, (KonOriginals) 77, &error));
  g_assert_cmpint (get_settings (f).max_megapixels, ==, 100);
}

/* What a newer or broken program left there: the default is used, and work goes on. */
static void
test_strange_text (EngineFixture *f, gconstpointer data)
{
  static const char *const texts[] = { "", "{", "[]", "{\"max_megapixels\":\"many\",\"originals\":7}", "{\"max_megapixels\":-1,\"originals\":\"burn\"}" };
  g_autofree char *org_dir = engine_fixture_get_org_dir (f);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KonStore) store = kon_store_open (org_dir, "Personal", NULL, f->clock, &error);

      g_assert_no_error (error);
      kon_store_set_setting (store, "reading", texts[i], "test", &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_settings (f).max_megapixels, ==, 100);
      g_assert_cmpint (get_settings (f).originals, ==, KON_ORIGINALS_COPY);
    }
}

/* The size limit of the settings is the one a reading goes by. */
static void
test_limit_counts (EngineFixture *f, gconstpointer data)
{
  g_autofree char *bomb = g_test_build_filename (G_TEST_DIST, "data", "bomb.png", NULL);
  g_autoptr (KonReadJob) job = NULL;
  g_autoptr (KonPicture) picture = NULL;

  g_assert_true (set_settings (f, 3, KON_ORIGINALS_COPY, NULL));
  job = engine_fixture_read (f, f->session, &(const KonReadOptions){ 0 }, bomb, NULL);
  picture = get_picture (job, 0);
  g_assert_error (kon_picture_get_error (picture), KON_ERROR, KON_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (kon_picture_get_error (picture)->message, "3"));
}

static void
test_usage (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &(const KonReadOptions){ .crops = TRUE, .save = TRUE }, path, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KonUsage usage;

  kon_engine_get_usage_async (f->engine, f->session, NULL, keep_result, &result);
  wait_for_result (&result);
  g_assert_true (kon_engine_get_usage_finish (f->engine, result, &usage, &error));
  g_assert_no_error (error);
  g_assert_cmpint (usage.n_images, ==, 1);
  g_assert_cmpint (usage.n_records, ==, 1);
  g_assert_cmpint (usage.image_bytes, >, 160 * 64 * 3);
  g_assert_cmpint (usage.database_bytes, >, 0);
  g_assert_cmpint (usage.free_bytes, >, 0);
}

#define ADD(name, func) g_test_add ("/engine-settings/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kept", test_kept);
  ADD ("nonsense", test_nonsense);
  ADD ("strange-text", test_strange_text);
  ADD ("limit-counts", test_limit_counts);
  ADD ("usage", test_usage);
  return g_test_run ();
}
