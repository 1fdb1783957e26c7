/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every template can be made and destroyed without a warning, and paper comes out of printing. */
#include "config.h"

#include "kon-app-application.h"
#include "kon-app-history-page.h"
#include "kon-app-inspector.h"
#include "kon-app-job-row.h"
#include "kon-app-picture-view.h"
#include "kon-app-preferences.h"
#include "kon-app-print.h"
#include "kon-app-record-view.h"
#include "kon-app-result-row.h"
#include "kon-app-strip-tile.h"
#include "kon-app-task-button.h"
#include "kon-app-window.h"
#include "kon-app-workspace-page.h"

static GSettings *settings;
static KonEngine *engine;

static void
test_widget (gconstpointer data)
{
  GType (*get_type) (void) = (GType (*) (void)) data;
  GtkWidget *widget = g_object_new (get_type (), NULL);
  gpointer weak = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &weak);
  g_object_ref_sink (widget);
  g_object_unref (widget);
  g_assert_null (weak);
}

static void
test_page (gconstpointer data)
{
  GType (*get_type) (void) = (GType (*) (void)) data;
  GtkWidget *page = g_object_ref_sink (g_object_new (get_type (), "engine", engine, "settings", settings, NULL));
  gpointer weak = page;

  g_assert_nonnull (kon_app_page_get_header_end (KON_APP_PAGE (page)));
  g_object_add_weak_pointer (G_OBJECT (page), &weak);
  g_object_unref (page);
  g_assert_null (weak);
}

static void
test_preferences (void)
{
  GtkWindow *preferences = kon_app_preferences_new (engine, NULL, settings);

  g_assert_true (KON_APP_IS_PREFERENCES (preferences));
  gtk_window_destroy (preferences);
}

static void
test_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/konnetec/Vision/kon-app-shortcuts.ui");

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
}

static void
test_print (void)
{
  static const guint8 grey[64 * 48 * 3] = { 0 };
  g_autoptr (KonFrame) frame = kon_frame_new_take ((guint8 *) grey, NULL, 64, 48, 64 * 3, KON_PIXELS_RGB8);
  g_autoptr (GListStore) results = g_list_store_new (KON_APP_TYPE_RESULT);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "paper.pdf", NULL);
  g_autofree char *content = NULL;
  gsize size;
  g_autoptr (KonDrawPicture) picture = kon_draw_picture_new (frame, 640, 480, NULL);
  KonAppPrintJob job = { .name = "street.jpg", .picture = picture, .results = G_LIST_MODEL (results) };
  KonRecordFields fields = { .id = "a", .image_id = "b", .text = "7ABC123", .confidence = 0.98, .width = 640, .height = 480 };

  /* More than fits on the first page. */
  for (int i = 0; i < 60; i++)
    {
      g_autoptr (KonRecord) record = kon_record_new (&fields);
      g_autoptr (KonAppResult) result = kon_app_result_new_from_record (record);

      g_list_store_append (results, result);
    }

  operation = kon_app_print_operation_new (&job);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), >=, 2);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF"));
}

static const struct
{
  const char *name;
  GType (*get_type) (void);
  gboolean is_page;
} widgets[] = {
  { "inspector", kon_app_inspector_get_type, FALSE },       { "job-row", kon_app_job_row_get_type, FALSE },
  { "picture-view", kon_app_picture_view_get_type, FALSE }, { "record-view", kon_app_record_view_get_type, FALSE },
  { "result-row", kon_app_result_row_get_type, FALSE },     { "strip-tile", kon_app_strip_tile_get_type, FALSE },
  { "task-button", kon_app_task_button_get_type, FALSE },   { "workspace-page", kon_app_workspace_page_get_type, TRUE },
  { "history-page", kon_app_history_page_get_type, TRUE },
};

int
main (int argc, char **argv)
{
  g_autoptr (KonClock) clock = kon_clock_new_system ();

  gtk_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  adw_init ();
  g_type_class_unref (g_type_class_ref (KON_APP_TYPE_APPLICATION)); /* registers the resources */
  settings = kon_app_application_load_settings ();
  g_assert_nonnull (settings);
  engine = kon_engine_new (g_get_user_data_dir (), NULL, 1, clock);

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_autofree char *path = g_strdup_printf ("/template/%s", widgets[i].name);

      g_test_add_data_func (path, (gconstpointer) widgets[i].get_type, widgets[i].is_page ? test_page : test_widget);
    }
  g_test_add_func ("/template/preferences", test_preferences);
  g_test_add_func ("/template/shortcuts", test_shortcuts);
  g_test_add_func ("/print", test_print);
  return g_test_run ();
}
