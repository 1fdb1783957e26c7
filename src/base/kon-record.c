/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A record as the lists see it: a copy of the fields and nothing else. */
#include "config.h"

#include "kon-record.h"

struct _KonRecord
{
  GObject parent_instance;

  KonRecordFields fields; /* its strings are ours */
};

G_DEFINE_FINAL_TYPE (KonRecord, kon_record, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_IMAGE_ID,
  PROP_TEXT,
  PROP_CONFIDENCE,
  PROP_SOURCE_NAME,
  PROP_SEEN_AT_UNIX_US,
  PROP_REVIEW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Where the strings lie in KonRecordFields: copied and freed by this list. */
static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (KonRecordFields, id),          G_STRUCT_OFFSET (KonRecordFields, image_id),
  G_STRUCT_OFFSET (KonRecordFields, text),        G_STRUCT_OFFSET (KonRecordFields, read_text),
  G_STRUCT_OFFSET (KonRecordFields, raw),         G_STRUCT_OFFSET (KonRecordFields, source_name),
  G_STRUCT_OFFSET (KonRecordFields, source_uri),  G_STRUCT_OFFSET (KonRecordFields, sha256),
  G_STRUCT_OFFSET (KonRecordFields, provider),    G_STRUCT_OFFSET (KonRecordFields, find_model),
  G_STRUCT_OFFSET (KonRecordFields, read_model),
};

static const char *const review_names[] = { "unreviewed", "confirmed", "corrected", "rejected" };

static char **
string_at (KonRecordFields *fields, guint i)
{
  return (char **) G_STRUCT_MEMBER_P (fields, string_offsets[i]);
}

static void
kon_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KonRecord *self = KON_RECORD (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_IMAGE_ID:
      g_value_set_string (value, self->fields.image_id);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->fields.text);
      break;
    case PROP_CONFIDENCE:
      g_value_set_double (value, self->fields.confidence);
      break;
    case PROP_SOURCE_NAME:
      g_value_set_string (value, self->fields.source_name);
      break;
    case PROP_SEEN_AT_UNIX_US:
      g_value_set_int64 (value, self->fields.seen_at.unix_us);
      break;
    case PROP_REVIEW:
      g_value_set_int (value, self->fields.review);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kon_record_finalize (GObject *object)
{
  KonRecord *self = KON_RECORD (object);

  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    g_free (*string_at (&self->fields, i));
  G_OBJECT_CLASS (kon_record_parent_class)->finalize (object);
}

static void
kon_record_class_init (KonRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_record_get_property;
  object_class->finalize = kon_record_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_IMAGE_ID] = g_param_spec_string ("image-id", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_CONFIDENCE] = g_param_spec_double ("confidence", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_SOURCE_NAME] = g_param_spec_string ("source-name", NULL, NULL, NULL, flags);
  properties[PROP_SEEN_AT_UNIX_US] = g_param_spec_int64 ("seen-at-unix-us", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_REVIEW] = g_param_spec_int ("review", NULL, NULL, KON_REVIEW_UNREVIEWED, KON_REVIEW_REJECTED, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_record_init (KonRecord *self)
{
}

KonRecord *
kon_record_new (const KonRecordFields *fields)
{
  KonRecord *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (KON_TYPE_RECORD, NULL);
  self->fields = *fields;
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    *string_at (&self->fields, i) = g_strdup (*string_at (&self->fields, i));
  return self;
}

const KonRecordFields *
kon_record_get_fields (KonRecord *self)
{
  g_return_val_if_fail (KON_IS_RECORD (self), NULL);
  return &self->fields;
}

const char *
kon_record_get_id (KonRecord *self)
{
  g_return_val_if_fail (KON_IS_RECORD (self), NULL);
  return self->fields.id;
}

const char *
kon_record_get_image_id (KonRecord *self)
{
  g_return_val_if_fail (KON_IS_RECORD (self), NULL);
  return self->fields.image_id;
}

const char *
kon_record_get_text (KonRecord *self)
{
  g_return_val_if_fail (KON_IS_RECORD (self), NULL);
  return self->fields.text;
}

double
kon_record_get_confidence (KonRecord *self)
{
  g_return_val_if_fail (KON_IS_RECORD (self), 0);
  return self->fields.confidence;
}

const char *
kon_review_state_to_string (KonReviewState state)
{
  return (guint) state < G_N_ELEMENTS (review_names) ? review_names[state] : review_names[KON_REVIEW_UNREVIEWED];
}

KonReviewState
kon_review_state_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (review_names); i++)
    if (g_strcmp0 (text, review_names[i]) == 0)
      return (KonReviewState) i;
  return KON_REVIEW_UNREVIEWED;
}
