/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppThumbnail: see the header. */
#include "config.h"

#include "kon-app-thumbnail.h"

#define WIDTH 64
#define HEIGHT 40

struct _KonAppThumbnail
{
  AdwBin parent_instance;
  KonAppThumbnailCache *cache;
  GCancellable *cancellable;
  GtkWidget *image;
};

G_DEFINE_FINAL_TYPE (KonAppThumbnail, kon_app_thumbnail, ADW_TYPE_BIN)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppThumbnail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = kon_app_thumbnail_cache_load_finish (KON_APP_THUMBNAIL_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->image)
    return;
  gtk_picture_set_paintable (GTK_PICTURE (self->image), texture ? GDK_PAINTABLE (texture) : NULL);
}

static void
kon_app_thumbnail_dispose (GObject *object)
{
  KonAppThumbnail *self = KON_APP_THUMBNAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->cache);
  self->image = NULL;

  G_OBJECT_CLASS (kon_app_thumbnail_parent_class)->dispose (object);
}

static void
kon_app_thumbnail_class_init (KonAppThumbnailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kon_app_thumbnail_dispose;
}

static void
kon_app_thumbnail_init (KonAppThumbnail *self)
{
  GtkWidget *clamp = adw_clamp_new (); /* the picture's own size says nothing here */

  self->image = g_object_new (GTK_TYPE_PICTURE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL); /* the row is named */
  gtk_picture_set_can_shrink (GTK_PICTURE (self->image), TRUE);
  gtk_picture_set_content_fit (GTK_PICTURE (self->image), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request (self->image, WIDTH, HEIGHT);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "thumbnail");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->image);
  adw_bin_set_child (ADW_BIN (self), clamp);
}

GtkWidget *
kon_app_thumbnail_new (KonAppThumbnailCache *cache)
{
  KonAppThumbnail *self = g_object_new (KON_APP_TYPE_THUMBNAIL, NULL);

  self->cache = g_object_ref (cache);
  return GTK_WIDGET (self);
}

void
kon_app_thumbnail_set_image (KonAppThumbnail *self, const char *image_id)
{
  GdkTexture *texture;

  g_return_if_fail (KON_APP_IS_THUMBNAIL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  texture = image_id ? kon_app_thumbnail_cache_peek (self->cache, image_id) : NULL;
  gtk_picture_set_paintable (GTK_PICTURE (self->image), texture ? GDK_PAINTABLE (texture) : NULL);
  if (image_id && !texture)
    {
      self->cancellable = g_cancellable_new ();
      kon_app_thumbnail_cache_load_async (self->cache, image_id, self->cancellable, loaded_cb, g_object_ref (self));
    }
}
