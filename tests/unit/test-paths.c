/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a program finds its data: in the build tree, and after an install anywhere (this test copies itself there). */
#include "config.h"

#include "kon-paths.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* How the copy of this program is called that only prints what it found. */
#define PRINT "--print"

static void
test_build_tree (void)
{
  const char *build_dir = g_getenv ("G_TEST_BUILDDIR"); /* <build>/tests */
  g_autofree char *root = g_path_get_dirname (build_dir);
  g_autofree char *marker = g_build_filename (root, "data", ".konnetec-uninstalled", NULL);
  g_autofree char *data_dir = g_build_filename (root, "data", NULL);
  g_autofree char *locale_dir = g_build_filename (root, "po", NULL);
  g_autofree char *schema_dir = g_build_filename (root, "data", "glib-2.0", "schemas", NULL);

  g_assert_true (g_file_test (marker, G_FILE_TEST_EXISTS));
  g_assert_true (kon_paths_is_uninstalled ());
  g_assert_cmpstr (kon_paths_get_data_dir (), ==, data_dir);
  g_assert_cmpstr (kon_paths_get_locale_dir (), ==, locale_dir);
  g_assert_cmpstr (kon_paths_get_schema_dir (), ==, schema_dir);
}

static void
copy_program (const char *to)
{
  g_autoptr (GFile) from = g_file_new_for_path ("/proc/self/exe");
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (from, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (to, 0755), ==, 0);
}

static void
make_folder (const char *parent, const char *rest)
{
  g_autofree char *path = g_build_filename (parent, rest, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0755), ==, 0);
}

/* Runs the copy at @prefix/bin/program; its three lines: data, locale, schema. Returns: (transfer full) */
static char **
run_copy (const char *prefix)
{
  g_autofree char *program = g_build_filename (prefix, "bin", "program", NULL);
  char *argv[] = { program, (char *) PRINT, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync ("/", argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_strsplit (output, "\n", -1);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
assert_installed (const char *prefix)
{
  g_autofree char *program = g_build_filename (prefix, "bin", "program", NULL);
  g_autofree char *data_dir = g_build_filename (prefix, "share", "konnetec-vision", NULL);
  g_autofree char *locale_dir = g_build_filename (prefix, "share", "locale", NULL);
  g_auto (GStrv) lines = NULL;

  make_folder (prefix, "bin");
  make_folder (prefix, "share/konnetec-vision");
  make_folder (prefix, "share/locale");
  copy_program (program);
  lines = run_copy (prefix);
  g_assert_cmpstr (lines[0], ==, data_dir);
  g_assert_cmpstr (lines[1], ==, locale_dir);
  /* Not there: the one compiled in. */
  g_assert_cmpstr (lines[2], ==, KON_SCHEMADIR);
}

static void
test_any_prefix (void)
{
  g_autofree char *prefix = g_dir_make_tmp ("konnetec-paths-XXXXXX", NULL);

  g_assert_nonnull (prefix);
  assert_installed (prefix);
  remove_tree (prefix);
}

/* An install into a folder of the build tree is an install. */
static void
test_prefix_in_build_tree (void)
{
  g_autofree char *root = g_path_get_dirname (g_getenv ("G_TEST_BUILDDIR"));
  g_autofree char *prefix = g_build_filename (root, "test-paths-prefix", NULL);

  remove_tree (prefix);
  assert_installed (prefix);
  remove_tree (prefix);
}

static void
test_nothing_there (void)
{
  g_autofree char *prefix = g_dir_make_tmp ("konnetec-paths-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (prefix, "bin", "program", NULL);
  g_auto (GStrv) lines = NULL;

  make_folder (prefix, "bin");
  copy_program (program);
  lines = run_copy (prefix);
  g_assert_cmpstr (lines[0], ==, KON_PKGDATADIR);
  g_assert_cmpstr (lines[1], ==, KON_LOCALEDIR);
  remove_tree (prefix);
}

static void
test_display_name (void)
{
  g_autofree char *plain = kon_paths_display_name ("/tmp/Straße.jpg");
  g_autofree char *broken = kon_paths_display_name ("caf\xe9\xff.jpg");

  g_assert_cmpstr (plain, ==, "/tmp/Straße.jpg");
  g_assert_cmpstr (broken, ==, "caf\xef\xbf\xbd\xef\xbf\xbd.jpg");
}

int
main (int argc, char *argv[])
{
  if (argc == 2 && strcmp (argv[1], PRINT) == 0)
    {
      g_print ("%s\n%s\n%s\n", kon_paths_get_data_dir (), kon_paths_get_locale_dir (), kon_paths_get_schema_dir ());
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paths/build-tree", test_build_tree);
  g_test_add_func ("/paths/any-prefix", test_any_prefix);
  g_test_add_func ("/paths/prefix-in-build-tree", test_prefix_in_build_tree);
  g_test_add_func ("/paths/nothing-there", test_nothing_there);
  g_test_add_func ("/paths/display-name", test_display_name);
  return g_test_run ();
}
