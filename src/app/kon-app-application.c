/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppApplication: see the header. */
#define G_LOG_DOMAIN "konnetec-vision"
#include "config.h"

#include "kon-app-application.h"

#include <glib/gi18n.h>

#include "kon-app-resources.h"
#include "kon-app-window.h"

struct _KonAppApplication
{
  AdwApplication parent_instance;
  KonEngine *engine;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (KonAppApplication, kon_app_application, ADW_TYPE_APPLICATION)

/* Keys of all actions that no text entry uses itself; the others are bindings of KonAppWindow. */
static const struct
{
  const char *action;
  const char *keys[4];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "<Control>F1" } },
  { "window.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.open-folder", { "<Control><Shift>o" } },
  { "page.show-inspector", { "F9" } },
  { "page.print", { "<Control>p" } },
  { "page.search", { "<Control>f" } },
  { "page.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "page.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "page.zoom-fit", { "<Control>0", "<Control>KP_0" } },
  { "page.zoom-to(1.0)", { "<Control>1", "<Control>KP_1" } },
  { "page.enhance", { "<Control>e" } },
};

GSettings *
kon_app_application_load_settings (void)
{
  g_autoptr (GSettingsSchemaSource) beside = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();

  beside = g_settings_schema_source_new_from_directory (kon_paths_get_schema_dir (), system, TRUE, NULL);
  if (beside)
    schema = g_settings_schema_source_lookup (beside, KON_APP_ID, TRUE);
  else if (system)
    schema = g_settings_schema_source_lookup (system, KON_APP_ID, TRUE);

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
follow_color_scheme (KonAppApplication *self)
{
  g_autofree char *choice = g_settings_get_string (self->settings, "color-scheme");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (choice, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (choice, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)), scheme);
}

static KonAppWindow *
ensure_window (KonAppApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l; l = l->next)
    if (KON_APP_IS_WINDOW (l->data))
      return l->data;
  return kon_app_window_new (GTK_APPLICATION (self), self->engine, self->settings);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = gtk_application_get_windows (user_data);

  /* Closing keeps the state of the window; the application ends with its last window. */
  for (GList *l = windows; l;)
    {
      GtkWindow *window = l->data;

      l = l->next;
      gtk_window_close (window);
    }
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_window_show_preferences (ensure_window (user_data));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/konnetec/Vision/kon-app-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (ensure_window (user_data)));
  gtk_window_present (shortcuts);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (GTK_WINDOW (ensure_window (user_data)), "application-name", "Konnetec Vision", "application-icon", KON_APP_ID,
                         "developer-name", _ ("The Konnetec Vision developers"), "version", KON_VERSION, "license-type",
                         GTK_LICENSE_AGPL_3_0, "comments", _ ("Reads licence plates in your photos. Nothing leaves this computer."),
                         "copyright", "© 2026 The Konnetec Vision developers",
                         /* Translators: your name and address, one translator a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit_cb },
  { "preferences", preferences_cb },
  { "shortcuts", shortcuts_cb },
  { "about", about_cb },
};

static void
kon_app_application_startup (GApplication *application)
{
  KonAppApplication *self = KON_APP_APPLICATION (application);
  g_autoptr (KonClock) clock = kon_clock_new_system ();

  G_APPLICATION_CLASS (kon_app_application_parent_class)->startup (application);

  self->engine = kon_engine_new (NULL, NULL, 0, clock);
  self->settings = kon_app_application_load_settings ();
  if (!self->settings)
    {
      g_printerr (_ ("The settings schema %s is not installed. Install the program again.\n"), KON_APP_ID);
      exit (1);
    }

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, (const char *const *) accelerators[i].keys);

  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (follow_color_scheme), self, G_CONNECT_SWAPPED);
  follow_color_scheme (self);
  gtk_window_set_default_icon_name (KON_APP_ID);
}

static void
kon_app_application_activate (GApplication *application)
{
  KonAppWindow *window = ensure_window (KON_APP_APPLICATION (application));

  kon_app_window_reopen_pictures (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
kon_app_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  KonAppWindow *window = ensure_window (KON_APP_APPLICATION (application));

  kon_app_window_open_files (window, files, (guint) n_files);
  gtk_window_present (GTK_WINDOW (window));
}

static int
kon_app_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("konnetec-vision %s\n", KON_VERSION);
      return 0;
    }
  return -1;
}

static void
kon_app_application_shutdown (GApplication *application)
{
  KonAppApplication *self = KON_APP_APPLICATION (application);

  G_APPLICATION_CLASS (kon_app_application_parent_class)->shutdown (application);

  if (self->engine)
    kon_engine_shut_down (self->engine);
  g_settings_sync ();
}

static void
kon_app_application_finalize (GObject *object)
{
  KonAppApplication *self = KON_APP_APPLICATION (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (kon_app_application_parent_class)->finalize (object);
}

static void
kon_app_application_class_init (KonAppApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = kon_app_application_startup;
  application_class->activate = kon_app_application_activate;
  application_class->open = kon_app_application_open;
  application_class->handle_local_options = kon_app_application_handle_local_options;
  application_class->shutdown = kon_app_application_shutdown;
  G_OBJECT_CLASS (klass)->finalize = kon_app_application_finalize;

  g_resources_register (kon_app_get_resource ());
}

static void
kon_app_application_init (KonAppApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE,
                                 N_ ("Print the version and exit"), NULL);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[PICTURE or FOLDER…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("Reads licence plates in your photos, on your own computer."));
}

KonAppApplication *
kon_app_application_new (void)
{
  return g_object_new (KON_APP_TYPE_APPLICATION, "application-id", KON_APP_ID, "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/com/konnetec/Vision", NULL);
}
