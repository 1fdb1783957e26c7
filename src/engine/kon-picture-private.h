/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: how a reading fills its pictures. Main thread. */
#pragma once

#include "kon-media-item.h"
#include "kon-picture.h"

G_BEGIN_DECLS

/* All that became known of a picture by reading it. Strings and arrays are taken over or copied as said. */
typedef struct
{
  GPtrArray *detections;      /* (transfer none) of KonDetection, best first */
  const char *image_id;       /* NULL where it was not stored */
  GPtrArray *record_ids;      /* (transfer none) of char *, one for each detection; NULL where not stored */
  GBytes *thumbnail;          /* (transfer none) JPEG or NULL */
  KonPictureTimings timings;
  const char *warning;        /* NULL for none */
} KonPictureResult;

/* Waiting. Keeps what is needed to open @item again: its file, or its bytes. Returns: (transfer full) */
KonPicture *kon_picture_new (KonMediaItem *item);

void kon_picture_set_reading (KonPicture *self, gboolean is_reading);
/* DONE. What @item knows after loading is copied. */
void kon_picture_set_result (KonPicture *self, KonMediaItem *item, const KonPictureResult *result);
/* FAILED. Takes @error. */
void kon_picture_set_failed (KonPicture *self, KonMediaItem *item, GError *error);

/* A fresh item of the same file or bytes, not loaded. NULL where there is neither. Returns: (transfer full) */
KonMediaItem *kon_picture_make_item (KonPicture *self);

G_END_DECLS
