/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The history: pages of records, one record in full, review. Main thread; queries run on the store's readers. */
#pragma once

#include "kon-engine.h"
#include "kon-record.h"

G_BEGIN_DECLS

typedef struct
{
  const char *contains; /* part of a plate text as typed by a person; NULL for all */
  const char *image_id; /* only of this picture; NULL for all */
  gboolean by_added;    /* newest by time of adding instead of time seen */
  KonRecord *after;     /* the page that follows this record; NULL for the newest */
  guint limit;          /* 1..1000 */
} KonHistoryQuery;

/* Newest first. Cancelling stops the query within milliseconds. Returns: (transfer full) (element-type KonRecord) */
void kon_engine_list_records_async (KonEngine *self, KonSession *session, const KonHistoryQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kon_engine_list_records_finish (KonEngine *self, GAsyncResult *result, GError **error);

/* Blocking form for the command line and tests. */
GPtrArray *kon_engine_list_records (KonEngine *self, KonSession *session, const KonHistoryQuery *query, GCancellable *cancellable, GError **error);

/* One record with geometry, characters and alternatives. @out_detection: (out) (transfer full) (optional) */
void kon_engine_get_record_async (KonEngine *self, KonSession *session, const char *record_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonRecord *kon_engine_get_record_finish (KonEngine *self, GAsyncResult *result, KonDetection **out_detection, GError **error);

/* Confirms, corrects (@text) or rejects. The machine's read stays. */
void kon_engine_review_async (KonEngine *self, KonSession *session, const char *record_id, KonReviewState state, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kon_engine_review_finish (KonEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
