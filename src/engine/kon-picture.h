/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPicture: one picture of a reading, for the film strip and for output: waiting, reading, done or failed; its plates.
 * Properties (read-only, notified): name (string), state (int), n-plates (uint), status-text (string, translated), thumbnail (KonFrame, at most 256 px). Main thread. */
#pragma once

#include <gio/gio.h>

#include "kon-frame.h"
#include "kon-timestamp.h"

G_BEGIN_DECLS

typedef enum
{
  KON_PICTURE_WAITING,
  KON_PICTURE_READING,
  KON_PICTURE_DONE,
  KON_PICTURE_FAILED,
} KonPictureState;

typedef struct
{
  double total_ms; /* of work on this picture: the sum of what follows */
  double decode_ms, find_ms, read_ms;
  double save_ms;  /* thumbnail and crops, and writing them where they are saved */
} KonPictureTimings;

#define KON_TYPE_PICTURE (kon_picture_get_type ())
G_DECLARE_FINAL_TYPE (KonPicture, kon_picture, KON, PICTURE, GObject)

const char *kon_picture_get_name (KonPicture *self);   /* as given, U+FFFD for invalid bytes */
const char *kon_picture_get_uri (KonPicture *self);    /* exact; NULL for pasted ones */
KonPictureState kon_picture_get_state (KonPicture *self);
const GError *kon_picture_get_error (KonPicture *self);
const char *kon_picture_get_sha256 (KonPicture *self); /* NULL until known */
int kon_picture_get_width (KonPicture *self);          /* upright; 0 until known */
int kon_picture_get_height (KonPicture *self);
const KonTimestamp *kon_picture_get_seen_at (KonPicture *self);
const char *kon_picture_get_camera (KonPicture *self);
const char *kon_picture_get_image_id (KonPicture *self); /* NULL while not stored */
const KonPictureTimings *kon_picture_get_timings (KonPicture *self);
GListModel *kon_picture_get_plates (KonPicture *self);   /* (transfer none) of KonPlate, best first */
const char *const *kon_picture_get_warnings (KonPicture *self); /* NULL-terminated, translated */

G_END_DECLS
