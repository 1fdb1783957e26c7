/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables: all SQL but the schema stands in the -table.c files behind these functions. Those that change something run on
 * the writer thread and say so by taking the store; they return FALSE with @error set where it failed. */
#pragma once

#include "kon-store-private.h"

G_BEGIN_DECLS

/* Leases (kon-lease-table.c): a row that says "this file may lie there without a row that names it". Two may hold one for the
 * same file: who writes it is decided by the transaction in which the lease is released. */

typedef struct
{
  gint64 rowid;
  KonStoreFolder folder;
  char *id;
} KonLease;

void kon_lease_clear (KonLease *lease);
/* Fills in lease->rowid. */
gboolean kon_lease_take (KonStore *store, KonDb *db, KonLease *lease, GError **error);
/* @out_held (optional): FALSE where the lease was gone, because somebody swept it: the file may not be written now. */
gboolean kon_lease_release (KonStore *store, KonDb *db, const KonLease *lease, gboolean *out_held, GError **error);
/* Ends one lease: removes what was begun, and the file where no row names it. */
gboolean kon_lease_sweep_one (KonStore *store, KonDb *db, const KonLease *lease, GError **error);
/* The same for all taken before @before_us. */
gboolean kon_lease_sweep (KonStore *store, KonDb *db, gint64 before_us, GError **error);
/* Whether a lease for the same file is held by anybody; whether a row names the file. 0, 1, or -1 on error. Only read. */
int kon_lease_is_held (KonDb *db, const KonLease *lease, GError **error);
int kon_lease_is_named (KonDb *db, const KonLease *lease, GError **error);

/* Pictures, sources, runs (kon-image-table.c) */

typedef struct
{
  gint64 rowid; /* 0: there is no such picture */
  char *id;
  gboolean has_original;
  gboolean has_thumbnail;
  char *uri; /* where it was read last */
} KonImageRow;

void kon_image_row_clear (KonImageRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KonImageRow, kon_image_row_clear)

gboolean kon_image_find_by_sha256 (KonDb *db, const char *sha256, KonImageRow *out, GError **error);
gboolean kon_image_find_by_id (KonDb *db, const char *id, KonImageRow *out, GError **error);
gboolean kon_source_find_or_add (KonStore *store, KonDb *db, const char *uri, const char *name, gint64 *out_rowid, GError **error);
/* Fills in row->rowid. */
gboolean kon_image_add (KonStore *store, KonDb *db, KonImageRow *row, const KonStoreRun *run, gint64 source, const KonTimestamp *now, GError **error);
/* After a further run: where it lies now, and what is stored of it in addition. */
gboolean kon_image_update (KonStore *store, KonDb *db, const KonImageRow *row, const KonStoreRun *run, gint64 source, gint64 more_bytes, GError **error);
gboolean kon_run_add (KonStore *store, KonDb *db, gint64 image, const KonStoreRun *run, gint64 source, const KonTimestamp *now, gint64 *out_rowid, GError **error);
/* The stored files that rows name: KonStoreFolder and id. Their number. Only reads. */
KonDbStatement *kon_image_query_files (KonDb *db, GError **error);
gboolean kon_image_count_files (KonDb *db, gint64 *out, GError **error);
/* "images", "records" or "bytes". */
gboolean kon_total_get (KonDb *db, const char *name, gint64 *out, GError **error);

/* Plate texts (kon-plate-table.c) */

/* Upper case, without separators: how texts are stored and compared. Returns: (transfer full) */
char *kon_plate_normalize (const char *text);
/* Characters that look alike made one. Returns: (transfer full) */
char *kon_plate_fold (const char *text);
gboolean kon_plate_find_or_add (KonStore *store, KonDb *db, const char *text, gint64 *out_rowid, GError **error);

/* Records (kon-record-table.c and kon-record-list.c) */

/* What a further run must know of the records that are there. */
typedef struct
{
  gint64 rowid;
  char id[37];
  char class_name[32];
  KonBox box;
  KonReviewState review;
} KonRecordPlace;

/* Living records of @image. Returns: (transfer full) (element-type KonRecordPlace) */
GArray *kon_record_list_places (KonDb *db, gint64 image, GError **error);

/* The rows that a record of one run refers to. */
typedef struct
{
  gint64 image, run, source;
  KonTimestamp added_at;
} KonRecordContext;

gboolean kon_record_add (KonStore *store, KonDb *db, const char *id, const KonDetection *detection, const KonRecordContext *context, const KonStoreRun *run, gint64 crop_bytes, GError **error);
/* The same place read again: geometry and read of @detection; id, times and source stay. @crop_bytes 0: no new crop. */
gboolean kon_record_refresh (KonStore *store, KonDb *db, gint64 rowid, const KonDetection *detection, const KonRecordContext *context, gint64 crop_bytes, GError **error);
gboolean kon_record_delete (KonStore *store, KonDb *db, gint64 rowid, gint64 deleted_us, const char *user_id, GError **error);
/* @text: the correction, normalized, or NULL. @out_found: FALSE where there is no such living record. */
gboolean kon_record_review (KonStore *store, KonDb *db, const char *id, KonReviewState state, const char *text, gint64 reviewed_us, const char *user_id, gboolean *out_found, GError **error);

/* @contains normalized or NULL. Returns: (transfer full) (element-type KonRecord) */
GPtrArray *kon_record_list (KonDb *db, const KonStoreQuery *query, const char *contains, GError **error);
/* NULL without @error where there is none. @out_detection optional. */
KonRecord *kon_record_get (KonDb *db, const char *id, KonDetection **out_detection, GError **error);
/* @out_found: the record lives; @out_has_crop: and has a crop. */
gboolean kon_record_has_crop (KonDb *db, const char *id, gboolean *out_found, gboolean *out_has_crop, GError **error);

/* Settings (kon-setting-table.c) */

/* @out_value: (transfer full), NULL where unset. */
gboolean kon_setting_get (KonDb *db, const char *key, char **out_value, GError **error);
gboolean kon_setting_set (KonStore *store, KonDb *db, const char *key, const char *value, const char *user_id, GError **error);

G_END_DECLS
