/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Manifests, good and bad, and loading a model's two files. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kon-error.h"
#include "kon-model.h"

static const char finder_text[]
  = "{\"format\":1,\"kind\":\"plate-finder\",\"family\":\"grid-quad\",\"name\":\"f\",\"version\":\"0.1\",\"file\":\"f.onnx\","
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1000,"
    "\"input\":{\"name\":\"image\",\"order\":\"rgb\",\"width\":640,\"height\":640,\"multiple\":32,"
    "\"mean\":[0.5,0.5,0],\"std\":[0.25,1,2]},"
    "\"outputs\":[{\"name\":\"p8\",\"stride\":8},{\"name\":\"p16\",\"stride\":16}],"
    "\"thresholds\":{\"score\":0.35,\"nms\":0.5},\"licence\":\"AGPL-3.0-or-later\",\"sources\":[],\"card\":\"f.md\"}";

static const char reader_text[]
  = "{\"format\":1,\"kind\":\"plate-reader\",\"family\":\"two-row-ctc\",\"name\":\"r\",\"version\":\"0.1\",\"file\":\"r.onnx\","
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1000,"
    "\"input\":{\"name\":\"image\",\"order\":\"grey\",\"width\":160,\"height\":64,\"mean\":[0.5],\"std\":[0.5]},"
    "\"outputs\":[{\"name\":\"rows\",\"rows\":2,\"steps\":40,\"classes\":37}],"
    "\"alphabet\":\"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ\",\"temperature\":1.5,\"licence\":\"AGPL-3.0-or-later\"}";

static const char corners_text[]
  = "{\"format\":1,\"kind\":\"plate-corners\",\"family\":\"box-corners\",\"name\":\"c\",\"version\":\"0.1\",\"file\":\"c.onnx\","
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1000,"
    "\"input\":{\"name\":\"image\",\"order\":\"rgb\",\"width\":160,\"height\":64,\"mean\":[0.5,0.5,0.5],\"std\":[0.25,0.25,0.25]},"
    "\"outputs\":[{\"name\":\"corners\"}],\"margin\":0.25,\"licence\":\"AGPL-3.0-or-later\"}";

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonManifest) finder = kon_manifest_parse (finder_text, strlen (finder_text), "f.json", &error);
  g_autoptr (KonManifest) reader = NULL;
  g_autoptr (KonManifest) corners = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (finder->family, ==, "grid-quad");
  g_assert_cmpstr (finder->file, ==, "f.onnx");
  g_assert_false (finder->grey);
  g_assert_cmpint (finder->multiple, ==, 32);
  g_assert_cmpfloat (finder->std[2], ==, 2);
  g_assert_cmpint (finder->n_outputs, ==, 2);
  g_assert_cmpstr (finder->outputs[1].name, ==, "p16");
  g_assert_cmpint (finder->outputs[1].stride, ==, 16);
  g_assert_cmpfloat (finder->nms_threshold, ==, 0.5);

  reader = kon_manifest_parse (reader_text, strlen (reader_text), "r.json", &error);
  g_assert_no_error (error);
  g_assert_true (reader->grey);
  g_assert_cmpint (reader->multiple, ==, 0);
  g_assert_cmpint (reader->outputs[0].steps, ==, 40);
  g_assert_cmpfloat (reader->temperature, ==, 1.5);

  corners = kon_manifest_parse (corners_text, strlen (corners_text), "c.json", &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (corners->margin, ==, 0.25);
  g_assert_cmpstr (corners->outputs[0].name, ==, "corners");
}

/* Each row spoils one good manifest in one place. */
static const struct
{
  const char *text, *from, *to;
} faults[] = {
  { finder_text, "\"format\":1", "\"format\":0" },
  { finder_text, "\"format\":1,", "" },
  { finder_text, "plate-finder", "plate-reader" },
  { finder_text, "grid-quad", "grid-triangle" },
  { finder_text, "grid-quad", "two-row-ctc" },
  { finder_text, "\"f.onnx\"", "\"../f.onnx\"" },
  { finder_text, "\"f.onnx\"", "\"/etc/passwd\"" },
  { finder_text, "\"f.onnx\"", "\".\"" },
  { finder_text, "\"f.onnx\"", "\"\"" },
  { finder_text, "0123456789abcdef0123", "0123456789ABCDEF0123" },
  { finder_text, "0123456789abcdef0123", "0123" },
  { finder_text, "\"size\":1000", "\"size\":-1" },
  { finder_text, "\"size\":1000", "\"size\":99999999999999" },
  { finder_text, "\"rgb\"", "\"hsv\"" },
  { finder_text, "\"rgb\",\"width\":640,\"height\":640,\"multiple\":32,\"mean\":[0.5,0.5,0],\"std\":[0.25,1,2]",
    "\"grey\",\"width\":640,\"height\":640,\"multiple\":32,\"mean\":[0.5],\"std\":[0.25]" },
  { finder_text, "\"width\":640", "\"width\":641" },
  { finder_text, "\"width\":640", "\"width\":2000000000" },
  { finder_text, "\"width\":640", "\"width\":\"640\"" },
  { finder_text, "\"multiple\":32", "\"multiple\":-1" },
  { finder_text, "[0.25,1,2]", "[0.25,1]" },
  { finder_text, "[0.25,1,2]", "[0.25,0,2]" },
  { finder_text, "[0.25,1,2]", "[0.25,\"1\",2]" },
  { finder_text, "[0.25,1,2]", "[0.25,null,2]" },
  { finder_text, "\"stride\":16", "\"stride\":0" },
  { finder_text, "{\"name\":\"p16\",\"stride\":16}", "7" },
  { finder_text, "\"score\":0.35", "\"score\":1.5" },
  { finder_text, "\"thresholds\"", "\"limits\"" },
  { finder_text, "\"input\":{", "\"inputs\":{" },
  { finder_text, "\"licence\":\"AGPL-3.0-or-later\",", "" },
  { reader_text, "\"rows\":2", "\"rows\":3" },
  { reader_text, "\"steps\":40", "\"steps\":100000" },
  { reader_text, "\"classes\":37", "\"classes\":36" },
  { reader_text, "XYZ\"", "XYY\"" },
  { reader_text, "XYZ\"", "XYz\"" },
  { reader_text, "XYZ\"", "XY\"" },
  { reader_text, "\"temperature\":1.5", "\"temperature\":0" },
  { reader_text, "\"mean\":[0.5]", "\"mean\":[0.5,0.5,0.5]" },
  { reader_text, "}]", "},{\"name\":\"more\",\"rows\":1,\"steps\":2,\"classes\":37}]" },
  { corners_text, "\"margin\":0.25", "\"margin\":-0.25" },
  { corners_text, "\"margin\":0.25,", "" },
  { corners_text, "box-corners", "grid-quad" },
  { corners_text, "\"rgb\"", "\"grey\"" },
  { corners_text, "}]", "},{\"name\":\"more\"}]" },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KonManifest) manifest = NULL;
      g_autoptr (GString) text = g_string_new (faults[i].text);

      g_assert_cmpuint (g_string_replace (text, faults[i].from, faults[i].to, 1), ==, 1);
      manifest = kon_manifest_parse (text->str, text->len, "spoilt.json", &error);
      if (manifest)
        g_error ("row %zu passes: %s instead of %s", i, faults[i].to, faults[i].from);
      g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
      g_assert_nonnull (strstr (error->message, "spoilt.json"));
    }
}

static void
test_newer (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "{\"format\":2,\"everything\":\"else\"}";

  g_assert_null (kon_manifest_parse (text, strlen (text), "new.json", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION);
}

/* Cut anywhere, a manifest is refused. */
static void
test_cut (void)
{
  for (gsize size = 0; size < strlen (reader_text); size++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *cut = g_memdup2 (reader_text, size + 1); /* exact, so that a sanitizer sees reads beyond it */

      g_assert_null (kon_manifest_parse (cut, size, "cut.json", &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
    }
}

typedef struct
{
  char *folder, *manifest, *onnx;
} Fixture;

static void
copy (const char *name, const char *target)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "models", name, NULL);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &text, &size, NULL));
  g_assert_true (g_file_set_contents (target, text, size, NULL));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("kon-model-XXXXXX", NULL);
  f->manifest = g_build_filename (f->folder, "test-finder.json", NULL);
  f->onnx = g_build_filename (f->folder, "test-finder.onnx", NULL);
  copy ("test-finder.json", f->manifest);
  copy ("test-finder.onnx", f->onnx);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_remove (f->manifest);
  g_remove (f->onnx);
  g_rmdir (f->onnx);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->manifest);
  g_free (f->onnx);
}

static void
test_load (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonModel) model = kon_model_load (f->folder, "test-finder", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kon_model_get_label (model), ==, "test-finder 1.0.0");
  g_assert_cmpint (g_bytes_get_size (kon_model_get_onnx (model)), ==, kon_model_get_manifest (model)->size);
}

static void
check_refused (Fixture *f, const char *named)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_model_load (f->folder, "test-finder", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_swapped (Fixture *f, gconstpointer data)
{
  copy ("test-reader.onnx", f->onnx);
  check_refused (f, "test-finder.onnx");
}

static void
test_one_bit (Fixture *f, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (f->onnx, &bytes, &size, NULL));
  bytes[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (f->onnx, bytes, size, NULL));
  check_refused (f, "test-finder.onnx");
}

static void
test_absent (Fixture *f, gconstpointer data)
{
  g_remove (f->onnx);
  check_refused (f, "test-finder.onnx");
  g_assert_cmpint (g_mkdir (f->onnx, 0700), ==, 0);
  check_refused (f, "test-finder.onnx");
  g_remove (f->manifest);
  check_refused (f, "test-finder.json");
}

static void
test_broken_manifest (Fixture *f, gconstpointer data)
{
  g_assert_true (g_file_set_contents (f->manifest, "{\"format\":1", -1, NULL));
  check_refused (f, "test-finder.json");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/manifest/good", test_good);
  g_test_add_func ("/detect/manifest/faults", test_faults);
  g_test_add_func ("/detect/manifest/newer", test_newer);
  g_test_add_func ("/detect/manifest/cut", test_cut);
#define ADD(name, func) g_test_add ("/detect/model/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("load", test_load);
  ADD ("swapped", test_swapped);
  ADD ("one-bit", test_one_bit);
  ADD ("absent", test_absent);
  ADD ("broken-manifest", test_broken_manifest);
  return g_test_run ();
}
