/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finds the data that belongs to the program by looking around where the program itself lies. */
#include "config.h"

#include "kon-paths.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>

#define MARKER ".konnetec-uninstalled"

typedef struct
{
  gboolean is_uninstalled;
  char *data_dir;
  char *locale_dir;
  char *schema_dir;
} Paths;

/* <build>, where @program_dir is <build>/src/<room> or <build>/tests/<suite>; else NULL. */
static char *
find_build_dir (const char *program_dir)
{
  g_autofree char *parent = g_path_get_dirname (program_dir);
  g_autofree char *build_dir = g_path_get_dirname (parent);
  g_autofree char *marker = g_build_filename (build_dir, "data", MARKER, NULL);

  return g_file_test (marker, G_FILE_TEST_EXISTS) ? g_steal_pointer (&build_dir) : NULL;
}

/* <prefix>/share/@rest where that is a folder, else @compiled_in. */
static char *
find_shared (const char *prefix, const char *rest, const char *compiled_in)
{
  g_autofree char *dir = g_build_filename (prefix, "share", rest, NULL);

  return g_file_test (dir, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&dir) : g_strdup (compiled_in);
}

static Paths *
find_paths (void)
{
  Paths *paths = g_new0 (Paths, 1);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *program_dir = g_path_get_dirname (program != NULL ? program : "/usr/bin/konnetec");
  g_autofree char *prefix = g_path_get_dirname (program_dir);
  g_autofree char *installed = g_build_filename (prefix, "share", GETTEXT_PACKAGE, NULL);
  g_autofree char *build_dir = NULL;

  /* An installed program first: its prefix may lie inside a build folder. */
  if (!g_file_test (installed, G_FILE_TEST_IS_DIR))
    build_dir = find_build_dir (program_dir);
  if (build_dir != NULL)
    {
      paths->is_uninstalled = TRUE;
      paths->data_dir = g_build_filename (build_dir, "data", NULL);
      paths->locale_dir = g_build_filename (build_dir, "po", NULL);
      paths->schema_dir = g_build_filename (build_dir, "data", "glib-2.0", "schemas", NULL);
    }
  else
    {
      paths->data_dir = find_shared (prefix, GETTEXT_PACKAGE, KON_PKGDATADIR);
      paths->locale_dir = find_shared (prefix, "locale", KON_LOCALEDIR);
      paths->schema_dir = find_shared (prefix, "glib-2.0/schemas", KON_SCHEMADIR);
    }
  return paths;
}

static const Paths *
get_paths (void)
{
  static const Paths *paths;

  if (g_once_init_enter (&paths))
    g_once_init_leave (&paths, find_paths ());
  return paths;
}

const char *
kon_paths_get_data_dir (void)
{
  return get_paths ()->data_dir;
}

gboolean
kon_paths_is_uninstalled (void)
{
  return get_paths ()->is_uninstalled;
}

const char *
kon_paths_get_locale_dir (void)
{
  return get_paths ()->locale_dir;
}

const char *
kon_paths_get_schema_dir (void)
{
  return get_paths ()->schema_dir;
}

void
kon_paths_bind_translations (void)
{
  bindtextdomain (GETTEXT_PACKAGE, kon_paths_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

char *
kon_paths_display_name (const char *file_name)
{
  g_return_val_if_fail (file_name != NULL, NULL);

  return g_utf8_make_valid (file_name, -1);
}
