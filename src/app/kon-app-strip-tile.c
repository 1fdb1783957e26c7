/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppStripTile: see the header. */
#include "config.h"

#include "kon-app-strip-tile.h"

#include <glib/gi18n.h>

#include "kon-app-row-name.h"
#include "kon-app-texture.h"

struct _KonAppStripTile
{
  GtkWidget parent_instance;

  KonPicture *picture;

  GtkWidget *content;
  GtkPicture *image;
  GtkImage *state;
  GtkSpinner *spinner;
  GtkLabel *plates, *name;
};

G_DEFINE_FINAL_TYPE (KonAppStripTile, kon_app_strip_tile, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_PICTURE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
update_thumbnail (KonAppStripTile *self)
{
  KonFrame *thumbnail = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  g_object_get (self->picture, "thumbnail", &thumbnail, NULL);
  texture = kon_app_texture_from_frame (thumbnail);
  gtk_picture_set_paintable (self->image, texture ? GDK_PAINTABLE (texture) : NULL);
  g_clear_pointer (&thumbnail, kon_frame_unref);
}

static void
update (KonAppStripTile *self)
{
  KonPictureState state;
  g_autofree char *plates = NULL;
  g_autofree char *tooltip = NULL;
  g_autofree char *words = NULL;
  g_autofree char *status = NULL;
  g_autofree char *base = NULL;
  guint n_plates;

  if (!self->picture)
    return;

  state = kon_picture_get_state (self->picture);
  n_plates = g_list_model_get_n_items (kon_picture_get_plates (self->picture));
  g_object_get (self->picture, "status-text", &status, NULL);
  base = g_path_get_basename (kon_picture_get_name (self->picture));
  plates = g_strdup_printf ("%u", n_plates);
  tooltip = g_strdup_printf ("%s\n%s", kon_picture_get_name (self->picture), status ? status : "");
  /* Translators: a picture's name and its state: "street.jpg, 2 plates" */
  words = g_strdup_printf (_ ("%s, %s"), base, status ? status : "");

  gtk_label_set_label (self->name, base);
  gtk_label_set_label (self->plates, plates);
  gtk_widget_set_visible (GTK_WIDGET (self->plates), state == KON_PICTURE_DONE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == KON_PICTURE_READING);
  gtk_spinner_set_spinning (self->spinner, state == KON_PICTURE_READING);
  gtk_widget_set_visible (GTK_WIDGET (self->state), state == KON_PICTURE_FAILED || state == KON_PICTURE_WAITING);
  gtk_image_set_from_icon_name (self->state, state == KON_PICTURE_FAILED ? "dialog-warning-symbolic" : "content-loading-symbolic");

  if (n_plates == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->plates), "none");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->plates), "none");
  gtk_widget_set_tooltip_text (self->content, tooltip);
  kon_app_row_name (GTK_WIDGET (self), words);
}

static void
kon_app_strip_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PICTURE)
    g_value_set_object (value, KON_APP_STRIP_TILE (object)->picture);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_strip_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PICTURE)
    kon_app_strip_tile_set_picture (KON_APP_STRIP_TILE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_strip_tile_dispose (GObject *object)
{
  KonAppStripTile *self = KON_APP_STRIP_TILE (object);

  kon_app_strip_tile_set_picture (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KON_APP_TYPE_STRIP_TILE);

  G_OBJECT_CLASS (kon_app_strip_tile_parent_class)->dispose (object);
}

static void
kon_app_strip_tile_class_init (KonAppStripTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kon_app_strip_tile_get_property;
  object_class->set_property = kon_app_strip_tile_set_property;
  object_class->dispose = kon_app_strip_tile_dispose;

  properties[PROP_PICTURE] =
    g_param_spec_object ("picture", NULL, NULL, KON_TYPE_PICTURE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-strip-tile.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "striptile");
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, content);
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, image);
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, state);
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, spinner);
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, plates);
  gtk_widget_class_bind_template_child (widget_class, KonAppStripTile, name);
}

static void
kon_app_strip_tile_init (KonAppStripTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kon_app_strip_tile_set_picture (KonAppStripTile *self, KonPicture *picture)
{
  g_return_if_fail (KON_APP_IS_STRIP_TILE (self));

  if (self->picture == picture)
    return;
  if (self->picture)
    g_signal_handlers_disconnect_by_data (self->picture, self);
  g_set_object (&self->picture, picture);
  if (picture)
    {
      g_signal_connect_swapped (picture, "notify", G_CALLBACK (update), self);
      g_signal_connect_swapped (picture, "notify::thumbnail", G_CALLBACK (update_thumbnail), self);
      update (self);
      update_thumbnail (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PICTURE]);
}
