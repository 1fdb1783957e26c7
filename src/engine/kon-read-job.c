/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The batch: prepares, walks, keeps as many readings under way as there are threads, and hands results out in the order of the
 * list. What is done but waits for its turn is bounded, so one slow picture cannot pile up the rest. */
#include "config.h"

#include "kon-read-job.h"

#include "kon-engine-private.h"
#include "kon-error.h"
#include "kon-job-private.h"
#include "kon-picture-private.h"
#include "kon-read-entry.h"
#include "kon-read-prepare.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_PROVIDER "local"

/* So many pictures for each thread may be ahead of the first that is not done. */
#define AHEAD_PER_THREAD 8

struct _KonReadJob
{
  KonJob parent_instance;

  KonEngine *engine; /* while running */
  KonEngine *told;   /* the same, weak, as long as it is there: who learns of what is saved, also after a cancel */
  KonReadingPlan plan;
  char *organization_id;

  GPtrArray *inputs; /* of KonReadInput, not walked yet */
  gboolean saves, is_prepared, is_walking, is_sealed;

  GListStore *pictures;
  GPtrArray *entries; /* of KonReadEntry; NULL where handed out */
  guint n_pictures, n_done, n_failed;
  guint head;         /* the first not handed out */
  guint next;         /* the first not begun */
  guint n_under_way;
  gboolean is_pumping;
  GError *stop_error; /* saving failed: nothing new is begun, what is under way is still shown */
};

G_DEFINE_FINAL_TYPE (KonReadJob, kon_read_job, KON_TYPE_JOB)

enum
{
  SIGNAL_PICTURE_DONE,
  SIGNAL_FOLDER_EMPTY,
  SIGNAL_WARNING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void pump (KonReadJob *self);

static gboolean
is_running (KonReadJob *self)
{
  return kon_job_get_state (KON_JOB (self)) == KON_JOB_RUNNING;
}

static KonReadEntry *
get_entry (KonReadJob *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

static void
refresh_counts (KonReadJob *self)
{
  kon_job_set_counts (KON_JOB (self), self->n_pictures, self->n_done, self->n_failed);
}

/* ---- handing out */

static void
hand_out_picture (KonReadJob *self, KonReadEntry *entry)
{
  kon_read_entry_fill_picture (entry, self->saves, self->plan.wants_thumbnails);
  self->n_done++;
  if (kon_picture_get_state (entry->picture) == KON_PICTURE_FAILED)
    self->n_failed++;
  refresh_counts (self);
  if (is_running (self))
    g_signal_emit (self, signals[SIGNAL_PICTURE_DONE], 0, entry->picture);
}

static void
hand_out_empty_folder (KonReadJob *self, KonReadEntry *entry)
{
  g_autofree char *sentence = g_strdup_printf (_("No pictures were found in the folder “%s”."), entry->empty_folder_name);

  g_signal_emit (self, signals[SIGNAL_FOLDER_EMPTY], 0, entry->empty_folder, entry->empty_folder_name);
  g_signal_emit (self, signals[SIGNAL_WARNING], g_quark_from_static_string ("empty-folder"), sentence);
}

/* Hands out the first entry if it is its turn. */
static gboolean
hand_out_next (KonReadJob *self)
{
  KonReadEntry *entry = self->head < self->next ? get_entry (self, self->head) : NULL;

  if (entry == NULL || !entry->is_done)
    return FALSE;
  g_ptr_array_index (self->entries, self->head) = NULL;
  self->head++;
  if (entry->picture != NULL)
    hand_out_picture (self, entry);
  else
    hand_out_empty_folder (self, entry);
  kon_read_entry_free (entry);
  return TRUE;
}

/* ---- reading */

typedef struct
{
  KonReadJob *job;
  guint index;
} Turn;

/* No model, no reading: told once, not on each picture. */
static gboolean
is_same_for_all (const GError *error)
{
  return g_error_matches (error, KON_ERROR, KON_ERROR_MODEL) || g_error_matches (error, KON_ERROR, KON_ERROR_NEWER_VERSION);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Turn *turn = user_data;
  g_autoptr (KonReadJob) self = turn->job;
  g_autoptr (KonReadingResult) reading = NULL;
  GError *error = NULL;
  KonReadEntry *entry;

  reading = kon_reading_run_finish (result, &error);
  /* At once: it is in the history, whenever its turn comes to be handed out, and whether it still comes. */
  if (reading != NULL && reading->saved != NULL && self->told != NULL)
    kon_engine_note_change (self->told, self->organization_id);
  if (!is_running (self))
    {
      g_clear_error (&error);
      return;
    }
  self->n_under_way--;
  if (is_same_for_all (error))
    {
      kon_job_finish (KON_JOB (self), error);
      return;
    }
  if (reading != NULL && reading->save_error != NULL && self->stop_error == NULL)
    {
      self->stop_error = g_error_copy (reading->save_error);
      g_clear_pointer (&self->plan.organization, kon_organization_unref);
    }
  entry = get_entry (self, turn->index);
  entry->is_done = TRUE;
  entry->result = g_steal_pointer (&reading);
  entry->error = error;
  pump (self);
}

/* Begins readings while threads are free. */
static void
begin_readings (KonReadJob *self)
{
  guint threads = kon_engine_get_threads (self->engine);

  while (self->stop_error == NULL && self->n_under_way < threads && self->next < self->entries->len && self->next < self->head + threads * AHEAD_PER_THREAD)
    {
      guint index = self->next++;
      KonReadEntry *entry = get_entry (self, index);
      Turn *turn;

      if (entry->is_done)
        continue;
      turn = g_new0 (Turn, 1);
      turn->job = g_object_ref (self);
      turn->index = index;
      self->n_under_way++;
      kon_picture_set_reading (entry->picture, TRUE);
      kon_reading_run_async (&self->plan, entry->item, kon_job_get_cancellable (KON_JOB (self)), read_cb, turn);
    }
}

/* ---- walking */

static void
walk_steps_cb (GPtrArray *steps, gpointer user_data)
{
  KonReadJob *self = user_data;
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < steps->len; i++)
    {
      KonReadEntry *entry = kon_read_entry_new (g_ptr_array_index (steps, i));

      if (entry->picture != NULL)
        g_ptr_array_add (pictures, g_object_ref (entry->picture));
      g_ptr_array_add (self->entries, entry);
    }
  self->n_pictures += pictures->len;
  g_list_store_splice (self->pictures, g_list_model_get_n_items (G_LIST_MODEL (self->pictures)), 0, pictures->pdata, pictures->len);
  refresh_counts (self);
  pump (self);
}

static void
walked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonReadJob) self = user_data;

  /* It only fails where the job was cancelled. */
  kon_read_walk_finish (result, NULL);
  self->is_walking = FALSE;
  pump (self);
}

static void
start_walk (KonReadJob *self)
{
  GPtrArray *inputs;

  if (self->is_walking || self->inputs->len == 0 || self->stop_error != NULL)
    return;
  inputs = g_steal_pointer (&self->inputs);
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_read_input_free);
  self->is_walking = TRUE;
  kon_read_walk_async (kon_engine_get_workers (self->engine, KON_POOL_WALK), inputs, walk_steps_cb, kon_job_get_cancellable (KON_JOB (self)),
                       walked_cb, g_object_ref (self));
}

/* ---- the whole */

static gboolean
is_all_read (KonReadJob *self)
{
  return self->is_sealed && !self->is_walking && self->inputs->len == 0 && self->head == self->entries->len;
}

/* Does all that can be done now. Called whenever something changed; handlers of our signals may call it too. */
static void
pump (KonReadJob *self)
{
  if (self->is_pumping || !self->is_prepared || !is_running (self))
    return;
  g_object_ref (self);
  self->is_pumping = TRUE;
  start_walk (self);
  begin_readings (self);
  while (is_running (self) && hand_out_next (self) && is_running (self))
    begin_readings (self);
  if (is_running (self))
    start_walk (self);
  self->is_pumping = FALSE;

  if (is_running (self) && self->stop_error != NULL && self->n_under_way == 0)
    kon_job_finish (KON_JOB (self), g_steal_pointer (&self->stop_error));
  else if (is_running (self) && is_all_read (self))
    kon_job_finish (KON_JOB (self), NULL);
  g_object_unref (self);
}

static KonKeep
keep_from_originals (KonOriginals originals)
{
  switch (originals)
    {
    case KON_ORIGINALS_CROPS:
      return KON_KEEP_CROPS;
    case KON_ORIGINALS_REFER:
      return KON_KEEP_REFER;
    case KON_ORIGINALS_COPY:
    default:
      return KON_KEEP_COPY;
    }
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonReadJob) self = user_data;
  g_autoptr (KonReadPreparation) preparation = NULL;
  GError *error = NULL;

  preparation = kon_read_prepare_finish (result, &error);
  if (preparation == NULL)
    {
      kon_job_finish (KON_JOB (self), error);
      return;
    }
  if (!is_running (self))
    return;
  self->plan.detector = g_steal_pointer (&preparation->detector);
  self->plan.organization = g_steal_pointer (&preparation->organization);
  self->plan.keep = keep_from_originals (preparation->settings.originals);
  if (self->plan.max_megapixels == 0)
    self->plan.max_megapixels = preparation->settings.max_megapixels;
  if (self->plan.regions == NULL)
    self->plan.regions = g_strdup (preparation->settings.regions);
  self->plan.options.regions = self->plan.regions;
  self->is_prepared = TRUE;
  if (preparation->is_space_low)
    g_signal_emit (self, signals[SIGNAL_WARNING], g_quark_from_static_string ("low-space"),
                   _("Less than 1 GB is free where the history is kept. Free some space soon, or pictures can no longer be saved."));
  pump (self);
}

static char *
kon_read_job_make_status_text (KonJob *job)
{
  KonReadJob *self = KON_READ_JOB (job);
  g_autofree char *main_part = NULL;
  g_autofree char *failed_part = NULL;
  guint n_read = self->n_pictures - MIN (self->n_failed, self->n_pictures);

  switch (kon_job_get_state (job))
    {
    case KON_JOB_FAILED:
      return g_strdup (kon_job_get_error (job)->message);
    case KON_JOB_CANCELLED:
      main_part = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Cancelled after %u of %u picture", "Cancelled after %u of %u pictures", self->n_pictures),
                                   self->n_done, self->n_pictures);
      break;
    case KON_JOB_DONE:
      main_part = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture read", "%u pictures read", n_read), n_read);
      break;
    case KON_JOB_RUNNING:
    default:
      if (self->n_pictures == 0)
        return g_strdup (_("Looking for pictures…"));
      main_part = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Reading %u of %u picture", "Reading %u of %u pictures", self->n_pictures),
                                   MIN (self->n_done + 1, self->n_pictures), self->n_pictures);
    }
  if (self->n_failed == 0)
    return g_steal_pointer (&main_part);
  failed_part = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u could not be opened", "%u could not be opened", self->n_failed), self->n_failed);
  /* TRANSLATORS: two halves of a sentence: "Reading 12 of 340 pictures", "2 could not be opened". */
  return g_strdup_printf (_("%s, %s"), main_part, failed_part);
}

static void
kon_read_job_ended (KonJob *job)
{
  KonReadJob *self = KON_READ_JOB (job);
  g_autoptr (KonEngine) engine = g_steal_pointer (&self->engine);

  for (guint i = self->head; i < self->next; i++)
    if (get_entry (self, i)->picture != NULL)
      kon_picture_set_reading (get_entry (self, i)->picture, FALSE);
  g_ptr_array_set_size (self->entries, 0);
  g_ptr_array_set_size (self->inputs, 0);
  self->head = self->next = 0;
  g_clear_pointer (&self->plan.organization, kon_organization_unref);
  kon_engine_remove_job (engine, job);
}

static void
kon_read_job_finalize (GObject *object)
{
  KonReadJob *self = KON_READ_JOB (object);

  g_clear_object (&self->engine);
  g_clear_weak_pointer (&self->told);
  g_clear_object (&self->plan.detector);
  g_clear_pointer (&self->plan.options.roi, kon_roi_set_unref);
  g_clear_pointer (&self->plan.organization, kon_organization_unref);
  g_free (self->plan.user_id);
  g_free (self->plan.regions);
  g_free (self->organization_id);
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->entries);
  g_object_unref (self->pictures);
  g_clear_error (&self->stop_error);
  G_OBJECT_CLASS (kon_read_job_parent_class)->finalize (object);
}

static void
kon_read_job_class_init (KonReadJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KonJobClass *job_class = KON_JOB_CLASS (klass);

  object_class->finalize = kon_read_job_finalize;
  job_class->make_status_text = kon_read_job_make_status_text;
  job_class->ended = kon_read_job_ended;

  signals[SIGNAL_PICTURE_DONE] = g_signal_new ("picture-done", KON_TYPE_READ_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, KON_TYPE_PICTURE);
  signals[SIGNAL_FOLDER_EMPTY] = g_signal_new ("folder-empty", KON_TYPE_READ_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_STRING);
  signals[SIGNAL_WARNING] = g_signal_new ("warning", KON_TYPE_READ_JOB, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kon_read_job_init (KonReadJob *self)
{
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_read_input_free);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_read_entry_free);
  self->pictures = g_list_store_new (KON_TYPE_PICTURE);
}

KonReadJob *
kon_engine_read (KonEngine *engine, KonSession *session, const KonReadOptions *options, const char *provider)
{
  KonReadJob *self;

  g_return_val_if_fail (KON_IS_ENGINE (engine) && KON_IS_SESSION (session), NULL);
  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (KON_TYPE_READ_JOB, NULL);
  self->engine = g_object_ref (engine);
  g_set_weak_pointer (&self->told, engine);
  self->saves = options->save;
  self->organization_id = g_strdup (kon_session_get_organization_id (session));
  self->plan.workers = kon_engine_get_workers (engine, KON_POOL_READ);
  self->plan.user_id = g_strdup (kon_session_get_user_id (session));
  self->plan.wants_thumbnails = !options->skip_thumbnails;
  self->plan.max_megapixels = options->max_megapixels;
  self->plan.regions = g_strdup (options->regions);
  self->plan.options = (KonDetectOptions){ options->crops, options->min_confidence, options->save || !options->skip_thumbnails, NULL };
  if (options->roi != NULL && !options->crops)
    self->plan.options.roi = kon_roi_set_ref (options->roi);
  kon_job_set_title (KON_JOB (self), _("Reading pictures"));
  refresh_counts (self);
  kon_engine_add_job (engine, KON_JOB (self));

  kon_read_prepare_async (engine, session, provider != NULL ? provider : DEFAULT_PROVIDER, options->save, kon_job_get_cancellable (KON_JOB (self)),
                          prepared_cb, g_object_ref (self));
  return self;
}

void
kon_read_job_add_file (KonReadJob *self, GFile *file, const char *name)
{
  g_return_if_fail (KON_IS_READ_JOB (self) && G_IS_FILE (file));

  if (!is_running (self) || self->is_sealed)
    return;
  g_ptr_array_add (self->inputs, kon_read_input_new (file, NULL, name));
  pump (self);
}

void
kon_read_job_add_bytes (KonReadJob *self, GBytes *bytes, const char *name)
{
  g_return_if_fail (KON_IS_READ_JOB (self) && bytes != NULL && name != NULL);

  if (!is_running (self) || self->is_sealed)
    return;
  g_ptr_array_add (self->inputs, kon_read_input_new (NULL, bytes, name));
  pump (self);
}

void
kon_read_job_seal (KonReadJob *self)
{
  g_return_if_fail (KON_IS_READ_JOB (self));

  self->is_sealed = TRUE;
  pump (self);
}

GListModel *
kon_read_job_get_pictures (KonReadJob *self)
{
  g_return_val_if_fail (KON_IS_READ_JOB (self), NULL);
  return G_LIST_MODEL (self->pictures);
}
