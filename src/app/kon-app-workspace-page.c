/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWorkspacePage, the looking: see the header; the reading is in kon-app-workspace-reading.c. */
#include "config.h"

#include "kon-app-workspace-page-private.h"

#include <glib/gi18n.h>

#include "kon-app-faces.h"
#include "kon-app-result.h"
#include "kon-app-strip-tile.h"
#include "kon-app-tab-stop.h"

/* So many pictures are opened again at the start. */
#define MAX_REOPENED 1000

G_DEFINE_FINAL_TYPE (KonAppWorkspacePage, kon_app_workspace_page, KON_APP_TYPE_PAGE)

/* ---- the picture shown */

static void
update_results (KonAppWorkspacePage *self)
{
  GListModel *plates = kon_picture_get_plates (self->shown);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_plates = g_list_model_get_n_items (plates), n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->results));

  if (n_plates == n_shown)
    return;
  for (guint i = 0; i < n_plates; i++)
    {
      g_autoptr (KonPlate) plate = g_list_model_get_item (plates, i);

      g_ptr_array_add (results, kon_app_result_new_from_plate (plate));
    }
  g_list_store_splice (self->results, 0, n_shown, results->pdata, results->len);
  g_list_store_sort (self->results, kon_app_result_compare, NULL);
}

static void
update_empty_text (KonAppWorkspacePage *self)
{
  const char *text = NULL;

  switch (kon_picture_get_state (self->shown))
    {
    case KON_PICTURE_WAITING:
      text = _ ("Not read yet");
      break;
    case KON_PICTURE_READING:
      text = _ ("Reading…");
      break;
    case KON_PICTURE_DONE:
      text = _ ("No plate found in this picture");
      break;
    case KON_PICTURE_FAILED:
    default:
      break;
    }
  kon_app_picture_view_set_empty_text (self->view, text);
}

static void
update_info (KonAppWorkspacePage *self)
{
  const char *uri = kon_picture_get_uri (self->shown);
  g_autoptr (GFile) file = uri ? g_file_new_for_uri (uri) : NULL;
  g_autofree char *parse_name = file ? g_file_get_parse_name (file) : NULL;
  const KonPictureTimings *timings = kon_picture_get_timings (self->shown);
  KonAppPictureInfo info = {
    .name = kon_picture_get_name (self->shown),
    .location = parse_name,
    .width = kon_picture_get_width (self->shown),
    .height = kon_picture_get_height (self->shown),
    .seen_at = kon_picture_get_seen_at (self->shown),
    .camera = kon_picture_get_camera (self->shown),
    .total_ms = timings ? timings->total_ms : 0,
    .warnings = kon_picture_get_warnings (self->shown),
  };

  kon_app_picture_view_set_info (self->view, &info);
}

/* TRUE where there is something else to show than the picture. */
static gboolean
show_problem (KonAppWorkspacePage *self)
{
  const GError *error = kon_picture_get_error (self->shown);
  gboolean has_file = kon_picture_get_uri (self->shown) != NULL;
  g_autofree char *reason = NULL;
  const char *title;

  if (kon_picture_get_state (self->shown) == KON_PICTURE_FAILED)
    {
      kon_app_picture_view_set_problem (self->view, "dialog-warning-symbolic", _ ("This picture cannot be read"),
                                        error ? error->message : NULL, has_file ? _ ("Show in _folder") : NULL, "page.show-in-folder",
                                        _ ("_Remove from list"), "page.remove");
      return TRUE;
    }
  if (kon_app_workspace_page_was_left (self, self->shown, &title, &reason))
    {
      kon_app_picture_view_set_problem (self->view, "media-playback-pause-symbolic", title, reason, _ ("_Read again"), "page.read-again",
                                        _ ("_Remove from list"), "page.remove");
      return TRUE;
    }
  return FALSE;
}

static void
ready_cb (KonAppWorkspacePage *self)
{
  kon_app_page_enable_action (KON_APP_PAGE (self), "print", TRUE);
}

static void
failed_cb (KonAppWorkspacePage *self, GError *error)
{
  /* What is there stays, though not as sharp as it could be. */
  if (kon_app_picture_view_get_whole (self->view))
    kon_app_page_say (KON_APP_PAGE (self), error->message);
  else if (!show_problem (self))
    kon_app_picture_view_set_problem (self->view, "dialog-warning-symbolic", _ ("This picture cannot be shown"), error->message,
                                      _ ("Show in _folder"), "page.show-in-folder", _ ("_Remove from list"), "page.remove");
}

/* The thumbnail, until there is more. */
static KonDrawPicture *
make_preview (KonPicture *picture)
{
  g_autoptr (KonFrame) thumbnail = NULL;

  g_object_get (picture, "thumbnail", &thumbnail, NULL);
  if (!thumbnail || kon_picture_get_width (picture) <= 0 || kon_picture_get_height (picture) <= 0)
    return NULL;
  return kon_draw_picture_new (thumbnail, kon_picture_get_width (picture), kon_picture_get_height (picture), NULL);
}

static void
load_picture (KonAppWorkspacePage *self)
{
  g_autoptr (KonDrawPicture) preview = make_preview (self->shown);

  kon_app_picture_view_show (self->view, kon_app_page_get_engine (KON_APP_PAGE (self)), kon_app_page_get_session (KON_APP_PAGE (self)),
                             self->shown, NULL, preview, kon_picture_get_name (self->shown));
}

static void
shown_changed_cb (KonAppWorkspacePage *self)
{
  update_results (self);
  update_empty_text (self);
  update_info (self);
  kon_app_workspace_page_update (self);
}

static void
show_picture (KonAppWorkspacePage *self, KonPicture *picture)
{
  if (self->shown == picture)
    return;

  kon_app_picture_view_clear (self->view);
  if (self->shown)
    g_signal_handlers_disconnect_by_func (self->shown, shown_changed_cb, self);
  g_list_store_remove_all (self->results);
  g_set_object (&self->shown, picture);
  if (picture)
    {
      g_signal_connect_swapped (picture, "notify", G_CALLBACK (shown_changed_cb), self);
      update_results (self);
      update_empty_text (self);
      update_info (self);
      if (!show_problem (self))
        load_picture (self);
    }
  kon_app_workspace_page_update (self);
}

static void
selected_cb (KonAppWorkspacePage *self)
{
  show_picture (self, gtk_single_selection_get_selected_item (self->selection));
}

/* ---- faces */

static const char *
choose_face (KonAppWorkspacePage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->pictures)) > 0)
    return "pictures";
  if (self->jobs->len > 0 || self->waiting->len > 0)
    return "looking";
  return self->failed ? "failed" : "empty";
}

static void
describe_failure (KonAppWorkspacePage *self)
{
  const GError *error = kon_job_get_error (KON_JOB (self->failed));
  g_autofree char *markup = g_markup_escape_text (error ? error->message : "", -1);

  adw_status_page_set_title (self->failed_face, g_error_matches (error, KON_ERROR, KON_ERROR_MODEL) ? _ ("The plate reader is not complete")
                                                                                                    : _ ("The pictures could not be read"));
  adw_status_page_set_description (self->failed_face, markup);
}

void
kon_app_workspace_page_update (KonAppWorkspacePage *self)
{
  KonAppPage *page = KON_APP_PAGE (self);
  guint n_pictures = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));
  guint selected = gtk_single_selection_get_selected (self->selection);
  gboolean has_reads = g_list_model_get_n_items (G_LIST_MODEL (self->results)) > 0;

  if (self->failed)
    describe_failure (self);
  if (self->shown)
    show_problem (self);
  gtk_widget_set_visible (self->strip_bar, n_pictures > 1);
  gtk_widget_set_visible (self->picture_actions, n_pictures > 0);
  /* A narrow header bar has room for the buttons of a picture or for a title. */
  kon_app_page_set_title (page, n_pictures > 0 && kon_app_page_is_compact (page) ? "" : _ ("Workspace"));
  gtk_stack_set_visible_child_name (self->faces, choose_face (self));

  kon_app_page_enable_action (page, "previous", n_pictures > 0 && selected > 0);
  kon_app_page_enable_action (page, "next", selected + 1 < n_pictures);
  kon_app_page_enable_action (page, "remove", self->shown != NULL);
  kon_app_page_enable_action (page, "clear", n_pictures > 0 && self->jobs->len == 0);
  kon_app_page_enable_action (page, "show-in-folder", self->shown && kon_picture_get_uri (self->shown));
  kon_app_page_enable_action (page, "copy", has_reads);
  kon_app_page_enable_action (page, "print", kon_app_picture_view_get_whole (self->view) != NULL);
  kon_app_page_enable_action (page, "cancel", self->jobs->len > 0);
}

void
kon_app_workspace_page_select (KonAppWorkspacePage *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->strip), "list.scroll-to-item", "u", position);
}

void
kon_app_workspace_page_focus_work (KonAppWorkspacePage *self)
{
  const char *face = choose_face (self);

  if (g_str_equal (face, "empty"))
    gtk_widget_grab_focus (self->first_open_button);
  else if (g_str_equal (face, "pictures"))
    {
      if (!gtk_widget_get_visible (self->strip_bar) || !gtk_widget_grab_focus (GTK_WIDGET (self->strip)))
        kon_app_picture_view_focus_picture (self->view);
    }
}

/* Focus is never lost: when the face goes that had it, the next one gets it. */
static void
face_changed_cb (KonAppWorkspacePage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kon_app_workspace_page_focus_work (self);
}

/* ---- the button that opens pictures */

/* Its parts are buttons of their own, which nobody else names. */
static void
name_open_button (KonAppWorkspacePage *self)
{
  for (GtkWidget *part = gtk_widget_get_first_child (self->open_button); part; part = gtk_widget_get_next_sibling (part))
    if (GTK_IS_MENU_BUTTON (part))
      gtk_accessible_update_property (GTK_ACCESSIBLE (part), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More ways to open"), -1);
    else if (GTK_IS_BUTTON (part))
      gtk_accessible_update_property (GTK_ACCESSIBLE (part), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Open pictures"), -1);
}

static void
compact_cb (KonAppWorkspacePage *self)
{
  AdwSplitButton *button = ADW_SPLIT_BUTTON (self->open_button);

  if (kon_app_page_is_compact (KON_APP_PAGE (self)))
    adw_split_button_set_icon_name (button, "document-open-symbolic");
  else
    adw_split_button_set_label (button, _ ("_Open"));
  kon_app_workspace_page_update (self);
}

/* ---- page */

static void
kon_app_workspace_page_session_changed (KonAppPage *page)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (page);

  adw_status_page_set_description (self->empty_face,
                                   kon_app_page_get_session_error (page)
                                     ? _ ("Nothing leaves this computer. What is read is not saved while the history cannot be opened.")
                                     : _ ("Nothing leaves this computer. What is read is saved to the history."));
  kon_app_workspace_page_start_waiting (self);
}

static void
kon_app_workspace_page_shown (KonAppPage *page)
{
  kon_app_workspace_page_focus_work (KON_APP_WORKSPACE_PAGE (page));
}

static gboolean
kon_app_workspace_page_go_back (KonAppPage *page)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (page);
  gboolean folded;

  g_object_get (self->view, "inspector-folded", &folded, NULL);
  if (!folded || !kon_app_picture_view_get_show_inspector (self->view))
    return FALSE;
  kon_app_picture_view_set_show_inspector (self->view, FALSE);
  return TRUE;
}

static void
kon_app_workspace_page_closing (KonAppPage *page)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (page);
  GSettings *settings = kon_app_page_get_settings (page);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL;
  gboolean folded;

  g_object_get (self->view, "inspector-folded", &folded, NULL);
  if (!folded)
    g_settings_set_boolean (settings, "show-inspector", kon_app_picture_view_get_show_inspector (self->view));

  if (g_settings_get_boolean (settings, "reopen-pictures"))
    for (guint i = 0; i < MIN (g_list_model_get_n_items (G_LIST_MODEL (self->pictures)), MAX_REOPENED); i++)
      {
        g_autoptr (KonPicture) picture = g_list_model_get_item (G_LIST_MODEL (self->pictures), i);

        if (kon_picture_get_uri (picture))
          g_strv_builder_add (builder, kon_picture_get_uri (picture));
      }
  uris = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "last-pictures", (const char *const *) uris);
}

static void
kon_app_workspace_page_constructed (GObject *object)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (object);
  GSettings *settings = kon_app_page_get_settings (KON_APP_PAGE (self));

  G_OBJECT_CLASS (kon_app_workspace_page_parent_class)->constructed (object);

  if (settings)
    {
      kon_app_picture_view_set_show_inspector (self->view, g_settings_get_boolean (settings, "show-inspector"));
      kon_app_picture_view_bind_settings (self->view, settings);
    }
}

static void
kon_app_workspace_page_dispose (GObject *object)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (object);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      KonReadJob *job = g_ptr_array_index (self->jobs, i);

      g_signal_handlers_disconnect_by_data (kon_read_job_get_pictures (job), self);
      g_signal_handlers_disconnect_by_data (job, self);
      kon_job_cancel (KON_JOB (job));
    }
  g_ptr_array_set_size (self->jobs, 0);
  if (self->shown)
    g_signal_handlers_disconnect_by_func (self->shown, shown_changed_cb, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->failed);

  G_OBJECT_CLASS (kon_app_workspace_page_parent_class)->dispose (object);
}

static void
kon_app_workspace_page_finalize (GObject *object)
{
  KonAppWorkspacePage *self = KON_APP_WORKSPACE_PAGE (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->results);
  g_object_unref (self->pictures);

  G_OBJECT_CLASS (kon_app_workspace_page_parent_class)->finalize (object);
}

static void
kon_app_workspace_page_class_init (KonAppWorkspacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KonAppPageClass *page_class = KON_APP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kon_app_workspace_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kon_app_workspace_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kon_app_workspace_page_finalize;
  page_class->session_changed = kon_app_workspace_page_session_changed;
  page_class->shown = kon_app_workspace_page_shown;
  page_class->go_back = kon_app_workspace_page_go_back;
  page_class->closing = kon_app_workspace_page_closing;

  g_type_ensure (KON_APP_TYPE_TAB_STOP);
  g_type_ensure (KON_APP_TYPE_PICTURE_VIEW);
  g_type_ensure (KON_APP_TYPE_STRIP_TILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-workspace-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, faces);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, view);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, strip);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, strip_bar);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, selection);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, failed_face);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, empty_face);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, open_button);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, picture_actions);
  gtk_widget_class_bind_template_child (widget_class, KonAppWorkspacePage, first_open_button);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, face_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, compact_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
}

static void
kon_app_workspace_page_init (KonAppWorkspacePage *self)
{
  self->pictures = g_list_store_new (KON_TYPE_PICTURE);
  self->results = g_list_store_new (KON_APP_TYPE_RESULT);
  kon_app_workspace_page_init_reading (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->pictures));
  kon_app_picture_view_set_results (self->view, G_LIST_MODEL (self->results));
  kon_app_faces_follow (self->faces);
  name_open_button (self);
  kon_app_workspace_page_init_actions (self);
  kon_app_workspace_page_update (self);
}
