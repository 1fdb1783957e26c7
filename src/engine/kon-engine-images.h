/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures of the store, and of files not stored, as frames for the window. Main thread; work on workers. */
#pragma once

#include "kon-draw-picture.h"
#include "kon-engine.h"
#include "kon-frame.h"
#include "kon-picture.h"

G_BEGIN_DECLS

/* The upright picture of a stored image; KON_ERROR_NOT_FOUND with a sentence saying where the original was where it is not kept.
 * @max_side: shrunk so that neither side is longer; 0 for full size. */
void kon_engine_load_image_async (KonEngine *self, KonSession *session, const char *image_id, int max_side, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonFrame *kon_engine_load_image_finish (KonEngine *self, GAsyncResult *result, GError **error);

/* The same for a picture of a reading that was not (yet) stored: decoded again from its file or bytes. */
void kon_engine_load_picture_async (KonEngine *self, KonSession *session, KonPicture *picture, int max_side, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonFrame *kon_engine_load_picture_finish (KonEngine *self, GAsyncResult *result, GError **error);

/* How a picture is looked at. */
typedef struct
{
  KonBox part;       /* in picture pixels, of which whole ones inside the picture are shown; without width: all of it */
  double scale;      /* pixels wanted for one of the picture; more than 1, or 0: all there are */
  int max_side;      /* of what comes; 0: no limit */
  gboolean enhanced; /* more contrast, sharper: for the eye only, nothing is stored */
} KonLook;

/* The same pictures ready for painting. A part is cut from the picture at its full size, which is decoded for that and forgotten again. */
void kon_engine_look_at_image_async (KonEngine *self, KonSession *session, const char *image_id, const KonLook *look, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void kon_engine_look_at_picture_async (KonEngine *self, KonSession *session, KonPicture *picture, const KonLook *look, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonDrawPicture *kon_engine_look_finish (KonEngine *self, GAsyncResult *result, GError **error);

/* At most 256 px; and the rectified crop of a record. */
void kon_engine_load_thumbnail_async (KonEngine *self, KonSession *session, const char *image_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonFrame *kon_engine_load_thumbnail_finish (KonEngine *self, GAsyncResult *result, GError **error);
void kon_engine_load_crop_async (KonEngine *self, KonSession *session, const char *record_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonFrame *kon_engine_load_crop_finish (KonEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
