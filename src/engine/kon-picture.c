/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One picture of a reading as the window and the command line see it. Holds no full-size pixels: only a small JPEG of itself. */
#include "config.h"

#include "kon-picture.h"

#include "kon-frame-codec.h"
#include "kon-picture-private.h"
#include "kon-plate-private.h"

#include <glib/gi18n-lib.h>

struct _KonPicture
{
  GObject parent_instance;

  GFile *file;
  GBytes *bytes; /* of pasted pictures, that have no file */
  char *name, *uri, *sha256, *camera, *image_id;
  KonPictureState state;
  GError *error;
  int width, height;
  KonTimestamp seen_at;
  KonPictureTimings timings;
  GListStore *plates;
  GBytes *thumbnail;
  GStrv warnings;
};

G_DEFINE_FINAL_TYPE (KonPicture, kon_picture, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_STATE,
  PROP_N_PLATES,
  PROP_STATUS_TEXT,
  PROP_THUMBNAIL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static guint
count_plates (KonPicture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->plates));
}

static char *
make_status_text (KonPicture *self)
{
  guint n = count_plates (self);

  switch (self->state)
    {
    case KON_PICTURE_WAITING:
      return g_strdup (C_ ("picture", "Waiting"));
    case KON_PICTURE_READING:
      return g_strdup (C_ ("picture", "Reading…"));
    case KON_PICTURE_FAILED:
      return g_strdup (C_ ("picture", "Could not be opened"));
    case KON_PICTURE_DONE:
    default:
      if (n == 0)
        return g_strdup (C_ ("picture", "No plate found"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u plate", "%u plates", n), n);
    }
}

/* Small enough to be decoded when asked for: what is kept of thousands of pictures is their JPEG, not their pixels. */
static KonFrame *
decode_thumbnail (KonPicture *self)
{
  if (self->thumbnail == NULL)
    return NULL;
  return kon_frame_codec_decode (self->thumbnail, KON_THUMBNAIL_SIDE * KON_THUMBNAIL_SIDE, self->name, NULL);
}

static void
set_state (KonPicture *self, KonPictureState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_TEXT]);
}

/* What loading found out; on a failed item only some of it is there. */
static void
copy_item (KonPicture *self, KonMediaItem *item)
{
  const KonTimestamp *seen_at = kon_media_item_get_seen_at (item);

  g_free (self->sha256);
  g_free (self->camera);
  self->sha256 = g_strdup (kon_media_item_get_sha256 (item));
  self->camera = g_strdup (kon_media_item_get_camera (item));
  self->width = kon_media_item_get_width (item);
  self->height = kon_media_item_get_height (item);
  if (seen_at != NULL)
    self->seen_at = *seen_at;
}

static void
kon_picture_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KonPicture *self = KON_PICTURE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_N_PLATES:
      g_value_set_uint (value, count_plates (self));
      break;
    case PROP_STATUS_TEXT:
      g_value_take_string (value, make_status_text (self));
      break;
    case PROP_THUMBNAIL:
      g_value_take_boxed (value, decode_thumbnail (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kon_picture_finalize (GObject *object)
{
  KonPicture *self = KON_PICTURE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->uri);
  g_free (self->sha256);
  g_free (self->camera);
  g_free (self->image_id);
  g_clear_error (&self->error);
  g_object_unref (self->plates);
  g_clear_pointer (&self->thumbnail, g_bytes_unref);
  g_strfreev (self->warnings);
  G_OBJECT_CLASS (kon_picture_parent_class)->finalize (object);
}

static void
kon_picture_class_init (KonPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_picture_get_property;
  object_class->finalize = kon_picture_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, KON_PICTURE_WAITING, KON_PICTURE_FAILED, KON_PICTURE_WAITING, flags);
  properties[PROP_N_PLATES] = g_param_spec_uint ("n-plates", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[PROP_THUMBNAIL] = g_param_spec_boxed ("thumbnail", NULL, NULL, KON_TYPE_FRAME, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_picture_init (KonPicture *self)
{
  self->plates = g_list_store_new (KON_TYPE_PLATE);
  self->warnings = g_new0 (char *, 1);
}

KonPicture *
kon_picture_new (KonMediaItem *item)
{
  KonPicture *self;

  g_return_val_if_fail (item != NULL, NULL);

  self = g_object_new (KON_TYPE_PICTURE, NULL);
  self->name = g_strdup (kon_media_item_get_name (item));
  self->uri = g_strdup (kon_media_item_get_uri (item));
  if (kon_media_item_get_file (item) != NULL)
    self->file = g_object_ref (kon_media_item_get_file (item));
  else if (kon_media_item_get_bytes (item) != NULL)
    self->bytes = g_bytes_ref (kon_media_item_get_bytes (item));
  return self;
}

void
kon_picture_set_reading (KonPicture *self, gboolean is_reading)
{
  g_return_if_fail (KON_IS_PICTURE (self));
  set_state (self, is_reading ? KON_PICTURE_READING : KON_PICTURE_WAITING);
}

/* Either may be NULL. */
static void
set_warnings (KonPicture *self, const char *of_item, const char *of_result)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (of_item != NULL)
    g_strv_builder_add (builder, of_item);
  if (of_result != NULL)
    g_strv_builder_add (builder, of_result);
  g_strfreev (self->warnings);
  self->warnings = g_strv_builder_end (builder);
}

void
kon_picture_set_result (KonPicture *self, KonMediaItem *item, const KonPictureResult *result)
{
  g_return_if_fail (KON_IS_PICTURE (self));
  g_return_if_fail (item != NULL && result != NULL && result->detections != NULL);

  copy_item (self, item);
  self->timings = result->timings;
  g_free (self->image_id);
  self->image_id = g_strdup (result->image_id);
  set_warnings (self, kon_media_item_get_warning (item), result->warning);

  g_list_store_remove_all (self->plates);
  for (guint i = 0; i < result->detections->len; i++)
    {
      const char *record_id = result->record_ids != NULL ? g_ptr_array_index (result->record_ids, i) : NULL;
      g_autoptr (KonPlate) plate = kon_plate_new (g_ptr_array_index (result->detections, i), record_id);

      g_list_store_append (self->plates, plate);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PLATES]);

  if (result->thumbnail != NULL)
    {
      g_clear_pointer (&self->thumbnail, g_bytes_unref);
      self->thumbnail = g_bytes_ref (result->thumbnail);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THUMBNAIL]);
    }
  set_state (self, KON_PICTURE_DONE);
}

void
kon_picture_set_failed (KonPicture *self, KonMediaItem *item, GError *error)
{
  g_return_if_fail (KON_IS_PICTURE (self));
  g_return_if_fail (item != NULL && error != NULL);

  copy_item (self, item);
  g_clear_error (&self->error);
  self->error = error;
  set_state (self, KON_PICTURE_FAILED);
}

KonMediaItem *
kon_picture_make_item (KonPicture *self)
{
  KonMediaItem *item = NULL;

  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);

  if (self->file != NULL)
    {
      item = kon_media_item_new_for_file (self->file);
      kon_media_item_set_name (item, self->name);
    }
  else if (self->bytes != NULL)
    item = kon_media_item_new_for_bytes (self->bytes, self->name);
  return item;
}

const char *
kon_picture_get_name (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->name;
}

const char *
kon_picture_get_uri (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->uri;
}

KonPictureState
kon_picture_get_state (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), KON_PICTURE_FAILED);
  return self->state;
}

const GError *
kon_picture_get_error (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->error;
}

const char *
kon_picture_get_sha256 (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->sha256;
}

int
kon_picture_get_width (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), 0);
  return self->width;
}

int
kon_picture_get_height (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), 0);
  return self->height;
}

const KonTimestamp *
kon_picture_get_seen_at (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return &self->seen_at;
}

const char *
kon_picture_get_camera (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->camera;
}

const char *
kon_picture_get_image_id (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return self->image_id;
}

const KonPictureTimings *
kon_picture_get_timings (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return &self->timings;
}

GListModel *
kon_picture_get_plates (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return G_LIST_MODEL (self->plates);
}

const char *const *
kon_picture_get_warnings (KonPicture *self)
{
  g_return_val_if_fail (KON_IS_PICTURE (self), NULL);
  return (const char *const *) self->warnings;
}
