/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the store answers: pictures as bytes, records, counts, settings, usage; and the small writes review and setting.
 * The caller's thread; the database is asked on a reader's or the writer's. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-tables-private.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <glib/gi18n-lib.h>

#include "kon-error.h"

#define MAX_PAGE 1000
#define MAX_CONTAINS 64       /* bytes of a search text */
#define MAX_CORRECTION 32     /* characters of a plate */
#define MAX_SETTING_KEY 128
#define MAX_SETTING_VALUE (1 << 20)

/* One question with its answer; each task uses the members it needs. */
typedef struct
{
  KonStore *store;
  const char *id;
  const char *text;
  const char *user_id;
  KonReviewState state;
  const KonStoreQuery *query;
  KonStoreUsage *usage;

  KonImageRow image;
  KonRecord *record;
  KonDetection *detection;
  gboolean wants_detection;
  GPtrArray *records;
  char *value;
  gboolean found;
  gboolean has_crop;
} Question;

/* Ids come from outside and become part of a path or a query. */
static gboolean
check_id (const char *id, const char *message, GError **error)
{
  if (kon_id_is_valid (id))
    return TRUE;
  g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND, message);
  return FALSE;
}

#define NO_SUCH_PICTURE _ ("There is no such picture in the history. It may have been removed.")
#define NO_SUCH_RECORD _ ("There is no such record in the history. It may have been removed.")

/* Pictures */

static gboolean
find_image_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;

  return kon_image_find_by_id (db, question->id, &question->image, error);
}

static gboolean
find_image (KonStore *store, const char *image_id, KonImageRow *out, GError **error)
{
  Question question = { .id = image_id };

  if (!check_id (image_id, NO_SUCH_PICTURE, error)
      || !kon_store_read (store, find_image_task, &question, NULL, error))
    return FALSE;
  *out = question.image;
  return out->rowid != 0 || check_id (NULL, NO_SUCH_PICTURE, error);
}

GBytes *
kon_store_load_original (KonStore *store, const char *image_id, char **out_uri, GError **error)
{
  g_auto (KonImageRow) image = { 0 };

  g_return_val_if_fail (store != NULL && image_id != NULL, NULL);

  if (out_uri != NULL)
    *out_uri = NULL;
  if (!find_image (store, image_id, &image, error))
    return NULL;
  if (out_uri != NULL)
    *out_uri = g_strdup (image.uri);
  if (!image.has_original)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND,
                           _ ("The original of this picture was not copied into the history. Open the file itself."));
      return NULL;
    }
  return kon_store_file_read (store, KON_STORE_ORIGINAL, image_id, error);
}

GBytes *
kon_store_load_thumbnail (KonStore *store, const char *image_id, GError **error)
{
  g_auto (KonImageRow) image = { 0 };

  g_return_val_if_fail (store != NULL && image_id != NULL, NULL);

  if (!find_image (store, image_id, &image, error))
    return NULL;
  if (!image.has_thumbnail)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND, _ ("This picture has no small picture in the history."));
      return NULL;
    }
  return kon_store_file_read (store, KON_STORE_SMALL, image_id, error);
}

static gboolean
find_crop_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;

  return kon_record_has_crop (db, question->id, &question->found, &question->has_crop, error);
}

GBytes *
kon_store_load_crop (KonStore *store, const char *record_id, GError **error)
{
  Question question = { .id = record_id };

  g_return_val_if_fail (store != NULL && record_id != NULL, NULL);

  if (!check_id (record_id, NO_SUCH_RECORD, error) || !kon_store_read (store, find_crop_task, &question, NULL, error))
    return NULL;
  if (!question.found || !question.has_crop)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND,
                           question.found ? _ ("This record has no picture of its plate.") : NO_SUCH_RECORD);
      return NULL;
    }
  return kon_store_file_read (store, KON_STORE_SMALL, record_id, error);
}

/* Records */

static gboolean
list_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;

  question->records = kon_record_list (db, question->query, question->text, error);
  return question->records != NULL;
}

GPtrArray *
kon_store_list_records (KonStore *store, const KonStoreQuery *query, GCancellable *cancellable, GError **error)
{
  g_autofree char *contains = NULL;
  KonStoreQuery bounded = *query;
  Question question = { .query = &bounded };

  g_return_val_if_fail (store != NULL, NULL);

  bounded.limit = CLAMP (query->limit, 1, MAX_PAGE);
  if (query->contains != NULL)
    contains = kon_plate_normalize (query->contains);
  /* No plate is that long. */
  if (contains != NULL && strlen (contains) > MAX_CONTAINS)
    return g_ptr_array_new_with_free_func (g_object_unref);
  /* Only separators: as good as nothing typed. */
  question.text = contains != NULL && contains[0] != '\0' ? contains : NULL;

  if (!kon_store_read (store, list_task, &question, cancellable, error))
    {
      g_clear_pointer (&question.records, g_ptr_array_unref);
      return NULL;
    }
  return question.records;
}

static gboolean
get_record_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (GError) local_error = NULL;

  question->record = kon_record_get (db, question->id, question->wants_detection ? &question->detection : NULL, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

KonRecord *
kon_store_get_record (KonStore *store, const char *record_id, KonDetection **out_detection, GError **error)
{
  Question question = { .id = record_id, .wants_detection = out_detection != NULL };

  g_return_val_if_fail (store != NULL && record_id != NULL, NULL);

  if (!check_id (record_id, NO_SUCH_RECORD, error) || !kon_store_read (store, get_record_task, &question, NULL, error))
    return NULL;
  if (question.record == NULL)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_NOT_FOUND, NO_SUCH_RECORD);
      return NULL;
    }
  if (out_detection != NULL)
    *out_detection = question.detection;
  return question.record;
}

static gboolean
review_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;
  gint64 now = kon_clock_now_us (question->store->clock);

  return kon_record_review (question->store, db, question->id, question->state, question->text, now, question->user_id,
                            &question->found, error);
}

gboolean
kon_store_review (KonStore *store, const char *record_id, KonReviewState state, const char *text, const char *user_id,
                  GError **error)
{
  g_autofree char *correction = NULL;
  Question question = { .store = store, .id = record_id, .state = state, .user_id = user_id };

  g_return_val_if_fail (store != NULL && record_id != NULL, FALSE);

  if (!check_id (record_id, NO_SUCH_RECORD, error))
    return FALSE;
  if (state == KON_REVIEW_CORRECTED)
    {
      correction = kon_plate_normalize (text != NULL ? text : "");
      if (correction[0] == '\0' || g_utf8_strlen (correction, -1) > MAX_CORRECTION)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_FAILED,
                       _ ("“%s” cannot be the text of a plate. Enter 1 to %d letters and digits."), text != NULL ? text : "",
                       MAX_CORRECTION);
          return FALSE;
        }
      question.text = correction;
    }
  if (!kon_store_write (store, review_task, &question, error))
    return FALSE;
  return question.found || check_id (NULL, NO_SUCH_RECORD, error);
}

/* Settings */

static gboolean
get_setting_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;

  return kon_setting_get (db, question->id, &question->value, error);
}

char *
kon_store_get_setting (KonStore *store, const char *key, GError **error)
{
  Question question = { .id = key };

  g_return_val_if_fail (store != NULL && key != NULL, NULL);

  return kon_store_read (store, get_setting_task, &question, NULL, error) ? question.value : NULL;
}

static gboolean
set_setting_task (KonDb *db, gpointer data, GError **error)
{
  Question *question = data;

  return kon_setting_set (question->store, db, question->id, question->text, question->user_id, error);
}

gboolean
kon_store_set_setting (KonStore *store, const char *key, const char *value, const char *user_id, GError **error)
{
  Question question = { .store = store, .id = key, .text = value, .user_id = user_id };

  g_return_val_if_fail (store != NULL && key != NULL && value != NULL, FALSE);

  if (strlen (key) > MAX_SETTING_KEY || strlen (value) > MAX_SETTING_VALUE)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE, _ ("The setting “%.*s” is too large to be stored."), MAX_SETTING_KEY, key);
      return FALSE;
    }
  return kon_store_write (store, set_setting_task, &question, error);
}

/* Space */

static gboolean
usage_task (KonDb *db, gpointer data, GError **error)
{
  KonStoreUsage *usage = ((Question *) data)->usage;

  return kon_total_get (db, "images", &usage->n_images, error) && kon_total_get (db, "records", &usage->n_records, error)
         && kon_total_get (db, "bytes", &usage->image_bytes, error);
}

static gint64
size_of_file (const char *path, const char *ending)
{
  g_autofree char *file = g_strconcat (path, ending, NULL);
  struct stat status;

  return stat (file, &status) == 0 ? status.st_size : 0;
}

gboolean
kon_store_get_usage (KonStore *store, KonStoreUsage *out, GCancellable *cancellable, GError **error)
{
  Question question = { .usage = out };
  struct statvfs file_system;

  g_return_val_if_fail (store != NULL && out != NULL, FALSE);

  *out = (KonStoreUsage) { 0 };
  if (!kon_store_read (store, usage_task, &question, cancellable, error))
    return FALSE;
  out->database_bytes = size_of_file (store->database_path, "") + size_of_file (store->database_path, "-wal");
  if (statvfs (store->directory, &file_system) == 0)
    out->free_bytes = (gint64) (file_system.f_bavail * file_system.f_frsize);
  return TRUE;
}
