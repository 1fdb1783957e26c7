/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPictureView, the picture: which pixels the canvas is given. There are two pictures, the original and, while it is wanted, the
 * enhanced one, each with its own loader. */
#include "config.h"

#include "kon-app-picture-view-private.h"

/* What people want to see now: the other one while they compare. */
static gboolean
wants_better (KonAppPictureView *self)
{
  gboolean comparing;

  g_object_get (self->canvas, "comparing", &comparing, NULL);
  return self->enhanced != comparing;
}

/* The one that is seen: until the enhanced picture has come the original. */
static KonAppLoader *
get_seen (KonAppPictureView *self)
{
  return wants_better (self) && self->better && kon_app_loader_get_whole (self->better) ? self->better : self->original;
}

static void
update_canvas (KonAppPictureView *self)
{
  KonAppLoader *seen = get_seen (self);
  KonDrawPicture *whole = seen ? kon_app_loader_get_whole (seen) : NULL;

  if (whole)
    kon_app_canvas_set_picture (self->canvas, whole, kon_app_loader_get_part (seen), self->name);
  else
    kon_app_canvas_set_picture (self->canvas, self->preview, NULL, self->name);
  kon_app_picture_view_set_face (self, whole || self->preview ? "picture" : "loading");
}

static void
original_changed_cb (KonAppPictureView *self)
{
  gboolean is_first = !self->ready;

  g_clear_pointer (&self->preview, kon_draw_picture_unref);
  update_canvas (self);
  self->ready = TRUE;
  if (is_first)
    kon_app_picture_view_ready (self);
}

static void
drop_loader (KonAppPictureView *self, KonAppLoader **loader)
{
  if (!*loader)
    return;
  g_signal_handlers_disconnect_by_data (*loader, self);
  kon_app_loader_cancel (*loader);
  g_clear_object (loader);
}

/* Both pictures are there only while both may be looked at. */
void
kon_app_picture_view_update_better (KonAppPictureView *self)
{
  if (!self->original || (!self->enhanced && !wants_better (self)))
    drop_loader (self, &self->better);
  else if (!self->better)
    {
      self->better = kon_app_loader_new (self->engine, self->session, self->picture, self->image_id, TRUE);
      g_signal_connect_swapped (self->better, "changed", G_CALLBACK (update_canvas), self);
      g_signal_connect_swapped (self->better, "failed", G_CALLBACK (kon_app_picture_view_failed), self);
    }
  if (self->original)
    update_canvas (self);
}

void
kon_app_picture_view_look (KonAppPictureView *self, const KonLook *look)
{
  KonAppLoader *seen = get_seen (self);

  if (seen && kon_app_loader_get_whole (seen))
    kon_app_loader_want (seen, look);
}

void
kon_app_picture_view_forget (KonAppPictureView *self)
{
  drop_loader (self, &self->original);
  drop_loader (self, &self->better);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->image_id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->preview, kon_draw_picture_unref);
  self->ready = FALSE;
}

void
kon_app_picture_view_show (KonAppPictureView *self, KonEngine *engine, KonSession *session, KonPicture *picture, const char *image_id,
                           KonDrawPicture *preview, const char *name)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));

  kon_app_picture_view_forget (self);
  self->engine = g_object_ref (engine);
  self->session = g_object_ref (session);
  self->picture = picture ? g_object_ref (picture) : NULL;
  self->image_id = g_strdup (image_id);
  self->name = g_strdup (name);
  self->preview = preview ? kon_draw_picture_ref (preview) : NULL;
  self->original = kon_app_loader_new (engine, session, picture, image_id, FALSE);
  g_signal_connect_swapped (self->original, "changed", G_CALLBACK (original_changed_cb), self);
  g_signal_connect_swapped (self->original, "failed", G_CALLBACK (kon_app_picture_view_failed), self);
  kon_app_picture_view_update_better (self);
}

void
kon_app_picture_view_clear (KonAppPictureView *self)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));

  kon_app_picture_view_forget (self);
  kon_app_canvas_set_picture (self->canvas, NULL, NULL, NULL);
}

KonDrawPicture *
kon_app_picture_view_get_whole (KonAppPictureView *self)
{
  g_return_val_if_fail (KON_APP_IS_PICTURE_VIEW (self), NULL);
  return self->original ? kon_app_loader_get_whole (self->original) : NULL;
}
