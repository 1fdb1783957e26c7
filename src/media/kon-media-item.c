/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One picture on its way in. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-media-item.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "kon-error.h"
#include "kon-media-file-private.h"
#include "kon-paths.h"
#include "kon-vault-digest.h"
#include "kon-vision.h"

#define DEFAULT_MAX_MEGAPIXELS 100

struct _KonMediaItem
{
  gatomicrefcount ref_count;
  GFile *file;
  char *name, *uri;
  GError *failure; /* what kon_media_item_load() will say */
  gboolean from_bytes;

  GBytes *bytes;
  KonFrame *frame;
  char *sha256;
  const char *mime;
  char *camera;
  int width, height;
  KonTimestamp seen_at;
  double decode_ms;
  char *warning;
};

static KonMediaItem *
item_new (GFile *file, const char *name)
{
  KonMediaItem *item = g_new0 (KonMediaItem, 1);

  g_atomic_ref_count_init (&item->ref_count);
  item->camera = g_strdup ("");
  item->name = kon_paths_display_name (name);
  if (file)
    {
      item->file = g_object_ref (file);
      item->uri = g_file_get_uri (file);
    }
  return item;
}

KonMediaItem *
kon_media_item_new_for_file (GFile *file)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = kon_media_file_name (file);
  return item_new (file, name);
}

KonMediaItem *
kon_media_item_new_for_bytes (GBytes *bytes, const char *name)
{
  KonMediaItem *item;

  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);

  item = item_new (NULL, name);
  item->bytes = g_bytes_ref (bytes);
  item->from_bytes = TRUE;
  return item;
}

KonMediaItem *
kon_media_item_new_failed (GFile *file, GError *error)
{
  KonMediaItem *item;

  g_return_val_if_fail (G_IS_FILE (file) && error != NULL, NULL);

  item = kon_media_item_new_for_file (file);
  item->failure = error;
  return item;
}

KonMediaItem *
kon_media_item_ref (KonMediaItem *item)
{
  g_atomic_ref_count_inc (&item->ref_count);
  return item;
}

void
kon_media_item_unref (KonMediaItem *item)
{
  if (!g_atomic_ref_count_dec (&item->ref_count))
    return;
  g_clear_object (&item->file);
  g_clear_error (&item->failure);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_pointer (&item->frame, kon_frame_unref);
  g_free (item->name);
  g_free (item->uri);
  g_free (item->sha256);
  g_free (item->camera);
  g_free (item->warning);
  g_free (item);
}

static gboolean
fail_picture (KonMediaItem *item, KonVisionStatus status, const KonVisionMessage *message, int max_megapixels, GError **error)
{
  g_autofree char *name = kon_media_quote_name (item->name);

  switch (status)
    {
    case KON_VISION_UNSUPPORTED:
      g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED,
                   _("%s is a kind of picture that cannot be read here (%s). Save it as a still JPEG or PNG."), name, message->text);
      break;
    case KON_VISION_DAMAGED:
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _("%s is damaged or not complete (%s). Copy it again from where it came from."), name, message->text);
      break;
    case KON_VISION_TOO_LARGE:
      g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE,
                   _("%s is too large: %d × %d pixels, the limit is %d megapixels. Raise the limit or save a smaller picture."),
                   name, item->width, item->height, max_megapixels);
      break;
    case KON_VISION_NO_MEMORY:
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED,
                   _("There is not enough memory to open %s. Close other programs and try again."), name);
      break;
    case KON_VISION_OK:
    case KON_VISION_FAILED:
    default:
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("%s could not be opened (%s). Save it as JPEG or PNG."), name, message->text);
      break;
    }
  return FALSE;
}

/* When it was seen: what the camera wrote, else when the file was written, else now (a picture without a file was just made). */
static KonTimestamp
choose_time (const KonVisionHeader *header, gint64 modified_us)
{
  KonTimestamp time;

  if (header && header->date_time[0]
      && kon_timestamp_from_exif (header->date_time, header->offset_time[0] ? header->offset_time : NULL, &time))
    return time;
  if (modified_us > 0)
    return kon_timestamp_from_unix (modified_us, KON_TIME_FILE);
  return kon_timestamp_from_unix (g_get_real_time (), KON_TIME_CLOCK);
}

static gboolean
read_bytes (KonMediaItem *item, gint64 *modified_us, GCancellable *cancellable, GError **error)
{
  gsize size;
  const void *data;

  if (item->failure)
    {
      g_propagate_error (error, g_error_copy (item->failure));
      return FALSE;
    }
  if (!item->from_bytes)
    {
      g_clear_pointer (&item->bytes, g_bytes_unref);
      g_clear_pointer (&item->sha256, g_free);
      item->bytes = kon_media_read_file (item->file, item->name, &item->sha256, modified_us, cancellable, error);
      return item->bytes != NULL;
    }
  if (!item->bytes)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("%s is no longer in memory. Add it again."), item->name);
      return FALSE;
    }
  data = g_bytes_get_data (item->bytes, &size);
  g_free (item->sha256);
  item->sha256 = kon_vault_sha256 (data, size);
  return TRUE;
}

static gboolean
decode (KonMediaItem *item, gint64 modified_us, int max_megapixels, GCancellable *cancellable, GError **error)
{
  KonVisionMessage message = { { 0 } };
  KonVisionHeader header = { 0 };
  KonVisionImage image = { 0 };
  KonVisionStatus status;
  gsize size;
  const void *data = g_bytes_get_data (item->bytes, &size);

  item->seen_at = choose_time (NULL, modified_us);
  status = kon_vision_read_header (data, size, &header, &message);
  if (status != KON_VISION_OK)
    return fail_picture (item, status, &message, max_megapixels, error);
  item->mime = kon_vision_format_mime (header.format);
  item->width = header.width;
  item->height = header.height;
  item->seen_at = choose_time (&header, modified_us);
  g_free (item->camera);
  item->camera = kon_paths_display_name (header.camera);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  status = kon_vision_decode (data, size, (int64_t) max_megapixels * 1000000, &image, &message);
  if (status != KON_VISION_OK)
    return fail_picture (item, status, &message, max_megapixels, error);
  item->width = image.width;
  item->height = image.height;
  g_clear_pointer (&item->warning, g_free);
  /* A JPEG with a fault in its middle is still worth reading: what stands before the fault is right. */
  if (image.is_broken)
    item->warning = g_strdup (_("The picture is damaged and parts of it cannot be seen, so plates may be missing. Copy it again from where it came from."));
  g_clear_pointer (&item->frame, kon_frame_unref);
  item->frame = kon_frame_new_take (image.pixels, free, image.width, image.height, (gsize) image.width * image.channels,
                                    image.channels == 3 ? KON_PIXELS_RGB8 : KON_PIXELS_GREY8);
  return TRUE;
}

gboolean
kon_media_item_load (KonMediaItem *item, int max_megapixels, GCancellable *cancellable, GError **error)
{
  gint64 start = g_get_monotonic_time (), modified_us = 0;
  gboolean loaded;

  g_return_val_if_fail (item != NULL, FALSE);

  if (max_megapixels <= 0)
    max_megapixels = DEFAULT_MAX_MEGAPIXELS;
  loaded = !g_cancellable_set_error_if_cancelled (cancellable, error)
           && read_bytes (item, &modified_us, cancellable, error)
           && decode (item, modified_us, max_megapixels, cancellable, error);
  item->decode_ms = (g_get_monotonic_time () - start) / 1000.0;
  return loaded;
}

void
kon_media_item_unload (KonMediaItem *item)
{
  g_return_if_fail (item != NULL);

  g_clear_pointer (&item->frame, kon_frame_unref);
  g_clear_pointer (&item->bytes, g_bytes_unref);
}

GFile *
kon_media_item_get_file (KonMediaItem *item)
{
  return item->file;
}

const char *
kon_media_item_get_name (KonMediaItem *item)
{
  return item->name;
}

const char *
kon_media_item_get_uri (KonMediaItem *item)
{
  return item->uri;
}

const char *
kon_media_item_get_sha256 (KonMediaItem *item)
{
  return item->sha256;
}

const char *
kon_media_item_get_mime (KonMediaItem *item)
{
  return item->mime;
}

const char *
kon_media_item_get_camera (KonMediaItem *item)
{
  return item->camera;
}

GBytes *
kon_media_item_get_bytes (KonMediaItem *item)
{
  return item->bytes;
}

KonFrame *
kon_media_item_get_frame (KonMediaItem *item)
{
  return item->frame;
}

int
kon_media_item_get_width (KonMediaItem *item)
{
  return item->width;
}

int
kon_media_item_get_height (KonMediaItem *item)
{
  return item->height;
}

const KonTimestamp *
kon_media_item_get_seen_at (KonMediaItem *item)
{
  return &item->seen_at;
}

double
kon_media_item_get_decode_ms (KonMediaItem *item)
{
  return item->decode_ms;
}

const char *
kon_media_item_get_warning (KonMediaItem *item)
{
  return item->warning;
}

void
kon_media_item_set_name (KonMediaItem *item, const char *name)
{
  g_return_if_fail (item != NULL && name != NULL);

  g_free (item->name);
  item->name = kon_paths_display_name (name);
}
