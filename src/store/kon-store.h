/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonStore: one organization's data in one directory: org.json, store.db, images/, thumbs/, backups/.
 * One thread of its own writes; up to three connections on threads of their own read. The calls here block the caller until
 * the answer is there, so faces reach them only through the engine's async calls; any thread but the two kinds inside.
 * Pictures leave it as bytes, never as paths. Every stored file has a header: "KONP", version 1, cipher 0 (none), then the bytes.
 * Image files are written beside and renamed before the rows that name them are committed; orphans are swept at open. */
#pragma once

#include <gio/gio.h>

#include "kon-clock.h"
#include "kon-detection.h"
#include "kon-record.h"

G_BEGIN_DECLS

typedef struct _KonStore KonStore;

/* Opens (creates with @name where absent) the organization in @directory. @key: encryption seam, NULL for none.
 * Errors: KON_ERROR_NEWER_VERSION, DAMAGED (says what to do), READ_ONLY, BUSY, NO_SPACE. Takes an exclusive lock only for
 * migration: several processes may work on one store (WAL). Returns: (transfer full) */
KonStore *kon_store_open (const char *directory, const char *name, GBytes *key, KonClock *clock, GError **error);

/* Ends the threads after the queued writes are done. */
void kon_store_close (KonStore *store);

const char *kon_store_get_id (KonStore *store);   /* the organization's UUID, from org.json */
const char *kon_store_get_name (KonStore *store);

/* Pictures and runs */

typedef enum
{
  KON_KEEP_COPY,  /* the original bytes are copied into the store */
  KON_KEEP_CROPS, /* only crops and thumbnail */
  KON_KEEP_REFER, /* only where the file lies */
} KonKeep;

/* One reading of one picture. Nothing is taken over; bytes are only read. */
typedef struct
{
  const char *user_id;
  const char *sha256; /* 64 hexadecimal digits of the original bytes: the picture's identity */
  GBytes *original;   /* stored when @keep is KON_KEEP_COPY and it is not there yet */
  GBytes *thumbnail;  /* JPEG, or NULL */
  KonKeep keep;
  const char *mime;
  int width, height;
  const char *source_name, *source_uri;
  KonTimestamp seen_at;
  const char *provider;
  const char *find_model, *find_model_sha256;
  const char *read_model, *read_model_sha256;
  double decode_ms, find_ms, read_ms;
  GPtrArray *detections; /* of KonDetection */
  gboolean is_partial;   /* more was seen than is told: records that are not matched stay */
  GPtrArray *crops;      /* of GBytes (JPEG) or NULL entries, one for each detection; or NULL */
} KonStoreRun;

typedef struct
{
  char *image_id;
  GPtrArray *record_ids; /* of char *, one for each detection, in order */
  gboolean known;        /* the picture had been read before */
} KonStoreRunResult;

void kon_store_run_result_free (KonStoreRunResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonStoreRunResult, kon_store_run_result_free)

/* Writes picture, run and records in ONE transaction. A picture known by its SHA-256 gets a further run: unreviewed records are
 * matched by IoU >= 0.5 and refreshed under the same id, those no longer seen go (not after a partial run), reviewed ones stay as
 * they are, new ones come.
 * Returns: (transfer full), or NULL and nothing changed. */
KonStoreRunResult *kon_store_add_run (KonStore *store, const KonStoreRun *run, GError **error);

/* Original bytes; KON_ERROR_NOT_FOUND where only crops are kept or the file is gone. With @out_uri (optional, transfer full) where it came from. */
GBytes *kon_store_load_original (KonStore *store, const char *image_id, char **out_uri, GError **error);
GBytes *kon_store_load_thumbnail (KonStore *store, const char *image_id, GError **error);
GBytes *kon_store_load_crop (KonStore *store, const char *record_id, GError **error);

/* Records */

typedef struct
{
  const char *contains;     /* part of the text, A-Z0-9 after folding case and separators; NULL for all */
  const char *image_id;     /* only this picture's; NULL for all */
  gboolean by_added;        /* order by added_at instead of seen_at */
  gint64 before_us;         /* keyset: only rows before (before_us, before_id) in the order; G_MAXINT64 for the first page */
  const char *before_id;    /* NULL for the first page */
  guint limit;              /* 1..1000 */
} KonStoreQuery;

/* Newest first. Cancelling interrupts the query. Returns: (transfer full) (element-type KonRecord) */
GPtrArray *kon_store_list_records (KonStore *store, const KonStoreQuery *query, GCancellable *cancellable, GError **error);

/* Returns: (transfer full), KON_ERROR_NOT_FOUND where there is none. With @out_detection (optional, transfer full) geometry, characters, alternatives. */
KonRecord *kon_store_get_record (KonStore *store, const char *record_id, KonDetection **out_detection, GError **error);

/* A human's word on one record: @state, and for CORRECTED the right @text. The machine's read stays. Stamped with @user_id and time. */
gboolean kon_store_review (KonStore *store, const char *record_id, KonReviewState state, const char *text, const char *user_id, GError **error);

/* Settings of the organization: small JSON texts by key, with who and when. get: NULL without error where unset. */
char *kon_store_get_setting (KonStore *store, const char *key, GError **error);
gboolean kon_store_set_setting (KonStore *store, const char *key, const char *value, const char *user_id, GError **error);

typedef struct
{
  gint64 database_bytes, image_bytes, free_bytes; /* free: of the file system */
  gint64 n_images, n_records;
} KonStoreUsage;

gboolean kon_store_get_usage (KonStore *store, KonStoreUsage *out, GCancellable *cancellable, GError **error);

/* How many of the stored files are in the backup. On the thread of the one who asked for it. */
typedef void (*KonStoreProgress) (gint64 done, gint64 total, gpointer user_data);

/* Asked once, when all is written and only the name is missing: FALSE where the archive is no longer wanted. After TRUE it is too late
 * to cancel. On the thread of the one who asked for the backup. */
typedef gboolean (*KonStoreCommit) (gpointer user_data);

/* Everything that the store holds as one archive @path: a consistent copy of the database and the files that it names. It is there
 * only when it is whole; what lies at @path is replaced only where @replaces (else KON_ERROR_REFUSED). Others may work meanwhile. */
gboolean kon_store_back_up (KonStore *store, const char *path, gboolean replaces, KonStoreProgress progress, KonStoreCommit commit, gpointer user_data,
                            GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonStore, kon_store_close)

G_END_DECLS
