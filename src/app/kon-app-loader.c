/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppLoader: see the header. */
#include "config.h"

#include "kon-app-loader.h"

/* Larger than most windows, and yet small in memory: 26 MB. What is closer than that comes as a part. */
#define WHOLE_SIDE 2560

struct _KonAppLoader
{
  GObject parent_instance;

  KonEngine *engine;
  KonSession *session;
  KonPicture *picture;
  char *image_id;
  gboolean enhanced;
  GCancellable *cancellable;

  KonDrawPicture *whole, *part;
  gboolean busy, waits; /* with a part; for one more */
  gboolean gave_up;     /* one did not come: no other will, and nobody needs to hear it twice */
  KonLook wanted;
};

G_DEFINE_FINAL_TYPE (KonAppLoader, kon_app_loader, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
look (KonAppLoader *self, const KonLook *wanted, GAsyncReadyCallback callback)
{
  KonLook how = *wanted;

  how.enhanced = self->enhanced;
  if (self->picture)
    kon_engine_look_at_picture_async (self->engine, self->session, self->picture, &how, self->cancellable, callback, g_object_ref (self));
  else
    kon_engine_look_at_image_async (self->engine, self->session, self->image_id, &how, self->cancellable, callback, g_object_ref (self));
}

/* What has come into its place, or why it has not. Returns: FALSE where it has not */
static gboolean
take (KonAppLoader *self, KonEngine *engine, GAsyncResult *result, KonDrawPicture **place)
{
  g_autoptr (GError) error = NULL;
  KonDrawPicture *picture = kon_engine_look_finish (engine, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&picture, kon_draw_picture_unref);
      return FALSE;
    }
  if (!picture)
    {
      self->gave_up = TRUE;
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return FALSE;
    }
  g_clear_pointer (place, kon_draw_picture_unref);
  *place = picture;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

static void
whole_came_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppLoader) self = user_data;

  take (self, KON_ENGINE (source), result, &self->whole);
}

static void
part_came_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppLoader) self = user_data;

  self->busy = FALSE;
  if (take (self, KON_ENGINE (source), result, &self->part) && self->waits)
    kon_app_loader_want (self, &self->wanted);
}

static void
kon_app_loader_dispose (GObject *object)
{
  KonAppLoader *self = KON_APP_LOADER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (kon_app_loader_parent_class)->dispose (object);
}

static void
kon_app_loader_finalize (GObject *object)
{
  KonAppLoader *self = KON_APP_LOADER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->whole, kon_draw_picture_unref);
  g_clear_pointer (&self->part, kon_draw_picture_unref);
  g_free (self->image_id);

  G_OBJECT_CLASS (kon_app_loader_parent_class)->finalize (object);
}

static void
kon_app_loader_class_init (KonAppLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kon_app_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = kon_app_loader_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KON_APP_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", KON_APP_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
kon_app_loader_init (KonAppLoader *self)
{
  self->cancellable = g_cancellable_new ();
}

KonAppLoader *
kon_app_loader_new (KonEngine *engine, KonSession *session, KonPicture *picture, const char *image_id, gboolean enhanced)
{
  KonAppLoader *self;

  g_return_val_if_fail (KON_IS_ENGINE (engine) && KON_IS_SESSION (session), NULL);
  g_return_val_if_fail (picture || image_id, NULL);

  self = g_object_new (KON_APP_TYPE_LOADER, NULL);
  self->engine = g_object_ref (engine);
  self->session = g_object_ref (session);
  self->picture = picture ? g_object_ref (picture) : NULL;
  self->image_id = g_strdup (image_id);
  self->enhanced = enhanced;
  look (self, &(const KonLook){ .max_side = WHOLE_SIDE }, whole_came_cb);
  return self;
}

void
kon_app_loader_cancel (KonAppLoader *self)
{
  g_return_if_fail (KON_APP_IS_LOADER (self));
  g_cancellable_cancel (self->cancellable);
}

void
kon_app_loader_want (KonAppLoader *self, const KonLook *wanted)
{
  g_return_if_fail (KON_APP_IS_LOADER (self) && wanted != NULL);

  if (self->gave_up || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->waits = self->busy;
  self->wanted = *wanted;
  if (self->busy)
    return;
  self->busy = TRUE;
  look (self, &self->wanted, part_came_cb);
}

KonDrawPicture *
kon_app_loader_get_whole (KonAppLoader *self)
{
  g_return_val_if_fail (KON_APP_IS_LOADER (self), NULL);
  return self->whole;
}

KonDrawPicture *
kon_app_loader_get_part (KonAppLoader *self)
{
  g_return_val_if_fail (KON_APP_IS_LOADER (self), NULL);
  return self->part;
}
