/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppResult: see the header. */
#include "config.h"

#include "kon-app-result.h"

#include <glib/gi18n.h>

#include "kon-app-texture.h"

/* How tall a plate is shown in the list, in pixels. */
#define CROP_HEIGHT 56
#define WEAK_CROP_HEIGHT 32

struct _KonAppResult
{
  GObject parent_instance;
  char *text, *label, *confidence_text;
  const char *review_text;
  double confidence;
  KonQuad quad;
  KonDrawStyle style;
  GdkTexture *crop;
};

G_DEFINE_FINAL_TYPE (KonAppResult, kon_app_result, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_TEXT_CLASSES,
  PROP_HAS_TEXT,
  PROP_CONFIDENCE_TEXT,
  PROP_CONFIDENCE_CLASSES,
  PROP_CROP,
  PROP_CROP_HEIGHT,
  PROP_LABEL,
  PROP_REVIEW_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* A guess that nobody confirmed: it is shown, and steps back. */
static gboolean
is_weak (KonAppResult *self)
{
  return self->style != KON_DRAW_CONFIRMED && kon_confidence_get_band (self->confidence) == KON_CONFIDENCE_GUESS;
}

static const char *const *
get_text_classes (KonAppResult *self)
{
  static const char *const readable[] = { "plate-text", NULL };
  static const char *const weak[] = { "plate-text", "weak", NULL };
  static const char *const unreadable[] = { "plate-text", "unreadable", NULL };

  if (!*self->text)
    return unreadable;
  return is_weak (self) ? weak : readable;
}

static void
kon_app_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KonAppResult *self = KON_APP_RESULT (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, *self->text ? self->text : _ ("not readable"));
      break;
    case PROP_TEXT_CLASSES:
      g_value_set_boxed (value, get_text_classes (self));
      break;
    case PROP_HAS_TEXT:
      g_value_set_boolean (value, *self->text != '\0');
      break;
    case PROP_CONFIDENCE_TEXT:
      g_value_set_string (value, self->confidence_text);
      break;
    case PROP_CONFIDENCE_CLASSES:
      g_value_set_boxed (value, kon_app_confidence_classes (self->confidence));
      break;
    case PROP_CROP:
      g_value_set_object (value, self->crop);
      break;
    case PROP_CROP_HEIGHT:
      g_value_set_int (value, is_weak (self) ? WEAK_CROP_HEIGHT : CROP_HEIGHT);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_REVIEW_TEXT:
      g_value_set_string (value, self->review_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_result_finalize (GObject *object)
{
  KonAppResult *self = KON_APP_RESULT (object);

  g_free (self->text);
  g_free (self->label);
  g_free (self->confidence_text);
  g_clear_object (&self->crop);

  G_OBJECT_CLASS (kon_app_result_parent_class)->finalize (object);
}

static void
kon_app_result_class_init (KonAppResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_app_result_get_property;
  object_class->finalize = kon_app_result_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_TEXT_CLASSES] = g_param_spec_boxed ("text-classes", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_HAS_TEXT] = g_param_spec_boolean ("has-text", NULL, NULL, FALSE, flags);
  properties[PROP_CONFIDENCE_TEXT] = g_param_spec_string ("confidence-text", NULL, NULL, NULL, flags);
  properties[PROP_CONFIDENCE_CLASSES] = g_param_spec_boxed ("confidence-classes", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CROP] = g_param_spec_object ("crop", NULL, NULL, GDK_TYPE_TEXTURE, flags);
  properties[PROP_CROP_HEIGHT] = g_param_spec_int ("crop-height", NULL, NULL, 0, G_MAXINT, CROP_HEIGHT, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_REVIEW_TEXT] = g_param_spec_string ("review-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_app_result_init (KonAppResult *self)
{
}

static KonAppResult *
create_result (const char *text, double confidence, const KonQuad *quad)
{
  KonAppResult *self = g_object_new (KON_APP_TYPE_RESULT, NULL);

  self->text = g_strdup (text ? text : "");
  self->confidence = confidence;
  self->confidence_text = kon_confidence_to_text (confidence);
  self->quad = *quad;
  if (*self->text)
    /* Translators: a plate's text and the confidence: "7ABC123, sure 0.98" */
    self->label = g_strdup_printf (_ ("%s, %s"), self->text, self->confidence_text);
  else
    self->label = g_strdup (_ ("A plate that could not be read"));
  return self;
}

KonAppResult *
kon_app_result_new_from_plate (KonPlate *plate)
{
  KonDetection *detection;
  KonAppResult *self;

  g_return_val_if_fail (KON_IS_PLATE (plate), NULL);

  detection = kon_plate_get_detection (plate);
  self = create_result (kon_plate_get_text (plate), kon_plate_get_confidence (plate), &detection->quad);
  self->crop = kon_app_texture_from_frame (detection->crop);
  return self;
}

KonAppResult *
kon_app_result_new_from_record (KonRecord *record)
{
  const KonRecordFields *fields;
  KonAppResult *self;

  g_return_val_if_fail (KON_IS_RECORD (record), NULL);

  fields = kon_record_get_fields (record);
  self = create_result (fields->text, fields->confidence, &fields->quad);
  if (fields->review == KON_REVIEW_CONFIRMED || fields->review == KON_REVIEW_CORRECTED)
    self->style = KON_DRAW_CONFIRMED;
  if (fields->review == KON_REVIEW_CONFIRMED)
    self->review_text = _ ("confirmed");
  else if (fields->review == KON_REVIEW_CORRECTED)
    self->review_text = _ ("corrected");
  else if (fields->review == KON_REVIEW_REJECTED)
    self->review_text = _ ("rejected");
  return self;
}

const char *
kon_app_result_get_text (KonAppResult *self)
{
  g_return_val_if_fail (KON_APP_IS_RESULT (self), NULL);
  return self->text;
}

double
kon_app_result_get_confidence (KonAppResult *self)
{
  g_return_val_if_fail (KON_APP_IS_RESULT (self), 0);
  return self->confidence;
}

const char *
kon_app_result_get_label (KonAppResult *self)
{
  g_return_val_if_fail (KON_APP_IS_RESULT (self), NULL);
  return self->label;
}

int
kon_app_result_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  KonAppResult *first = (KonAppResult *) a, *second = (KonAppResult *) b;
  double first_x = kon_quad_bounds (&first->quad).x, second_x = kon_quad_bounds (&second->quad).x;

  if (is_weak (first) != is_weak (second))
    return is_weak (first) ? 1 : -1;
  return (first_x > second_x) - (first_x < second_x);
}

void
kon_app_result_set_crop (KonAppResult *self, KonFrame *crop)
{
  g_return_if_fail (KON_APP_IS_RESULT (self));

  g_clear_object (&self->crop);
  self->crop = kon_app_texture_from_frame (crop);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CROP]);
}

KonDrawItem
kon_app_result_to_draw_item (KonAppResult *self)
{
  KonDrawItem item = {
    .quad = self->quad,
    .label = *self->text ? self->text : NULL,
    .confidence = self->confidence,
    .style = self->style,
  };

  return item;
}

const char *const *
kon_app_confidence_classes (double confidence)
{
  static const char *const sure[] = { "confidence", "sure", NULL };
  static const char *const check[] = { "confidence", "check", NULL };
  static const char *const guess[] = { "confidence", "guess", NULL };

  switch (kon_confidence_get_band (confidence))
    {
    case KON_CONFIDENCE_SURE:
      return sure;
    case KON_CONFIDENCE_CHECK:
      return check;
    case KON_CONFIDENCE_GUESS:
    default:
      return guess;
    }
}
