/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWorkspacePage, the commands: what menus, buttons and keys do with the picture shown. */
#include "config.h"

#include "kon-app-workspace-page-private.h"

#include <glib/gi18n.h>

#include "kon-app-print.h"
#include "kon-app-result.h"

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppWorkspacePage *self = user_data;
  KonAppResult *result = kon_app_picture_view_get_selected_result (self->view);

  kon_app_page_copy_text (KON_APP_PAGE (self), result ? kon_app_result_get_text (result) : NULL);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppWorkspacePage *self = user_data;
  KonAppPrintJob job = {
    .name = kon_picture_get_name (self->shown),
    .picture = kon_app_picture_view_get_whole (self->view),
    .results = G_LIST_MODEL (self->results),
    .seen_at = kon_picture_get_seen_at (self->shown),
  };
  g_autofree char *message = NULL;

  if (!kon_app_print (&job, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), &message))
    kon_app_page_say (KON_APP_PAGE (self), message);
}

static void
step (KonAppWorkspacePage *self, int by)
{
  int n_pictures = (int) g_list_model_get_n_items (G_LIST_MODEL (self->pictures));
  int position = (int) gtk_single_selection_get_selected (self->selection) + by;

  if (position >= 0 && position < n_pictures)
    kon_app_workspace_page_select (self, (guint) position);
}

static void
previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, -1);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, 1);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppWorkspacePage *self = user_data;
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (selected < g_list_model_get_n_items (G_LIST_MODEL (self->pictures)))
    g_list_store_remove (self->pictures, selected);
  kon_app_workspace_page_focus_work (self);
}

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_list_store_remove_all (KON_APP_WORKSPACE_PAGE (user_data)->pictures);
}

static void
folder_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    {
      g_autofree char *message = g_strdup_printf (_ ("The folder could not be shown: %s"), error->message);

      kon_app_page_say (self, message);
    }
}

static void
show_in_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KonAppWorkspacePage *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_uri (kon_picture_get_uri (self->shown));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = g_file_get_uri (folder ? folder : file);

  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME, NULL, folder_shown_cb,
                     g_object_ref (self));
}

static void
read_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_workspace_page_read_again (user_data);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_workspace_page_cancel (user_data);
}

static const GActionEntry actions[] = {
  { "copy", copy_cb },
  { "print", print_cb },
  { "previous", previous_cb },
  { "next", next_cb },
  { "remove", remove_cb },
  { "clear", clear_cb },
  { "show-in-folder", show_in_folder_cb },
  { "read-again", read_again_cb },
  { "cancel", cancel_cb },
};

void
kon_app_workspace_page_init_actions (KonAppWorkspacePage *self)
{
  GActionMap *map = G_ACTION_MAP (kon_app_page_get_actions (KON_APP_PAGE (self)));
  g_autoptr (GPropertyAction) show_inspector = g_property_action_new ("show-inspector", self->view, "show-inspector");

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action (map, G_ACTION (show_inspector));
  kon_app_picture_view_add_actions (self->view, map);
}
