/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings of an organization, and the space it takes. They live in its store with who changed them and when. Main thread. */
#pragma once

#include "kon-engine.h"

G_BEGIN_DECLS

typedef enum
{
  KON_ORIGINALS_COPY,  /* pictures are copied byte for byte (default) */
  KON_ORIGINALS_CROPS, /* only the plates' crops are kept */
  KON_ORIGINALS_REFER, /* only where the file lies */
} KonOriginals;

#define KON_SETTINGS_MAX_REGIONS 2048

typedef struct
{
  int max_megapixels;     /* pictures up to this size are read; 1..1000, default 100 */
  KonOriginals originals;
  char regions[KON_SETTINGS_MAX_REGIONS]; /* where plates are expected from: codes with commas ("DE,US-CA"); "": anywhere (default) */
} KonSettings;

void kon_engine_get_settings_async (KonEngine *self, KonSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kon_engine_get_settings_finish (KonEngine *self, GAsyncResult *result, KonSettings *out, GError **error);
void kon_engine_set_settings_async (KonEngine *self, KonSession *session, const KonSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kon_engine_set_settings_finish (KonEngine *self, GAsyncResult *result, GError **error);

typedef struct
{
  gint64 database_bytes, image_bytes, free_bytes;
  gint64 n_images, n_records;
} KonUsage;

void kon_engine_get_usage_async (KonEngine *self, KonSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kon_engine_get_usage_finish (KonEngine *self, GAsyncResult *result, KonUsage *out, GError **error);

G_END_DECLS
