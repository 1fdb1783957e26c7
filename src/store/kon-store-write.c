/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A run comes in: files and rows together. In three steps, so that a process may be killed at any moment: the leases are
 * committed, then one transaction writes the files and the rows that name them and ends the leases. Where that fails, what was
 * written is removed; where the process is killed, the next one removes it.
 * The caller's thread leads; what touches the database or files is a task on the writer thread. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kon-error.h"
#include "kon-run-match-private.h"

#define MAX_TRIES 5
#define MAX_DETECTIONS 1000

/* One kon_store_add_run(). */
typedef struct
{
  KonStore *store;
  const KonStoreRun *run;
  KonStoreRun stamped; /* the run with a time to sort by */
  KonTimestamp now;
  char *image_id;      /* of the picture that is there, or for the new one */
  GPtrArray *new_ids;  /* one for each detection, used where it is no known place */
  GArray *leases;      /* of KonLease */
  gboolean must_retry; /* another process was faster: begin again */
  KonStoreRunResult *result;
} Addition;

void
kon_store_run_result_free (KonStoreRunResult *result)
{
  if (result == NULL)
    return;
  g_free (result->image_id);
  g_clear_pointer (&result->record_ids, g_ptr_array_unref);
  g_free (result);
}

static GBytes *
get_crop (const KonStoreRun *run, guint i)
{
  return run->crops != NULL ? g_ptr_array_index (run->crops, i) : NULL;
}

static gboolean
wants_original (const KonStoreRun *run, const KonImageRow *image)
{
  return run->keep == KON_KEEP_COPY && run->original != NULL && !image->has_original;
}

/* Whether thumbnail and crops are all that will be left; else they could be made again, and need not be synced to disk. */
static gboolean
is_only_trace (const KonStoreRun *run)
{
  return run->keep == KON_KEEP_CROPS;
}

/* Leases */

static gboolean
take_lease (Addition *addition, KonDb *db, KonStoreFolder folder, const char *id, GError **error)
{
  KonLease lease = { 0, folder, g_strdup (id) };

  if (!kon_lease_take (addition->store, db, &lease, error))
    {
      kon_lease_clear (&lease);
      return FALSE;
    }
  g_array_append_val (addition->leases, lease);
  return TRUE;
}

/* Crops may be written for new records and for those that are there. */
static gboolean
take_crop_leases (Addition *addition, KonDb *db, const KonImageRow *image, GError **error)
{
  const KonStoreRun *run = addition->run;
  g_autoptr (GArray) places = NULL;

  if (run->crops == NULL)
    return TRUE;
  for (guint i = 0; i < run->detections->len; i++)
    if (get_crop (run, i) != NULL
        && !take_lease (addition, db, KON_STORE_SMALL, g_ptr_array_index (addition->new_ids, i), error))
      return FALSE;
  if (image->rowid == 0)
    return TRUE;
  places = kon_record_list_places (db, image->rowid, error);
  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      const KonRecordPlace *place = &g_array_index (places, KonRecordPlace, i);

      if (place->review == KON_REVIEW_UNREVIEWED && kon_id_is_valid (place->id)
          && !take_lease (addition, db, KON_STORE_SMALL, place->id, error))
        return FALSE;
    }
  return places != NULL;
}

/* Time and ids are asked for here and not by the caller's thread, so that they ascend in the order of writing. */
static void
stamp (Addition *addition)
{
  KonClock *clock = addition->store->clock;
  KonStoreRun *run = &addition->stamped;

  addition->now = kon_timestamp_from_unix (kon_clock_now_us (clock), KON_TIME_CLOCK);
  /* A picture of unknown time stands in the history where it was added. */
  if (run->seen_at.origin == KON_TIME_UNKNOWN)
    {
      run->seen_at = addition->now;
      run->seen_at.origin = KON_TIME_UNKNOWN;
    }
  g_free (addition->image_id);
  addition->image_id = kon_clock_new_random_id (clock);
  g_ptr_array_set_size (addition->new_ids, 0);
  for (guint i = 0; i < run->detections->len; i++)
    g_ptr_array_add (addition->new_ids, kon_clock_new_record_id (clock));
}

/* First transaction: which files may come. */
static gboolean
lease_task (KonDb *db, gpointer data, GError **error)
{
  Addition *addition = data;
  const KonStoreRun *run = addition->run;
  g_auto (KonImageRow) image = { 0 };

  KON_STORE_ASSERT_WRITER (addition->store);

  g_array_set_size (addition->leases, 0);
  addition->must_retry = FALSE;
  stamp (addition);
  if (!kon_image_find_by_sha256 (db, run->sha256, &image, error))
    return FALSE;
  if (image.rowid != 0)
    {
      g_free (addition->image_id);
      addition->image_id = g_strdup (image.id);
    }
  if (wants_original (run, &image) && !take_lease (addition, db, KON_STORE_ORIGINAL, addition->image_id, error))
    return FALSE;
  if (run->thumbnail != NULL && !image.has_thumbnail
      && !take_lease (addition, db, KON_STORE_SMALL, addition->image_id, error))
    return FALSE;
  return take_crop_leases (addition, db, &image, error);
}

/* Ends the lease for one file, if this addition has it. */
static gboolean
release_lease (Addition *addition, KonDb *db, KonStoreFolder folder, const char *id, gboolean *out_held, GError **error)
{
  *out_held = FALSE;
  for (guint i = 0; i < addition->leases->len; i++)
    {
      const KonLease *lease = &g_array_index (addition->leases, KonLease, i);

      if (lease->folder == folder && g_str_equal (lease->id, id))
        return kon_lease_release (addition->store, db, lease, out_held, error);
    }
  return TRUE;
}

/* Another process was faster; what it did must be looked at from the start. */
static gboolean
begin_again (Addition *addition, GError **error)
{
  addition->must_retry = TRUE;
  g_set_error_literal (error, KON_ERROR, KON_ERROR_BUSY,
                       _ ("Another program keeps changing the same picture. Read the picture again."));
  return FALSE;
}

static gboolean
write_leased_file (Addition *addition, KonDb *db, KonStoreFolder folder, const char *id, GBytes *bytes, gboolean durable,
                   GError **error)
{
  gboolean held;

  if (!release_lease (addition, db, folder, id, &held, error))
    return FALSE;
  if (!held)
    return begin_again (addition, error);
  return kon_store_file_write (addition->store, folder, id, bytes, durable, error);
}

static gboolean
release_unused_leases (Addition *addition, KonDb *db, GError **error)
{
  for (guint i = 0; i < addition->leases->len; i++)
    {
      const KonLease *lease = &g_array_index (addition->leases, KonLease, i);

      if (!kon_lease_release (addition->store, db, lease, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* After a failure: nothing stays behind. */
static gboolean
sweep_task (KonDb *db, gpointer data, GError **error)
{
  Addition *addition = data;

  for (guint i = 0; i < addition->leases->len; i++)
    {
      const KonLease *lease = &g_array_index (addition->leases, KonLease, i);

      if (!kon_lease_sweep_one (addition->store, db, lease, error))
        return FALSE;
    }
  return TRUE;
}

/* Rows */

/* Picture, files of the picture, run. Fills in @context. */
static gboolean
add_image_and_run (Addition *addition, KonDb *db, KonImageRow *image, KonRecordContext *context, GError **error)
{
  KonStore *store = addition->store;
  const KonStoreRun *run = addition->run;
  gint64 more_bytes = 0;

  if (!kon_source_find_or_add (store, db, run->source_uri, run->source_name, &context->source, error))
    return FALSE;
  if (image->rowid == 0)
    {
      image->id = g_strdup (addition->image_id);
      if (!kon_image_add (store, db, image, run, context->source, &addition->now, error))
        return FALSE;
    }
  if (wants_original (run, image))
    {
      if (!write_leased_file (addition, db, KON_STORE_ORIGINAL, image->id, run->original, TRUE, error))
        return FALSE;
      image->has_original = TRUE;
      more_bytes += kon_store_file_size (run->original);
    }
  if (run->thumbnail != NULL && !image->has_thumbnail)
    {
      if (!write_leased_file (addition, db, KON_STORE_SMALL, image->id, run->thumbnail, is_only_trace (run), error))
        return FALSE;
      image->has_thumbnail = TRUE;
      more_bytes += kon_store_file_size (run->thumbnail);
    }
  context->image = image->rowid;
  context->added_at = addition->now;
  return kon_image_update (store, db, image, run, context->source, more_bytes, error)
         && kon_run_add (store, db, image->rowid, run, context->source, &addition->now, &context->run, error);
}

/* One detection: a new record, or the place it matches read again. */
static gboolean
add_detection (Addition *addition, KonDb *db, guint i, const KonRecordPlace *place, const KonRecordContext *context,
               GError **error)
{
  const KonDetection *detection = g_ptr_array_index (addition->run->detections, i);
  const char *id = place != NULL ? place->id : g_ptr_array_index (addition->new_ids, i);
  GBytes *crop = get_crop (addition->run, i);
  gint64 crop_bytes = 0;

  g_ptr_array_add (addition->result->record_ids, g_strdup (id));
  if (place != NULL && place->review != KON_REVIEW_UNREVIEWED)
    return TRUE;
  if (crop != NULL)
    {
      if (!write_leased_file (addition, db, KON_STORE_SMALL, id, crop, is_only_trace (addition->run), error))
        return FALSE;
      crop_bytes = kon_store_file_size (crop);
    }
  if (place != NULL)
    return kon_record_refresh (addition->store, db, place->rowid, detection, context, crop_bytes, error);
  return kon_record_add (addition->store, db, id, detection, context, addition->run, crop_bytes, error);
}

static gboolean
add_records (Addition *addition, KonDb *db, const KonRecordContext *context, GError **error)
{
  g_autoptr (GArray) places = kon_record_list_places (db, context->image, error);
  g_autofree int *matches = NULL;
  g_autofree gboolean *seen = NULL;

  if (places == NULL)
    return FALSE;
  matches = kon_run_match (addition->run->detections, places);
  seen = g_new0 (gboolean, places->len + 1);
  for (guint i = 0; i < addition->run->detections->len; i++)
    {
      const KonRecordPlace *place = matches[i] >= 0 ? &g_array_index (places, KonRecordPlace, matches[i]) : NULL;

      if (place != NULL)
        seen[matches[i]] = TRUE;
      if (!add_detection (addition, db, i, place, context, error))
        return FALSE;
    }
  for (guint i = 0; !addition->run->is_partial && i < places->len; i++)
    {
      const KonRecordPlace *place = &g_array_index (places, KonRecordPlace, i);

      if (!seen[i] && place->review == KON_REVIEW_UNREVIEWED
          && !kon_record_delete (addition->store, db, place->rowid, addition->now.unix_us, addition->run->user_id, error))
        return FALSE;
    }
  return TRUE;
}

/* Second transaction: files and rows. */
static gboolean
add_task (KonDb *db, gpointer data, GError **error)
{
  Addition *addition = data;
  g_auto (KonImageRow) image = { 0 };
  KonRecordContext context = { 0 };

  KON_STORE_ASSERT_WRITER (addition->store);

  if (!kon_image_find_by_sha256 (db, addition->run->sha256, &image, error))
    return FALSE;
  if (image.rowid != 0 && g_strcmp0 (image.id, addition->image_id) != 0)
    return begin_again (addition, error); /* the same picture was added since the leases were taken */

  g_clear_pointer (&addition->result, kon_store_run_result_free);
  addition->result = g_new0 (KonStoreRunResult, 1);
  addition->result->record_ids = g_ptr_array_new_with_free_func (g_free);
  addition->result->image_id = g_strdup (addition->image_id);
  addition->result->known = image.rowid != 0;
  return add_image_and_run (addition, db, &image, &context, error)
         && add_records (addition, db, &context, error)
         && release_unused_leases (addition, db, error);
}

static gboolean
is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
check_run (const KonStoreRun *run, GError **error)
{
  const char *fault = NULL;

  if (!is_sha256 (run->sha256))
    fault = _ ("its checksum is missing");
  else if (run->width <= 0 || run->height <= 0)
    fault = _ ("it has no size");
  else if (run->detections->len > MAX_DETECTIONS)
    fault = _ ("too much was found on it");
  if (fault != NULL)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _ ("The picture “%s” cannot be stored: %s."),
                   run->source_name != NULL ? run->source_name : "", fault);
      return FALSE;
    }
  return TRUE;
}

/* Until it is in, or fails for another reason than another process. */
static gboolean
add_with_retries (Addition *addition, GError **error)
{
  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (!kon_store_write (addition->store, lease_task, addition, error))
        return FALSE;
      if (kon_store_write (addition->store, add_task, addition, &local_error))
        return TRUE;
      /* What cannot be swept now is swept when the store is opened next. */
      kon_store_write (addition->store, sweep_task, addition, NULL);
      if (!addition->must_retry || i == MAX_TRIES - 1)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  g_assert_not_reached ();
}

KonStoreRunResult *
kon_store_add_run (KonStore *store, const KonStoreRun *run, GError **error)
{
  Addition addition = { .store = store, .stamped = *run };
  gboolean added;

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (run->detections != NULL, NULL);
  g_return_val_if_fail (run->crops == NULL || run->crops->len == run->detections->len, NULL);

  if (!check_run (run, error))
    return NULL;
  addition.run = &addition.stamped;
  addition.new_ids = g_ptr_array_new_with_free_func (g_free);
  addition.leases = g_array_new (FALSE, FALSE, sizeof (KonLease));
  g_array_set_clear_func (addition.leases, (GDestroyNotify) kon_lease_clear);

  added = add_with_retries (&addition, error);

  g_array_unref (addition.leases);
  g_ptr_array_unref (addition.new_ids);
  g_free (addition.image_id);
  if (!added)
    g_clear_pointer (&addition.result, kon_store_run_result_free);
  return addition.result;
}
