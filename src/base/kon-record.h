/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonRecord: what the history keeps of one detection. Read-only GObject made by the store; properties never change
 * (a later state of the same record is a new object with the same id). Made on any thread, then used on the main one. */
#pragma once

#include <glib-object.h>

#include "kon-detection.h"
#include "kon-timestamp.h"

G_BEGIN_DECLS

typedef enum
{
  KON_REVIEW_UNREVIEWED,
  KON_REVIEW_CONFIRMED,
  KON_REVIEW_CORRECTED,
  KON_REVIEW_REJECTED,
} KonReviewState;

/* What a record is made of; strings are copied by kon_record_new(). */
typedef struct
{
  const char *id;       /* UUIDv7 */
  const char *image_id; /* random UUID */
  const char *text;     /* the human's correction where there is one, else the read */
  const char *read_text;
  const char *raw;
  double confidence;
  double find_confidence;
  KonBox box;
  KonQuad quad;
  KonLayout layout;
  KonReviewState review;
  const char *source_name; /* display name of the file or camera */
  const char *source_uri;  /* exact; NULL for a pasted picture */
  const char *sha256; /* of the picture's bytes, hexadecimal */
  int width, height;  /* of the upright picture */
  KonTimestamp seen_at;
  KonTimestamp added_at;
  const char *provider;     /* "local" */
  const char *find_model;   /* "name version" */
  const char *read_model;
  gboolean has_original; /* the picture's bytes are in the store */
} KonRecordFields;

#define KON_TYPE_RECORD (kon_record_get_type ())
G_DECLARE_FINAL_TYPE (KonRecord, kon_record, KON, RECORD, GObject)

/* Returns: (transfer full) */
KonRecord *kon_record_new (const KonRecordFields *fields);

/* Everything, owned by the record. */
const KonRecordFields *kon_record_get_fields (KonRecord *self);

/* Also properties for bindings (read-only): id, image-id, text, confidence, source-name, seen-at-unix-us (int64), review (int). */
const char *kon_record_get_id (KonRecord *self);
const char *kon_record_get_image_id (KonRecord *self);
const char *kon_record_get_text (KonRecord *self);
double kon_record_get_confidence (KonRecord *self);

/* "unreviewed", "confirmed", "corrected", "rejected"; and back. */
const char *kon_review_state_to_string (KonReviewState state);
KonReviewState kon_review_state_from_string (const char *text);

G_END_DECLS
