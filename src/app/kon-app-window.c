/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWindow: see the header. Opening, pasting and dropping are in kon-app-window-open.c. */
#include "config.h"

#include "kon-app-window-private.h"

#include <glib/gi18n.h>

#include "kon-app-faces.h"
#include "kon-app-history-page.h"
#include "kon-app-page.h"
#include "kon-app-preferences.h"

/* Below this width the sidebar folds. */
#define FOLD_WIDTH 720

/* The pages in the order of the sidebar; Alt+1 shows the first. Each is made when it is shown for the first time: the start of
 * the program waits for no other page than the one that people see. */
static const struct
{
  const char *name, *title, *icon_name;
  GType (*get_type) (void);
  gboolean tells_trouble; /* says itself that the history cannot be opened */
} pages[] = {
  { "workspace", N_ ("Workspace"), "image-x-generic-symbolic", kon_app_workspace_page_get_type, FALSE },
  { "history", N_ ("History"), "document-open-recent-symbolic", kon_app_history_page_get_type, TRUE },
};

G_DEFINE_FINAL_TYPE (KonAppWindow, kon_app_window, ADW_TYPE_APPLICATION_WINDOW)

/* NULL while the page was not shown yet. */
static KonAppPage *
get_page (KonAppWindow *self, guint index)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, pages[index].name);

  return page ? KON_APP_PAGE (page) : NULL;
}

static KonAppPage *
get_visible_page (KonAppWindow *self)
{
  return KON_APP_PAGE (gtk_stack_get_visible_child (self->stack));
}

void
kon_app_window_say (KonAppWindow *self, const char *message)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (KON_APP_IS_WINDOW (self));

  markup = g_markup_escape_text (message, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

/* ---- pages */

static void
add_header_widget (GtkStack *stack, GtkWidget *widget, const char *name)
{
  GtkWidget *place = adw_bin_new (); /* always visible: a stack passes over hidden children */

  adw_bin_set_child (ADW_BIN (place), widget);
  gtk_stack_add_named (stack, place, name);
}

static KonAppPage *
ensure_page (KonAppWindow *self, guint index)
{
  KonAppPage *page = get_page (self, index);

  if (page)
    return page;

  page = g_object_new (pages[index].get_type (), "title", _ (pages[index].title), "engine", self->engine, "settings", self->settings, NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), pages[index].name);
  add_header_widget (self->start_stack, kon_app_page_get_header_start (page), pages[index].name);
  add_header_widget (self->end_stack, kon_app_page_get_header_end (page), pages[index].name);

  g_object_bind_property (self->leaflet, "folded", page, "compact", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (page, "message", G_CALLBACK (kon_app_window_say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "job-started", G_CALLBACK (kon_app_task_button_add_job), self->tasks, G_CONNECT_SWAPPED);
  if (self->session)
    kon_app_page_set_session (page, self->session, self->session_error);
  return page;
}

static void
update_trouble (KonAppWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  gboolean told = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    told = told || (g_strcmp0 (pages[i].name, name) == 0 && pages[i].tells_trouble);
  if (self->session_error)
    gtk_label_set_label (self->trouble_label, self->session_error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), self->session_error && !told);
}

static void
show_page (KonAppWindow *self, const char *name)
{
  guint index = 0;
  KonAppPage *page;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].name, name))
      index = i;

  page = ensure_page (self, index);
  gtk_stack_set_visible_child_name (self->stack, pages[index].name);
  gtk_stack_set_visible_child_name (self->start_stack, pages[index].name);
  gtk_stack_set_visible_child_name (self->end_stack, pages[index].name);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (kon_app_page_get_actions (page)));

  if (self->title_binding)
    g_binding_unbind (self->title_binding);
  self->title_binding = g_object_bind_property (page, "title", self->title, "title", G_BINDING_SYNC_CREATE);

  gtk_list_box_select_row (self->sidebar, gtk_list_box_get_row_at_index (self->sidebar, (int) index));
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  update_trouble (self);
  kon_app_page_shown (page);
}

KonAppWorkspacePage *
kon_app_window_show_workspace (KonAppWindow *self)
{
  show_page (self, "workspace");
  return KON_APP_WORKSPACE_PAGE (get_visible_page (self));
}

static void
show_page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_page (KON_APP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
row_activated_cb (KonAppWindow *self, GtkListBoxRow *row)
{
  show_page (self, pages[gtk_list_box_row_get_index (row)].name);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KonAppWindow *self = KON_APP_WINDOW (widget);

  if (!kon_app_page_go_back (get_visible_page (self)) && adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar_side);
}

/* For what had the focus and goes: nothing is lost. */
static void
focus_page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  kon_app_page_shown (get_visible_page (KON_APP_WINDOW (widget)));
}

/* Page Up and Page Down go from picture to picture wherever the focus is on the page; where that is not possible, they scroll. */
static gboolean
step_cb (GtkWidget *widget, GVariant *name, gpointer user_data)
{
  KonAppWindow *self = user_data;
  GActionGroup *actions = G_ACTION_GROUP (kon_app_page_get_actions (get_visible_page (self)));

  if (!g_action_group_get_action_enabled (actions, g_variant_get_string (name, NULL)))
    return FALSE;
  g_action_group_activate_action (actions, g_variant_get_string (name, NULL), NULL);
  return TRUE;
}

static void
add_step_keys (KonAppWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const struct
  {
    guint key;
    const char *action;
  } steps[] = { { GDK_KEY_Page_Up, "previous" }, { GDK_KEY_Page_Down, "next" } };

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE); /* before lists and scrolled windows */
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (steps[i].key, 0), gtk_callback_action_new (step_cb, self, NULL), "s",
                                       steps[i].action));
  gtk_widget_add_controller (GTK_WIDGET (self->stack), controller);
}

static void
show_sidebar_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KonAppWindow *self = KON_APP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar_side);
}

static GtkWidget *
create_sidebar_row (const char *title, const char *icon_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (box), gtk_label_new (title));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static void
fill_sidebar (KonAppWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i + 1);
      g_autofree char *action = g_strdup_printf ("win.show-page::%s", pages[i].name);

      gtk_list_box_append (self->sidebar, create_sidebar_row (_ (pages[i].title), pages[i].icon_name));
      gtk_application_set_accels_for_action (application, action, (const char *[]){ key, NULL });
    }
}

/* ---- the organization */

static void
hand_session_to_pages (KonAppWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      KonAppPage *page = get_page (self, i);

      if (page)
        kon_app_page_set_session (page, self->session, self->session_error);
    }
}

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonSession) session = kon_engine_open_personal_finish (KON_ENGINE (source), result, &error);
  g_autoptr (KonAppWindow) self = user_data;

  if (!self->engine) /* the window was closed meanwhile */
    return;

  g_clear_object (&self->session);
  self->session = session ? g_steal_pointer (&session) : kon_engine_open_transient (self->engine);
  g_clear_error (&self->session_error);
  self->session_error = g_steal_pointer (&error);
  update_trouble (self);
  hand_session_to_pages (self);
}

static void
open_session (KonAppWindow *self)
{
  if (!self->engine)
    return;
  kon_engine_open_personal_async (self->engine, self->cancellable, session_opened_cb, g_object_ref (self));
}

static gboolean
open_session_cb (gpointer user_data)
{
  open_session (KON_APP_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

static void
retry_session_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_session (KON_APP_WINDOW (widget));
}

void
kon_app_window_show_preferences (KonAppWindow *self)
{
  GtkWindow *preferences;

  g_return_if_fail (KON_APP_IS_WINDOW (self));

  preferences = kon_app_preferences_new (self->engine, self->session, self->settings);
  gtk_window_set_transient_for (preferences, GTK_WINDOW (self));
  gtk_window_present (preferences);
}

/* ---- the window's own state */

static void
restore_state (KonAppWindow *self)
{
  g_autofree char *page = g_settings_get_string (self->settings, "last-page");

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  show_page (self, page);
}

static gboolean
kon_app_window_close_request (GtkWindow *window)
{
  KonAppWindow *self = KON_APP_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (!gtk_window_is_maximized (window))
    {
      g_settings_set_int (self->settings, "window-width", MAX (width, 360));
      g_settings_set_int (self->settings, "window-height", MAX (height, 294));
    }
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_string (self->settings, "last-page", gtk_stack_get_visible_child_name (self->stack));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      KonAppPage *page = get_page (self, i);

      if (page)
        kon_app_page_closing (page);
    }

  return GTK_WINDOW_CLASS (kon_app_window_parent_class)->close_request (window);
}

static void
kon_app_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KonAppWindow *self = KON_APP_WINDOW (widget);

  adw_leaflet_set_can_unfold (self->leaflet, width >= FOLD_WIDTH);
  GTK_WIDGET_CLASS (kon_app_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
kon_app_window_dispose (GObject *object)
{
  KonAppWindow *self = KON_APP_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_error (&self->session_error);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kon_app_window_parent_class)->dispose (object);
}

static void
kon_app_window_class_init (KonAppWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kon_app_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kon_app_window_close_request;
  widget_class->size_allocate = kon_app_window_size_allocate;

  g_type_ensure (KON_APP_TYPE_TASK_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, sidebar_side);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, start_stack);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, end_stack);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, tasks);
  gtk_widget_class_bind_template_child (widget_class, KonAppWindow, drop_hint);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sidebar", NULL, show_sidebar_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "win.focus-page", NULL, focus_page_cb);
  gtk_widget_class_install_action (widget_class, "win.retry-session", NULL, retry_session_cb);
  kon_app_window_class_install_opening (widget_class);

  /* Keys that a text entry may want first: bindings, so that it gets them. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "page.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "page.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "page.remove", NULL);
}

static void
kon_app_window_init (KonAppWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kon_app_faces_follow (self->stack);
  kon_app_faces_follow (self->start_stack);
  kon_app_faces_follow (self->end_stack);
  kon_app_window_init_dropping (self);
  add_step_keys (self);
}

KonAppWindow *
kon_app_window_new (GtkApplication *application, KonEngine *engine, GSettings *settings)
{
  KonAppWindow *self = g_object_new (KON_APP_TYPE_WINDOW, "application", application, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  fill_sidebar (self);
  restore_state (self);

  /* After the first frame: the window is there before the disk answers. */
  g_idle_add_full (G_PRIORITY_LOW, open_session_cb, g_object_ref (self), g_object_unref);
  return self;
}
