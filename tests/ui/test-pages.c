/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages over a real engine, in process: what happens to them while pictures are read. */
#include "config.h"

#include "../unit/engine-fixture.h"
#include "kon-app-application.h"
#include "kon-app-history-page.h"
#include "kon-app-workspace-page-private.h"

static GSettings *settings;

static const KonReadOptions crops_saved = { .crops = TRUE, .save = TRUE };

/* A page as the window makes it. Returns: (transfer full) */
static KonAppPage *
make_page (EngineFixture *f, GType type)
{
  KonAppPage *page = g_object_ref_sink (g_object_new (type, "engine", f->engine, "settings", settings, NULL));

  kon_app_page_set_session (page, f->session, NULL);
  return page;
}

static void
activate (KonAppPage *page, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (kon_app_page_get_actions (page)), action, NULL);
}

static GtkColumnView *
find_list (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget))
    return GTK_COLUMN_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *found = find_list (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
wait_for_rows (GListModel *rows, guint n)
{
  while (g_list_model_get_n_items (rows) != n)
    g_main_context_iteration (NULL, TRUE);
}

/* Next is the next one of the open record, also after newer ones came in above it. */
static void
test_next_while_reading (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *b = engine_fixture_add_plate (f, "b.bmp", 11);
  g_autofree char *c = engine_fixture_add_plate (f, "c.bmp", 12);
  g_autoptr (KonReadJob) first = engine_fixture_read (f, f->session, &crops_saved, "a.bmp", NULL);
  g_autoptr (KonReadJob) second = engine_fixture_read (f, f->session, &crops_saved, "b.bmp", NULL);
  g_autoptr (KonReadJob) third = NULL;
  KonAppPage *page = make_page (f, KON_APP_TYPE_HISTORY_PAGE);
  GtkColumnView *list = find_list (GTK_WIDGET (page));
  GListModel *rows = G_LIST_MODEL (gtk_column_view_get_model (list));

  wait_for_rows (rows, 2);
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_cmpstr (kon_app_page_get_title (page), ==, "BB");
  third = engine_fixture_read (f, f->session, &crops_saved, "c.bmp", NULL);
  wait_for_rows (rows, 3);
  activate (page, "next");
  g_assert_cmpstr (kon_app_page_get_title (page), ==, "AA");
  activate (page, "previous");
  activate (page, "previous");
  g_assert_cmpstr (kon_app_page_get_title (page), ==, "CC");
  g_object_unref (page);
}

static void
wait_for_state (KonPicture *picture, KonPictureState state)
{
  while (kon_picture_get_state (picture) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* What is removed from the list is gone from memory, with its thumbnail and the job that read it. */
static void
test_clear (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_photo (f, "photo.bmp");
  GFile *file = g_file_new_for_path (path);
  KonAppPage *page = make_page (f, KON_APP_TYPE_WORKSPACE_PAGE);
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (page);
  GListModel *pictures = G_LIST_MODEL (self->pictures);
  gpointer picture;

  kon_app_workspace_page_open_files (self, &file, 1);
  wait_for_rows (pictures, 1);
  picture = g_list_model_get_item (pictures, 0);
  wait_for_state (picture, KON_PICTURE_DONE);
  while (self->jobs->len > 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_add_weak_pointer (picture, &picture);
  g_object_unref (picture);
  g_assert_nonnull (picture);
  activate (page, "clear");
  while (self->shown != NULL)
    g_main_context_iteration (NULL, TRUE);
  iterate ();
  g_assert_null (picture);
  g_object_unref (page);
  g_object_unref (file);
}

/* A cancelled picture says so, and is read when it is asked for again. */
static void
test_read_again (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_photo (f, "photo.bmp");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (KonPicture) left = NULL;
  g_autoptr (KonPicture) again = NULL;
  g_autofree char *reason = NULL;
  KonAppPage *page = make_page (f, KON_APP_TYPE_WORKSPACE_PAGE);
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (page);
  GListModel *pictures = G_LIST_MODEL (self->pictures);
  const char *title;

  kon_app_workspace_page_open_bytes (self, bytes, "Pasted");
  wait_for_rows (pictures, 1);
  left = g_list_model_get_item (pictures, 0);
  g_assert_false (kon_app_workspace_page_was_left (self, left, &title, &reason));
  activate (page, "cancel");
  g_assert_true (kon_app_workspace_page_was_left (self, left, &title, &reason));
  g_assert_cmpstr (reason, ==, "Reading was cancelled before it came to this picture.");
  activate (page, "read-again");
  wait_for_rows (pictures, 1);
  again = g_list_model_get_item (pictures, 0);
  g_assert_true (again != left);
  wait_for_state (again, KON_PICTURE_DONE);
  g_assert_cmpstr (kon_picture_get_name (again), ==, "Pasted");
  while (self->jobs->len > 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (page);
}

#define ADD(name, func) g_test_add ("/pages/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  adw_init ();
  g_type_class_unref (g_type_class_ref (KON_APP_TYPE_APPLICATION)); /* registers the resources */
  settings = kon_app_application_load_settings ();
  g_assert_nonnull (settings);

  ADD ("next-while-reading", test_next_while_reading);
  ADD ("clear", test_clear);
  ADD ("read-again", test_read_again);
  return g_test_run ();
}
