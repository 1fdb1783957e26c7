/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The folder of organizations: one Personal whoever comes first, names that cannot be read, what a killed process left. */
#include "config.h"

#include <glib/gstdio.h>

#include "engine-fixture.h"
#include "kon-organizations.h"

typedef struct
{
  char *folder;
  char *orgs_dir;
  KonClock *clock;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("konnetec-test-XXXXXX", NULL);
  f->orgs_dir = g_build_filename (f->folder, "orgs", NULL);
  f->clock = kon_clock_new_system ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kon_clock_unref (f->clock);
  remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->orgs_dir);
}

static guint
count_organizations (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->orgs_dir, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* As a process does. Returns: (transfer full) the id */
static char *
open_once (Fixture *f, const char *name, GError **error)
{
  KonOrganizations *organizations = kon_organizations_new (f->orgs_dir, f->clock);
  KonOrganization *organization = kon_organizations_open_or_create (organizations, name, error);
  char *id = organization != NULL ? g_strdup (kon_store_get_id (kon_organization_get_store (organization))) : NULL;

  g_clear_pointer (&organization, kon_organization_unref);
  kon_organizations_free (organizations);
  return id;
}

static void
test_same_again (Fixture *f, gconstpointer data)
{
  g_autofree char *first = open_once (f, "Personal", NULL);
  g_autofree char *second = open_once (f, "Personal", NULL);
  g_autofree char *other = open_once (f, "Works", NULL);
  g_autofree char *path = g_build_filename (f->orgs_dir, first, "org.json", NULL);

  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpuint (count_organizations (f), ==, 2);
  /* The folder is named after its id. */
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gpointer
open_in_thread (gpointer data)
{
  return open_once (data, "Personal", NULL);
}

static void
test_all_at_once (Fixture *f, gconstpointer data)
{
  GThread *threads[8];
  g_autofree char *wanted = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("opens", open_in_thread, f);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *id = g_thread_join (threads[i]);

      g_assert_nonnull (id);
      if (wanted == NULL)
        wanted = g_strdup (id);
      g_assert_cmpstr (id, ==, wanted);
    }
  g_assert_cmpuint (count_organizations (f), ==, 1);
}

static void
test_unreadable_name (Fixture *f, gconstpointer data)
{
  static const char *const cards[] = { "{\"name\":", "{\"id\":\"no name\"}", "{\"name\":7}" };
  g_autofree char *id = open_once (f, "Personal", NULL);
  g_autofree char *path = g_build_filename (f->orgs_dir, id, "org.json", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_assert_true (g_file_set_contents (path, cards[i], -1, NULL));
      /* No second Personal beside the one with all the records. */
      g_assert_null (open_once (f, "Personal", &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, "org.json"));
      g_assert_cmpuint (count_organizations (f), ==, 1);
      g_clear_error (&error);
    }
}

static void
test_left_by_the_killed (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kon_clock_new_random_id (f->clock);
  g_autofree char *dir = g_build_filename (f->orgs_dir, id, NULL);
  g_autofree char *stray = g_build_filename (f->orgs_dir, "not-an-id", NULL);
  g_autofree char *opened = NULL;
  KonOrganizations *organizations = kon_organizations_new (f->orgs_dir, f->clock);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (dir, 0700);
  g_mkdir_with_parents (stray, 0700);
  /* It is not one yet that could be asked for, and would else get its id for a name. */
  g_assert_null (kon_organizations_open_existing (organizations, id, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  kon_organizations_free (organizations);
  opened = open_once (f, "Personal", NULL);
  g_assert_cmpstr (opened, ==, id);
  g_assert_cmpuint (count_organizations (f), ==, 2);
}

static void
test_find (Fixture *f, gconstpointer data)
{
  g_autofree char *personal = open_once (f, "Personal", NULL);
  g_autofree char *works = open_once (f, "Works", NULL);
  KonOrganizations *organizations = kon_organizations_new (f->orgs_dir, f->clock);
  g_autoptr (KonOrganization) by_name = NULL;
  g_autoptr (KonOrganization) by_id = NULL;
  g_autoptr (GError) error = NULL;

  by_name = kon_organizations_open_existing (organizations, "Works", &error);
  g_assert_no_error (error);
  by_id = kon_organizations_open_existing (organizations, works, &error);
  g_assert_no_error (error);
  /* Opened once. */
  g_assert_true (by_name == by_id);
  g_assert_null (kon_organizations_open_existing (organizations, "../" , &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Personal"));
  g_assert_nonnull (strstr (error->message, works));
  kon_organizations_free (organizations);
}

static void
test_no_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (f->orgs_dir, "in the way", -1, NULL));
  g_assert_null (open_once (f, "Personal", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "orgs"));
}

#define ADD(name, func) g_test_add ("/organizations/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("same-again", test_same_again);
  ADD ("all-at-once", test_all_at_once);
  ADD ("unreadable-name", test_unreadable_name);
  ADD ("left-by-the-killed", test_left_by_the_killed);
  ADD ("find", test_find);
  ADD ("no-folder", test_no_folder);
  return g_test_run ();
}
