/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sources: a file by hand, and folders with everything that can lie in one. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kon-error.h"
#include "kon-source.h"

#define PICTURE "\xff\xd8\xff\xe0\0\x10JFIF" /* what a folder looks at: the first bytes */

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("kon-source-XXXXXX", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  remove_all (f->folder);
  g_free (f->folder);
}

static void
put (Fixture *f, const char *name, const char *text, gssize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, text, size, NULL));
}

static void
put_picture (Fixture *f, const char *name)
{
  put (f, name, PICTURE, sizeof PICTURE - 1);
}

static KonSource *
open_source (Fixture *f, const char *name, const char *shown)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  KonSource *source = kon_source_open_named (file, shown, NULL, &error);

  g_assert_no_error (error);
  return source;
}

/* The names of all that comes out, joined; an item with an error ends on "!". */
static char *
walk (Fixture *f, const char *name, const char *shown)
{
  g_autoptr (KonSource) source = open_source (f, name, shown);
  g_autoptr (GError) error = NULL;
  GString *names = g_string_new (NULL);
  KonMediaItem *item;

  while ((item = kon_source_next (source, NULL, &error)))
    {
      g_autoptr (GError) failure = NULL;

      g_assert_false (kon_media_item_load (item, 100, NULL, &failure)); /* headers only: none of them is whole */
      g_string_append_printf (names, "%s%s%s", names->len ? " " : "", kon_media_item_get_name (item),
                              failure->code == KON_ERROR_READ_ONLY ? "!" : "");
      kon_media_item_unref (item);
    }
  g_assert_no_error (error);
  g_assert_null (kon_source_next (source, NULL, &error)); /* the end stays the end */
  g_assert_no_error (error);
  return g_string_free (names, FALSE);
}

static void
check_walk (Fixture *f, const char *expected)
{
  g_autofree char *names = walk (f, "", "in");

  g_assert_cmpstr (names, ==, expected);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  put_picture (f, "b.jpg");
  put_picture (f, "B.jpg");
  put_picture (f, "a/z.jpg");
  put_picture (f, "a/10.jpg");
  put_picture (f, "a/9.jpg");
  put_picture (f, "a.jpg");
  put_picture (f, "\303\244.jpg");
  put_picture (f, "c/d/e/f.jpg");
  check_walk (f, "in/B.jpg in/a/10.jpg in/a/9.jpg in/a/z.jpg in/a.jpg in/b.jpg in/c/d/e/f.jpg in/\303\244.jpg");
}

static void
test_only_pictures (Fixture *f, gconstpointer data)
{
  g_autofree char *fifo = g_build_filename (f->folder, "fifo.jpg", NULL);

  put (f, "letter.jpg", "Dear reader", -1);
  put (f, "empty.jpg", "", 0);
  put_picture (f, "photo.txt");
  put_picture (f, ".hidden");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  check_walk (f, "in/.hidden in/photo.txt");
}

static void
test_empty (Fixture *f, gconstpointer data)
{
  g_autoptr (KonSource) source = open_source (f, "", NULL);

  g_assert_true (kon_source_is_folder (source));
  g_assert_false (kon_source_is_live (source));
  check_walk (f, "");
}

static void
link_to (Fixture *f, const char *target, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
test_links (Fixture *f, gconstpointer data)
{
  put_picture (f, "a/one.jpg");
  link_to (f, "..", "a/up");
  link_to (f, ".", "a/here");
  link_to (f, "a", "b");
  link_to (f, "loop", "loop");
  link_to (f, "nowhere", "dangling");
  link_to (f, "a/one.jpg", "link.jpg");
  check_walk (f, "in/a/one.jpg in/link.jpg");
}

static void
test_odd_names (Fixture *f, gconstpointer data)
{
  put_picture (f, "bad\xff/new\nline.jpg");
  check_walk (f, "in/bad\357\277\275/new\nline.jpg");
}

static void
test_names (Fixture *f, gconstpointer data)
{
  g_autofree char *full = g_build_filename (f->folder, "a.jpg", NULL);
  g_autofree char *slash = NULL, *own = NULL, *file = NULL, *file_as = NULL;

  put_picture (f, "a.jpg");
  slash = walk (f, "", "in/");
  g_assert_cmpstr (slash, ==, "in/a.jpg");
  own = walk (f, "", NULL);
  g_assert_cmpstr (own, ==, full);
  file = walk (f, "a.jpg", NULL);
  g_assert_cmpstr (file, ==, full);
  file_as = walk (f, "a.jpg", "./a.jpg");
  g_assert_cmpstr (file_as, ==, "./a.jpg");
}

/* A file named by hand comes out whatever it is. */
static void
test_by_hand (Fixture *f, gconstpointer data)
{
  g_autofree char *names = NULL;
  g_autoptr (KonSource) source = NULL;

  put (f, "letter.jpg", "Dear reader", -1);
  names = walk (f, "letter.jpg", "letter.jpg");
  g_assert_cmpstr (names, ==, "letter.jpg");
  source = open_source (f, "letter.jpg", NULL);
  g_assert_false (kon_source_is_folder (source));
}

static void
check_open_fails (Fixture *f, const char *name, KonErrorCode code)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_source_open (file, NULL, &error));
  g_assert_error (error, KON_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_absent (Fixture *f, gconstpointer data)
{
  put_picture (f, "a.jpg");
  check_open_fails (f, "nothing", KON_ERROR_NOT_FOUND);
  check_open_fails (f, "a.jpg/below", KON_ERROR_NOT_FOUND);
}

static void
set_mode (Fixture *f, const char *name, int mode)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
test_no_permission (Fixture *f, gconstpointer data)
{
  gboolean root = geteuid () == 0;

  put_picture (f, "a.jpg");
  put_picture (f, "closed/b.jpg");
  put_picture (f, "secret.jpg");
  put_picture (f, "z.jpg");
  set_mode (f, "", 0755);
  set_mode (f, "a.jpg", 0644);
  set_mode (f, "z.jpg", 0644);
  set_mode (f, "closed", 0);
  set_mode (f, "secret.jpg", 0);
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  check_open_fails (f, "closed", KON_ERROR_READ_ONLY);
  check_walk (f, "in/a.jpg in/closed! in/secret.jpg! in/z.jpg");
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  set_mode (f, "closed", 0755);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (KonSource) source = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_picture (f, "a.jpg");
  source = open_source (f, "", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_null (kon_source_next (source, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/media/source/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("only-pictures", test_only_pictures);
  ADD ("empty", test_empty);
  ADD ("links", test_links);
  ADD ("odd-names", test_odd_names);
  ADD ("names", test_names);
  ADD ("by-hand", test_by_hand);
  ADD ("absent", test_absent);
  ADD ("no-permission", test_no_permission);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
