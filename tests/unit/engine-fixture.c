/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Shared by the engine's tests. */
#include "config.h"

#include "engine-fixture.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BMP_HEADER_SIZE 54

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *where)
{
  return remove (path);
}

void
remove_folder (const char *path)
{
  nftw (path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The program's names for the test networks. */
static void
make_models_dir (EngineFixture *f)
{
  static const char *const names[][2] = {
    { "test-finder.json", "plate-finder.json" }, { "test-finder.onnx", "test-finder.onnx" },
    { "test-corners.json", "plate-corners.json" }, { "test-corners.onnx", "test-corners.onnx" },
    { "test-reader.json", "plate-reader.json" }, { "test-reader.onnx", "test-reader.onnx" },
  };

  f->models_dir = g_build_filename (f->folder, "models", NULL);
  g_mkdir (f->models_dir, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_test_build_filename (G_TEST_DIST, "data", "models", names[i][0], NULL);
      g_autofree char *to = g_build_filename (f->models_dir, names[i][1], NULL);

      g_assert_cmpint (symlink (from, to), ==, 0);
    }
}

static void
open_engine (EngineFixture *f)
{
  g_autoptr (GError) error = NULL;

  f->engine = kon_engine_new (f->data_dir, f->models_dir, 2, f->clock);
  f->session = kon_engine_open_personal (f->engine, &error);
  g_assert_no_error (error);
}

static void
close_engine (EngineFixture *f)
{
  g_clear_object (&f->session);
  kon_engine_shut_down (f->engine);
  /* Answers that are still on their way hold the engine. */
  iterate ();
  g_assert_finalize_object (f->engine);
  f->engine = NULL;
}

void
engine_fixture_set_up (EngineFixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("konnetec-test-XXXXXX", NULL);
  g_assert_nonnull (f->folder);
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->pictures = g_build_filename (f->folder, "pictures", NULL);
  g_mkdir (f->pictures, 0700);
  make_models_dir (f);
  f->clock = kon_clock_new_fixed (G_GINT64_CONSTANT (1700000000000000), G_USEC_PER_SEC, 7);
  open_engine (f);
}

void
engine_fixture_tear_down (EngineFixture *f, gconstpointer data)
{
  close_engine (f);
  kon_clock_unref (f->clock);
  remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->models_dir);
  g_free (f->pictures);
}

void
engine_fixture_restart (EngineFixture *f)
{
  close_engine (f);
  open_engine (f);
}

char *
engine_fixture_get_org_dir (EngineFixture *f)
{
  return g_build_filename (f->data_dir, "orgs", kon_session_get_organization_id (f->session), NULL);
}

static char *
make_path (EngineFixture *f, const char *name)
{
  char *path = g_build_filename (f->pictures, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  return path;
}

static void
put_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* An all-grey BMP with an 8x8 red cell at @red_x, @red_y where that is not negative. @width is a multiple of 4. */
static void
write_bmp (const char *path, int width, int height, guint8 grey, int red_x, int red_y)
{
  gsize size = (gsize) width * height * 3;
  g_autofree guint8 *bytes = g_malloc0 (BMP_HEADER_SIZE + size);
  guint8 *pixels = bytes + BMP_HEADER_SIZE;

  bytes[0] = 'B';
  bytes[1] = 'M';
  put_u32 (bytes + 2, BMP_HEADER_SIZE + size);
  put_u32 (bytes + 10, BMP_HEADER_SIZE);
  put_u32 (bytes + 14, 40);
  put_u32 (bytes + 18, width);
  put_u32 (bytes + 22, height);
  bytes[26] = 1;
  bytes[28] = 24;
  memset (pixels, grey, size);
  for (int y = red_y; red_x >= 0 && y < red_y + 8; y++)
    for (int x = red_x; x < red_x + 8; x++)
      {
        guint8 *pixel = pixels + ((gsize) (height - 1 - y) * width + x) * 3; /* from the bottom, blue first */

        pixel[0] = pixel[1] = 0;
        pixel[2] = 255;
      }
  g_assert_true (g_file_set_contents (path, (const char *) bytes, BMP_HEADER_SIZE + size, NULL));
}

char *
engine_fixture_add_plate (EngineFixture *f, const char *name, guint number)
{
  char *path = make_path (f, name);

  /* The reader's classes are 37 levels from black (nothing) to white (Z). */
  write_bmp (path, 160, 64, (guint8) ((number + 1) * 255 / 36.0 + 0.5), -1, -1);
  return path;
}

char *
engine_fixture_add_photo (EngineFixture *f, const char *name)
{
  char *path = make_path (f, name);

  write_bmp (path, 640, 640, 64, 200, 200);
  return path;
}

char *
engine_fixture_add_file (EngineFixture *f, const char *name, const char *content)
{
  char *path = make_path (f, name);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return path;
}

void
wait_for_job (KonJob *job)
{
  while (kon_job_get_state (job) == KON_JOB_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

KonReadJob *
engine_fixture_read (EngineFixture *f, KonSession *session, const KonReadOptions *options, const char *first, ...)
{
  KonReadJob *job = kon_engine_read (f->engine, session, options, NULL);
  va_list paths;

  va_start (paths, first);
  for (const char *path = first; path != NULL; path = va_arg (paths, const char *))
    {
      g_autofree char *full = g_path_is_absolute (path) ? g_strdup (path) : g_build_filename (f->pictures, path, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (full);

      kon_read_job_add_file (job, file, path);
    }
  va_end (paths);
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  return job;
}

GPtrArray *
engine_fixture_list (EngineFixture *f, KonSession *session)
{
  const KonHistoryQuery query = { .limit = 1000 };
  g_autoptr (GError) error = NULL;
  GPtrArray *records = kon_engine_list_records (f->engine, session, &query, NULL, &error);

  g_assert_no_error (error);
  return records;
}

KonPicture *
get_picture (KonReadJob *job, guint i)
{
  KonPicture *picture = g_list_model_get_item (kon_read_job_get_pictures (job), i);

  g_assert_nonnull (picture);
  return picture;
}

KonPlate *
get_plate (KonPicture *picture, guint k)
{
  KonPlate *plate = g_list_model_get_item (kon_picture_get_plates (picture), k);

  g_assert_nonnull (plate);
  return plate;
}

void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

void
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
