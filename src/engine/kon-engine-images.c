/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stored pictures, crops and thumbnails, and pictures of a reading, as frames. Decoded on the image workers, newest wish first. */
#include "config.h"

#include "kon-engine-images.h"

#include "kon-engine-private.h"
#include "kon-engine-settings-private.h"
#include "kon-error.h"
#include "kon-frame-codec.h"
#include "kon-media-item.h"
#include "kon-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What was small enough to be read once may be looked at later, also after the limit was lowered. */
#define MAX_MEGAPIXELS_SHOWN 1000
#define MEGA 1000000

typedef struct
{
  char *id; /* of an image or a record */
  int max_side;
  KonLook look;
} ImageRequest;

typedef struct
{
  KonMediaItem *item;
  int max_side;
  KonLook look;
} PictureRequest;

static void
image_request_free (gpointer data)
{
  ImageRequest *request = data;

  g_free (request->id);
  g_free (request);
}

static ImageRequest *
make_image_request (const char *id, int max_side)
{
  ImageRequest *request = g_new0 (ImageRequest, 1);

  request->id = g_strdup (id);
  request->max_side = max_side;
  return request;
}

static void
picture_request_free (gpointer data)
{
  PictureRequest *request = data;

  g_clear_pointer (&request->item, kon_media_item_unref);
  g_free (request);
}

/* Takes @frame, NULL with @error. */
static void
return_frame (GTask *task, KonFrame *frame, int max_side, GError *error)
{
  g_autoptr (KonFrame) full = frame;
  KonFrame *shown;

  if (full == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  shown = kon_frame_codec_shrink (full, max_side, &error);
  if (shown == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, shown, (GDestroyNotify) kon_frame_unref);
}

/* What of @full is looked at, as large as it is wanted. Returns: (transfer full) */
static KonFrame *
cut (KonFrame *full, const KonLook *look, KonBox *out_part, GError **error)
{
  double width = kon_frame_get_width (full), height = kon_frame_get_height (full);
  double scale = look->scale > 0 ? MIN (look->scale, 1) : 1;
  KonBox part = { 0, 0, width, height };

  if (look->part.w > 0)
    {
      part.x = CLAMP (floor (look->part.x), 0, width - 1);
      part.y = CLAMP (floor (look->part.y), 0, height - 1);
      part.w = CLAMP (ceil (look->part.x + look->part.w), part.x + 1, width) - part.x;
      part.h = CLAMP (ceil (look->part.y + look->part.h), part.y + 1, height) - part.y;
    }
  if (look->max_side > 0)
    scale = MIN (scale, look->max_side / MAX (part.w, part.h));
  *out_part = part;
  if (scale >= 1 && part.w >= width && part.h >= height)
    return kon_frame_ref (full);
  return kon_frame_codec_cut (full, &part, MIN (scale, 1), error);
}

/* Takes @frame, NULL with @error. */
static void
return_look (GTask *task, KonFrame *frame, const KonLook *look, GError *error)
{
  g_autoptr (KonFrame) full = frame;
  g_autoptr (KonFrame) seen = NULL;
  KonDrawPicture *picture;
  KonBox part;

  if (full != NULL)
    seen = cut (full, look, &part, &error);
  if (seen != NULL && look->enhanced)
    {
      KonFrame *better = kon_frame_codec_enhance (seen, full, &error);

      kon_frame_unref (seen);
      seen = better;
    }
  if (seen == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  picture = kon_draw_picture_new (seen, kon_frame_get_width (full), kon_frame_get_height (full), &part);
  if (picture == NULL)
    g_task_return_new_error (task, KON_ERROR, KON_ERROR_FAILED, "%s", _("There is not enough memory to show the picture. Close other programs and try again."));
  else
    g_task_return_pointer (task, picture, (GDestroyNotify) kon_draw_picture_unref);
}

/* Reads @item afresh. With @sha256 only where its bytes are still the same. Returns: (transfer full) */
static KonFrame *
load_item (KonMediaItem *item, const char *sha256, GCancellable *cancellable, GError **error)
{
  KonFrame *frame;

  if (!kon_media_item_load (item, MAX_MEGAPIXELS_SHOWN, cancellable, error))
    return NULL;
  if (sha256 != NULL && g_strcmp0 (sha256, kon_media_item_get_sha256 (item)) != 0)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("The file “%s” is no longer the picture that was read."), kon_media_item_get_name (item));
      return NULL;
    }
  frame = kon_frame_ref (kon_media_item_get_frame (item));
  kon_media_item_unload (item);
  return frame;
}

/* The picture is not in the store: it may still lie where it was read. Only files of this computer are looked at: nothing goes over a network
 * because somebody scrolls through the history. Returns: (transfer full) */
static KonFrame *
load_from_source (KonStore *store, const char *image_id, GCancellable *cancellable, GError **error)
{
  KonStoreQuery query = { .image_id = image_id, .before_us = G_MAXINT64, .limit = 1 };
  g_autoptr (GPtrArray) records = kon_store_list_records (store, &query, cancellable, error);
  const KonRecordFields *fields;
  g_autoptr (GFile) file = NULL;

  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("The picture is no longer in the history."));
      return NULL;
    }
  fields = kon_record_get_fields (g_ptr_array_index (records, 0));
  if (fields->source_uri != NULL)
    file = g_file_new_for_uri (fields->source_uri);
  if (file != NULL && g_file_is_native (file))
    {
      g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (file);
      KonFrame *frame = load_item (item, fields->sha256, cancellable, NULL);

      if (frame != NULL)
        return frame;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND,
               _("The picture “%s” was not copied when it was read, and the file is gone or was changed. Put it back where it was to see it again."),
               fields->source_name != NULL ? fields->source_name : "");
  return NULL;
}

/* Returns: (transfer full) */
static KonFrame *
load_original (KonStore *store, const char *image_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GBytes) bytes = kon_store_load_original (store, image_id, NULL, &store_error);

  if (bytes != NULL)
    return kon_frame_codec_decode (bytes, (gint64) MAX_MEGAPIXELS_SHOWN * MEGA, image_id, error);
  if (g_error_matches (store_error, KON_ERROR, KON_ERROR_NOT_FOUND))
    return load_from_source (store, image_id, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&store_error));
  return NULL;
}

static void
load_image (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const ImageRequest *wanted = request;
  GError *error = NULL;
  KonFrame *frame = load_original (store, wanted->id, cancellable, &error);

  return_frame (task, frame, wanted->max_side, error);
}

static void
look_at_image (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const ImageRequest *wanted = request;
  GError *error = NULL;
  KonFrame *frame = load_original (store, wanted->id, cancellable, &error);

  return_look (task, frame, &wanted->look, error);
}

/* A small picture out of the store by one of its loaders. */
static void
return_small (GTask *task, GBytes *jpeg, const ImageRequest *wanted, GError *error)
{
  g_autoptr (GBytes) bytes = jpeg;
  KonFrame *frame = NULL;

  if (bytes != NULL)
    frame = kon_frame_codec_decode (bytes, MEGA * 4, wanted->id, &error);
  return_frame (task, frame, wanted->max_side, error);
}

static void
load_thumbnail (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const ImageRequest *wanted = request;
  GError *error = NULL;
  GBytes *bytes = kon_store_load_thumbnail (store, wanted->id, &error);

  return_small (task, bytes, wanted, error);
}

static void
load_crop (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const ImageRequest *wanted = request;
  GError *error = NULL;
  GBytes *bytes = kon_store_load_crop (store, wanted->id, &error);

  return_small (task, bytes, wanted, error);
}

static void
load_picture (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  PictureRequest *request = task_data;
  GError *error = NULL;
  KonFrame *frame = load_item (request->item, NULL, cancellable, &error);

  return_frame (task, frame, request->max_side, error);
}

static void
look_at_picture (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  PictureRequest *request = task_data;
  GError *error = NULL;
  KonFrame *frame = load_item (request->item, NULL, cancellable, &error);

  return_look (task, frame, &request->look, error);
}

static KonFrame *
finish_frame (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kon_engine_load_image_async (KonEngine *self, KonSession *session, const char *image_id, int max_side, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (image_id != NULL && max_side >= 0);

  kon_engine_call (self, session, KON_PERMISSION_SEE_PICTURES, KON_POOL_IMAGE, load_image, make_image_request (image_id, max_side), image_request_free,
                   cancellable, callback, user_data);
}

KonFrame *
kon_engine_load_image_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  return finish_frame (self, result, error);
}

/* What both ways to a picture of a reading have in common; @request's item is filled in here. */
static void
call_for_picture (KonEngine *self, KonSession *session, KonPicture *picture, PictureRequest wanted, GTaskThreadFunc func, GTask *task)
{
  g_autoptr (GTask) owned = task;
  PictureRequest *request = g_new0 (PictureRequest, 1);
  GError *error = NULL;

  *request = wanted;
  request->item = kon_picture_make_item (picture);
  g_task_set_task_data (task, request, picture_request_free);
  if (!kon_engine_check_open (self, &error) || !kon_session_check (session, KON_PERMISSION_SEE_PICTURES, &error))
    g_task_return_error (task, error);
  else if (request->item == NULL)
    g_task_return_new_error (task, KON_ERROR, KON_ERROR_NOT_FOUND, _("The picture “%s” has no file to be opened."), kon_picture_get_name (picture));
  else
    kon_workers_run (kon_engine_get_workers (self, KON_POOL_IMAGE), task, func);
}

void
kon_engine_load_picture_async (KonEngine *self, KonSession *session, KonPicture *picture, int max_side, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (KON_IS_PICTURE (picture) && max_side >= 0);

  call_for_picture (self, session, picture, (PictureRequest){ .max_side = max_side }, load_picture,
                    g_task_new (self, cancellable, callback, user_data));
}

KonFrame *
kon_engine_load_picture_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  return finish_frame (self, result, error);
}

void
kon_engine_look_at_image_async (KonEngine *self, KonSession *session, const char *image_id, const KonLook *look, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ImageRequest *request;

  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (image_id != NULL && look != NULL);

  request = make_image_request (image_id, 0);
  request->look = *look;
  kon_engine_call (self, session, KON_PERMISSION_SEE_PICTURES, KON_POOL_IMAGE, look_at_image, request, image_request_free, cancellable, callback, user_data);
}

void
kon_engine_look_at_picture_async (KonEngine *self, KonSession *session, KonPicture *picture, const KonLook *look, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (KON_IS_PICTURE (picture) && look != NULL);

  call_for_picture (self, session, picture, (PictureRequest){ .look = *look }, look_at_picture, g_task_new (self, cancellable, callback, user_data));
}

KonDrawPicture *
kon_engine_look_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kon_engine_load_thumbnail_async (KonEngine *self, KonSession *session, const char *image_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (image_id != NULL);

  kon_engine_call (self, session, KON_PERMISSION_SEE_PICTURES, KON_POOL_IMAGE, load_thumbnail, make_image_request (image_id, KON_THUMBNAIL_SIDE),
                   image_request_free, cancellable, callback, user_data);
}

KonFrame *
kon_engine_load_thumbnail_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  return finish_frame (self, result, error);
}

void
kon_engine_load_crop_async (KonEngine *self, KonSession *session, const char *record_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (record_id != NULL);

  kon_engine_call (self, session, KON_PERMISSION_SEE_PICTURES, KON_POOL_IMAGE, load_crop, make_image_request (record_id, 0), image_request_free,
                   cancellable, callback, user_data);
}

KonFrame *
kon_engine_load_crop_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  return finish_frame (self, result, error);
}
