/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPictureView, the commands: closer, farther, and what is shown over the picture. */
#include "config.h"

#include "kon-app-picture-view-private.h"

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_canvas_zoom_by (KON_APP_PICTURE_VIEW (user_data)->canvas, 1);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_canvas_zoom_by (KON_APP_PICTURE_VIEW (user_data)->canvas, -1);
}

static void
zoom_fit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_canvas_zoom_fit (KON_APP_PICTURE_VIEW (user_data)->canvas);
}

static void
zoom_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_canvas_zoom_to (KON_APP_PICTURE_VIEW (user_data)->canvas, g_variant_get_double (parameter));
}

void
kon_app_picture_view_add_actions (KonAppPictureView *self, GActionMap *map)
{
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_in_cb },
    { "zoom-out", zoom_out_cb },
    { "zoom-fit", zoom_fit_cb },
    { "zoom-to", zoom_to_cb, "d" },
  };
  static const char *const switches[][2] = { { "show-boxes", "show-boxes" }, { "show-labels", "show-labels" }, { "enhance", "enhanced" } };

  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self) && G_IS_ACTION_MAP (map));

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    g_ptr_array_add (self->actions, g_object_ref (g_action_map_lookup_action (map, entries[i].name)));
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (switches[i][0], self, switches[i][1]);

      g_action_map_add_action (map, G_ACTION (action));
    }
  kon_app_picture_view_set_face (self, gtk_stack_get_visible_child_name (self->faces));
}

void
kon_app_picture_view_bind_settings (KonAppPictureView *self, GSettings *settings)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self) && G_IS_SETTINGS (settings));

  g_settings_bind (settings, "show-boxes", self, "show-boxes", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-labels", self, "show-labels", G_SETTINGS_BIND_DEFAULT);
}
