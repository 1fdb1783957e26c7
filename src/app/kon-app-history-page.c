/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppHistoryPage: see the header. */
#include "config.h"

#include "kon-app-history-page.h"

#include <glib/gi18n.h>

#include "kon-app-faces.h"
#include "kon-app-history-columns.h"
#include "kon-app-history-model.h"
#include "kon-app-record-view.h"
#include "kon-app-result.h"
#include "kon-app-tab-stop.h"

#define KEPT_THUMBNAILS 400

struct _KonAppHistoryPage
{
  KonAppPage parent_instance;

  KonAppHistoryModel *model;
  KonAppThumbnailCache *cache;

  GtkStack *levels, *faces;
  GtkSearchEntry *search;
  GtkDropDown *order;
  GtkColumnView *list;
  GtkSingleSelection *selection;
  GtkScrolledWindow *scroller;
  AdwStatusPage *nothing_face, *failed_face;
  KonAppRecordView *record;
  GtkWidget *back, *record_actions;
  GtkBox *search_bar;
};

G_DEFINE_FINAL_TYPE (KonAppHistoryPage, kon_app_history_page, KON_APP_TYPE_PAGE)

/* ---- faces of the list */

static void
update_face (KonAppHistoryPage *self)
{
  const GError *error = kon_app_history_model_get_error (self->model);
  const char *contains = kon_app_history_model_get_contains (self->model);
  g_autofree char *title = NULL;
  g_autofree char *markup = NULL;
  const char *face = "list";

  if (!error)
    error = kon_app_page_get_session_error (KON_APP_PAGE (self));

  if (error)
    {
      markup = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->failed_face, markup);
      face = "failed";
    }
  else if (kon_app_history_model_get_state (self->model) == KON_APP_HISTORY_LOADING)
    face = "loading";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    face = *contains ? "nothing" : "empty";

  if (g_str_equal (face, "nothing"))
    {
      g_autofree char *upper = g_utf8_strup (contains, -1);
      g_autofree char *escaped = g_markup_escape_text (upper, -1);

      title = g_strdup_printf (_ ("No plate contains %s"), escaped);
      adw_status_page_set_title (self->nothing_face, title);
    }
  gtk_stack_set_visible_child_name (self->faces, face);
}

static void
set_contains (KonAppHistoryPage *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  kon_app_history_model_set_contains (self->model, stripped);
}

static void
search_changed_cb (KonAppHistoryPage *self)
{
  set_contains (self, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
clear_search (KonAppHistoryPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  set_contains (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
search_stopped_cb (KonAppHistoryPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    clear_search (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
order_cb (KonAppHistoryPage *self)
{
  if (self->model)
    kon_app_history_model_set_by_added (self->model, gtk_drop_down_get_selected (self->order) == 0);
}

static void
edge_cb (KonAppHistoryPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - gtk_adjustment_get_page_size (adjustment);

  /* Ask two screens before the end, so that scrolling does not stop. */
  if (below < 2 * gtk_adjustment_get_page_size (adjustment))
    kon_app_history_model_load_more (self->model);
}

/* The column view keeps its rows in a list of its own, which is the one that can scroll to a row. */
static void
scroll_to (KonAppHistoryPage *self, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

/* ---- one record */

static gboolean
shows_record (KonAppHistoryPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->levels), "record") == 0;
}

/* Where the open record is by now: the list goes on while it is looked at. */
static guint
find_opened (KonAppHistoryPage *self)
{
  KonRecord *opened = kon_app_record_view_get_record (self->record);
  GListModel *records = G_LIST_MODEL (self->model);

  for (guint i = 0; opened && i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (KonRecord) record = g_list_model_get_item (records, i);

      if (g_str_equal (kon_record_get_id (record), kon_record_get_id (opened)))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
update_actions (KonAppHistoryPage *self)
{
  KonAppPage *page = KON_APP_PAGE (self);
  guint position = find_opened (self);
  guint n_records = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  gboolean open = shows_record (self);
  gboolean ready;

  g_object_get (self->record, "ready", &ready, NULL);
  kon_app_page_enable_action (page, "back", open);
  kon_app_page_enable_action (page, "previous", open && position > 0 && position < n_records);
  kon_app_page_enable_action (page, "next", open && position < n_records && position + 1 < n_records);
  kon_app_page_enable_action (page, "print", open && ready);
  kon_app_page_enable_action (page, "search", !open);
  gtk_widget_set_visible (self->back, open);
  gtk_widget_set_visible (self->record_actions, open);
}

/* Who looks at the newest goes on seeing the newest. */
static void
rows_changed_cb (KonAppHistoryPage *self, guint position, guint removed, guint added)
{
  if (position == 0 && added > 0 && gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) < 1)
    scroll_to (self, 0);
  if (self->model)
    update_actions (self);
}

static void
open_record (KonAppHistoryPage *self, guint position)
{
  g_autoptr (KonRecord) record = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (!record)
    return;
  kon_app_record_view_set_record (self->record, kon_app_page_get_engine (KON_APP_PAGE (self)),
                                  kon_app_page_get_session (KON_APP_PAGE (self)), record);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_stack_set_visible_child_name (self->levels, "record");
  kon_app_page_set_title (KON_APP_PAGE (self), *kon_record_get_text (record) ? kon_record_get_text (record) : _ ("not readable"));
  kon_app_picture_view_focus_picture (kon_app_record_view_get_view (self->record));
  update_actions (self);
}

static void
row_activated_cb (KonAppHistoryPage *self, guint position)
{
  open_record (self, position);
}

static gboolean
close_record (KonAppHistoryPage *self)
{
  if (!shows_record (self))
    return FALSE;

  gtk_stack_set_visible_child_name (self->levels, "list");
  kon_app_record_view_set_record (self->record, NULL, NULL, NULL);
  kon_app_page_set_title (KON_APP_PAGE (self), _ ("History"));
  update_actions (self);
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    scroll_to (self, gtk_single_selection_get_selected (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return TRUE;
}

/* ---- actions */

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  close_record (user_data);
}

static void
previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppHistoryPage *self = user_data;

  open_record (self, find_opened (self) - 1);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppHistoryPage *self = user_data;

  open_record (self, find_opened (self) + 1);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppHistoryPage *self = user_data;

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

static void
clear_search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  clear_search (user_data);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppHistoryPage *self = user_data;
  const char *text = NULL;

  if (shows_record (self))
    {
      KonAppResult *result = kon_app_picture_view_get_selected_result (kon_app_record_view_get_view (self->record));

      text = result ? kon_app_result_get_text (result) : NULL;
    }
  else
    {
      KonRecord *record = gtk_single_selection_get_selected_item (self->selection);

      text = record ? kon_record_get_text (record) : NULL;
    }

  kon_app_page_copy_text (KON_APP_PAGE (self), text);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppHistoryPage *self = user_data;
  KonAppPrintJob job = { 0 };
  g_autofree char *message = NULL;

  if (kon_app_record_view_fill_print_job (self->record, &job) &&
      !kon_app_print (&job, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), &message))
    kon_app_page_say (KON_APP_PAGE (self), message);
}

static const GActionEntry actions[] = {
  { "back", back_cb }, { "previous", previous_cb }, { "next", next_cb }, { "search", search_cb }, { "clear-search", clear_search_cb },
  { "copy", copy_cb }, { "print", print_cb },
};

/* ---- page */

static void
kon_app_history_page_session_changed (KonAppPage *page)
{
  KonAppHistoryPage *self = KON_APP_HISTORY_PAGE (page);
  KonSession *session = kon_app_page_get_session_error (page) ? NULL : kon_app_page_get_session (page);

  kon_app_thumbnail_cache_set_session (self->cache, session);
  kon_app_history_model_set_session (self->model, session);
  update_face (self);
}

static void
kon_app_history_page_shown (KonAppPage *page)
{
  KonAppHistoryPage *self = KON_APP_HISTORY_PAGE (page);

  if (shows_record (self))
    kon_app_picture_view_focus_picture (kon_app_record_view_get_view (self->record));
  else if (!gtk_widget_is_visible (GTK_WIDGET (self->list)) || !gtk_widget_grab_focus (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static gboolean
kon_app_history_page_go_back (KonAppPage *page)
{
  return close_record (KON_APP_HISTORY_PAGE (page));
}

static void
compact_cb (KonAppHistoryPage *self)
{
  gboolean compact = kon_app_page_is_compact (KON_APP_PAGE (self));

  kon_app_history_columns_set_compact (self->list, compact);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->search_bar), compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
kon_app_history_page_constructed (GObject *object)
{
  KonAppHistoryPage *self = KON_APP_HISTORY_PAGE (object);
  KonEngine *engine = kon_app_page_get_engine (KON_APP_PAGE (self));

  G_OBJECT_CLASS (kon_app_history_page_parent_class)->constructed (object);

  self->cache = kon_app_thumbnail_cache_new (engine, KEPT_THUMBNAILS);
  self->model = kon_app_history_model_new (engine);
  kon_app_history_columns_add (self->list, self->cache);
  g_signal_connect_object (self->model, "notify::state", G_CALLBACK (update_face), self, G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED);
  order_cb (self);
  if (kon_app_page_get_settings (KON_APP_PAGE (self)))
    kon_app_picture_view_bind_settings (kon_app_record_view_get_view (self->record), kon_app_page_get_settings (KON_APP_PAGE (self)));
  update_actions (self);
}

static void
kon_app_history_page_dispose (GObject *object)
{
  KonAppHistoryPage *self = KON_APP_HISTORY_PAGE (object);

  g_clear_object (&self->model);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (kon_app_history_page_parent_class)->dispose (object);
}

static void
kon_app_history_page_class_init (KonAppHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KonAppPageClass *page_class = KON_APP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kon_app_history_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kon_app_history_page_dispose;
  page_class->session_changed = kon_app_history_page_session_changed;
  page_class->shown = kon_app_history_page_shown;
  page_class->go_back = kon_app_history_page_go_back;

  g_type_ensure (KON_APP_TYPE_TAB_STOP);
  g_type_ensure (KON_APP_TYPE_RECORD_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, levels);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, faces);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, search);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, order);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, list);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, selection);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, nothing_face);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, failed_face);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, record);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, back);
  gtk_widget_class_bind_template_child (widget_class, KonAppHistoryPage, record_actions);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, compact_cb);
}

static void
kon_app_history_page_init (KonAppHistoryPage *self)
{
  GActionMap *map = G_ACTION_MAP (kon_app_page_get_actions (KON_APP_PAGE (self)));
  g_autoptr (GPropertyAction) show_inspector = NULL;
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A drop-down's button has the focus, and no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->order))), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Order of the list"), -1);
  kon_app_faces_follow (self->levels);
  kon_app_faces_follow (self->faces);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (edge_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->record, "notify::ready", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
  show_inspector = g_property_action_new ("show-inspector", kon_app_record_view_get_view (self->record), "show-inspector");
  g_action_map_add_action (map, G_ACTION (show_inspector));
  kon_app_picture_view_add_actions (kon_app_record_view_get_view (self->record), map);
}
