/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppThumbnailCache: see the header. */
#include "config.h"

#include "kon-app-thumbnail-cache.h"

#include "kon-app-texture.h"

struct _KonAppThumbnailCache
{
  GObject parent_instance;
  KonEngine *engine;
  KonSession *session;
  guint capacity;
  GHashTable *links; /* image id -> its GList link in @order */
  GQueue order;      /* of Entry, the latest used first */
};

G_DEFINE_FINAL_TYPE (KonAppThumbnailCache, kon_app_thumbnail_cache, G_TYPE_OBJECT)

typedef struct
{
  char *image_id;
  GdkTexture *texture;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->image_id);
  g_object_unref (entry->texture);
  g_free (entry);
}

static void
clear (KonAppThumbnailCache *self)
{
  g_hash_table_remove_all (self->links);
  g_queue_clear_full (&self->order, entry_free);
}

static void
keep (KonAppThumbnailCache *self, const char *image_id, GdkTexture *texture)
{
  Entry *entry;

  if (g_hash_table_contains (self->links, image_id))
    return;

  entry = g_new0 (Entry, 1);
  entry->image_id = g_strdup (image_id);
  entry->texture = g_object_ref (texture);
  g_queue_push_head (&self->order, entry);
  g_hash_table_insert (self->links, entry->image_id, self->order.head);

  while (self->order.length > self->capacity)
    {
      Entry *oldest = g_queue_pop_tail (&self->order);

      g_hash_table_remove (self->links, oldest->image_id);
      entry_free (oldest);
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KonFrame) frame = kon_engine_load_thumbnail_finish (KON_ENGINE (source), result, &error);
  GdkTexture *texture;

  if (!frame)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  texture = kon_app_texture_from_frame (frame);
  keep (g_task_get_source_object (task), g_task_get_task_data (task), texture);
  g_task_return_pointer (task, texture, g_object_unref);
}

static void
kon_app_thumbnail_cache_finalize (GObject *object)
{
  KonAppThumbnailCache *self = KON_APP_THUMBNAIL_CACHE (object);

  clear (self);
  g_hash_table_unref (self->links);
  g_clear_object (&self->session);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kon_app_thumbnail_cache_parent_class)->finalize (object);
}

static void
kon_app_thumbnail_cache_class_init (KonAppThumbnailCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kon_app_thumbnail_cache_finalize;
}

static void
kon_app_thumbnail_cache_init (KonAppThumbnailCache *self)
{
  self->links = g_hash_table_new (g_str_hash, g_str_equal);
}

KonAppThumbnailCache *
kon_app_thumbnail_cache_new (KonEngine *engine, guint capacity)
{
  KonAppThumbnailCache *self = g_object_new (KON_APP_TYPE_THUMBNAIL_CACHE, NULL);

  self->engine = g_object_ref (engine);
  self->capacity = capacity;
  return self;
}

void
kon_app_thumbnail_cache_set_session (KonAppThumbnailCache *self, KonSession *session)
{
  g_return_if_fail (KON_APP_IS_THUMBNAIL_CACHE (self));

  clear (self);
  g_set_object (&self->session, session);
}

GdkTexture *
kon_app_thumbnail_cache_peek (KonAppThumbnailCache *self, const char *image_id)
{
  GList *link;

  g_return_val_if_fail (KON_APP_IS_THUMBNAIL_CACHE (self), NULL);

  link = g_hash_table_lookup (self->links, image_id);
  if (!link)
    return NULL;
  g_queue_unlink (&self->order, link);
  g_queue_push_head_link (&self->order, link);
  return ((Entry *) link->data)->texture;
}

void
kon_app_thumbnail_cache_load_async (KonAppThumbnailCache *self, const char *image_id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  GdkTexture *texture;

  g_return_if_fail (KON_APP_IS_THUMBNAIL_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_task_data (task, g_strdup (image_id), g_free);
  texture = kon_app_thumbnail_cache_peek (self, image_id);
  if (texture || !self->session)
    {
      g_task_return_pointer (task, texture ? g_object_ref (texture) : NULL, g_object_unref);
      g_object_unref (task);
      return;
    }
  kon_engine_load_thumbnail_async (self->engine, self->session, image_id, cancellable, loaded_cb, task);
}

GdkTexture *
kon_app_thumbnail_cache_load_finish (KonAppThumbnailCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
