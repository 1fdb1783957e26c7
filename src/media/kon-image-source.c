/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Source "image": one file named by hand. It comes out whatever it is; what is wrong with it is said when it is loaded. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-source-private.h"

typedef struct
{
  KonMediaItem *item; /* NULL once it was handed out */
} ImageSource;

static gboolean
fits (GFile *file, GFileType type)
{
  return type != G_FILE_TYPE_DIRECTORY;
}

static gpointer
open_image (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  ImageSource *self = g_new0 (ImageSource, 1);

  self->item = kon_media_item_new_for_file (file);
  kon_media_item_set_name (self->item, name);
  return self;
}

static KonMediaItem *
next_image (gpointer state, GCancellable *cancellable, GError **error)
{
  ImageSource *self = state;

  return g_steal_pointer (&self->item);
}

static void
close_image (gpointer state)
{
  ImageSource *self = state;

  g_clear_pointer (&self->item, kon_media_item_unref);
  g_free (self);
}

const KonSourcePlug kon_image_source = {
  .kind = "image",
  .fits = fits,
  .open = open_image,
  .next = next_image,
  .close = close_image,
};
