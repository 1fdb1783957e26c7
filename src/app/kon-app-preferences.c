/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPreferences: see the header. */
#include "config.h"

#include "kon-app-preferences.h"

#include <glib/gi18n.h>

struct _KonAppPreferences
{
  AdwPreferencesWindow parent_instance;

  KonEngine *engine;
  KonSession *session;
  GSettings *settings;
  GCancellable *cancellable;
  gboolean filling;
  KonSettings saved; /* what is set here is put over it */

  AdwComboRow *style, *originals;
  GtkSwitch *reopen;
  GtkSpinButton *megapixels;
  AdwPreferencesGroup *organization;
  GtkWidget *megapixels_row, *usage;
  GtkLabel *counts, *database, *pictures, *free_space;
};

G_DEFINE_FINAL_TYPE (KonAppPreferences, kon_app_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the list in the .ui file. */
static const char *const styles[] = { "system", "light", "dark" };

static void
say (KonAppPreferences *self, const char *message)
{
  g_autofree char *markup = g_markup_escape_text (message, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (markup));
}

/* ---- the person's own */

static void
style_cb (KonAppPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->style);

  if (!self->filling && selected < G_N_ELEMENTS (styles))
    g_settings_set_string (self->settings, "color-scheme", styles[selected]);
}

static void
fill_own (KonAppPreferences *self)
{
  g_autofree char *style = g_settings_get_string (self->settings, "color-scheme");

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (style, styles[i]))
      adw_combo_row_set_selected (self->style, i);
  self->filling = FALSE;
  g_settings_bind (self->settings, "reopen-pictures", self->reopen, "active", G_SETTINGS_BIND_DEFAULT);
}

/* ---- the organization's */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppPreferences) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kon_engine_set_settings_finish (KON_ENGINE (source), result, &error) && self->engine)
    say (self, error->message);
}

static void
organization_changed_cb (KonAppPreferences *self)
{
  if (self->filling || !self->session)
    return;
  self->saved.max_megapixels = gtk_spin_button_get_value_as_int (self->megapixels);
  self->saved.originals = (KonOriginals) adw_combo_row_get_selected (self->originals);
  kon_engine_set_settings_async (self->engine, self->session, &self->saved, NULL, saved_cb, g_object_ref (self));
}

static void
settings_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  KonSettings values;

  if (!kon_engine_get_settings_finish (KON_ENGINE (source), result, &values, &error))
    {
      if (self->engine)
        adw_preferences_group_set_description (self->organization, _ ("These can be changed once the history can be opened."));
      return;
    }
  if (!self->engine)
    return;
  self->saved = values;
  self->filling = TRUE;
  gtk_spin_button_set_value (self->megapixels, values.max_megapixels);
  adw_combo_row_set_selected (self->originals, (guint) values.originals);
  self->filling = FALSE;
  gtk_widget_set_sensitive (self->megapixels_row, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->originals), TRUE);
}

static void
set_size (GtkLabel *label, gint64 bytes)
{
  g_autofree char *size = g_format_size ((guint64) MAX (bytes, 0));

  gtk_label_set_label (label, size);
}

static void
usage_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppPreferences) self = user_data;
  g_autofree char *images = NULL;
  g_autofree char *records = NULL;
  g_autofree char *counts = NULL;
  gboolean known;
  KonUsage usage;

  known = kon_engine_get_usage_finish (KON_ENGINE (source), result, &usage, NULL);
  if (!self->engine)
    return;
  gtk_widget_set_visible (self->usage, known);
  if (!known)
    return;
  images = g_strdup_printf (g_dngettext (NULL, "%lld picture", "%lld pictures", (gulong) usage.n_images), (long long) usage.n_images);
  records = g_strdup_printf (g_dngettext (NULL, "%lld plate", "%lld plates", (gulong) usage.n_records), (long long) usage.n_records);
  /* Translators: how much the history holds: "340 pictures, 412 plates" */
  counts = g_strdup_printf (C_ ("content", "%s, %s"), images, records);
  gtk_label_set_label (self->counts, counts);
  set_size (self->database, usage.database_bytes);
  set_size (self->pictures, usage.image_bytes);
  set_size (self->free_space, usage.free_bytes);
}

/* ---- object */

static void
kon_app_preferences_dispose (GObject *object)
{
  KonAppPreferences *self = KON_APP_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (kon_app_preferences_parent_class)->dispose (object);
}

static void
kon_app_preferences_class_init (KonAppPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kon_app_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, reopen);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, organization);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, megapixels_row);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, usage);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, megapixels);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, originals);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, counts);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, database);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, pictures);
  gtk_widget_class_bind_template_child (widget_class, KonAppPreferences, free_space);
  gtk_widget_class_bind_template_callback (widget_class, style_cb);
  gtk_widget_class_bind_template_callback (widget_class, organization_changed_cb);
}

static void
kon_app_preferences_init (KonAppPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->originals), FALSE); /* until it is loaded; the row's model makes it sensitive */
  self->filling = FALSE;
}

GtkWindow *
kon_app_preferences_new (KonEngine *engine, KonSession *session, GSettings *settings)
{
  KonAppPreferences *self = g_object_new (KON_APP_TYPE_PREFERENCES, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  g_set_object (&self->session, session);
  fill_own (self);
  if (session)
    {
      kon_engine_get_settings_async (engine, session, self->cancellable, settings_loaded_cb, g_object_ref (self));
      kon_engine_get_usage_async (engine, session, self->cancellable, usage_loaded_cb, g_object_ref (self));
    }
  return GTK_WINDOW (self);
}
