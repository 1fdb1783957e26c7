/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A detection dressed for lists and bindings. */
#include "config.h"

#include "kon-plate.h"

#include "kon-confidence.h"
#include "kon-plate-private.h"

struct _KonPlate
{
  GObject parent_instance;

  KonDetection *detection;
  char *record_id;
};

G_DEFINE_FINAL_TYPE (KonPlate, kon_plate, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_CONFIDENCE,
  PROP_CONFIDENCE_TEXT,
  PROP_RECORD_ID,
  PROP_CROP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
kon_plate_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KonPlate *self = KON_PLATE (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, kon_plate_get_text (self));
      break;
    case PROP_CONFIDENCE:
      g_value_set_double (value, kon_plate_get_confidence (self));
      break;
    case PROP_CONFIDENCE_TEXT:
      g_value_take_string (value, kon_confidence_to_text (kon_plate_get_confidence (self)));
      break;
    case PROP_RECORD_ID:
      g_value_set_string (value, self->record_id);
      break;
    case PROP_CROP:
      g_value_set_boxed (value, self->detection->crop);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kon_plate_finalize (GObject *object)
{
  KonPlate *self = KON_PLATE (object);

  kon_detection_unref (self->detection);
  g_free (self->record_id);
  G_OBJECT_CLASS (kon_plate_parent_class)->finalize (object);
}

static void
kon_plate_class_init (KonPlateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_plate_get_property;
  object_class->finalize = kon_plate_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_CONFIDENCE] = g_param_spec_double ("confidence", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_CONFIDENCE_TEXT] = g_param_spec_string ("confidence-text", NULL, NULL, NULL, flags);
  properties[PROP_RECORD_ID] = g_param_spec_string ("record-id", NULL, NULL, NULL, flags);
  properties[PROP_CROP] = g_param_spec_boxed ("crop", NULL, NULL, KON_TYPE_FRAME, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_plate_init (KonPlate *self)
{
}

KonPlate *
kon_plate_new (KonDetection *detection, const char *record_id)
{
  KonPlate *self;

  g_return_val_if_fail (detection != NULL, NULL);

  self = g_object_new (KON_TYPE_PLATE, NULL);
  self->detection = kon_detection_ref (detection);
  self->record_id = g_strdup (record_id);
  return self;
}

KonDetection *
kon_plate_get_detection (KonPlate *self)
{
  g_return_val_if_fail (KON_IS_PLATE (self), NULL);
  return self->detection;
}

const char *
kon_plate_get_text (KonPlate *self)
{
  g_return_val_if_fail (KON_IS_PLATE (self), NULL);
  return self->detection->read != NULL && self->detection->read->text != NULL ? self->detection->read->text : "";
}

double
kon_plate_get_confidence (KonPlate *self)
{
  g_return_val_if_fail (KON_IS_PLATE (self), 0);
  return self->detection->read != NULL ? CLAMP (self->detection->read->confidence, 0, 1) : 0;
}

const char *
kon_plate_get_record_id (KonPlate *self)
{
  g_return_val_if_fail (KON_IS_PLATE (self), NULL);
  return self->record_id;
}
