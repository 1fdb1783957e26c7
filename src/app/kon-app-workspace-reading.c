/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWorkspacePage, the reading: each opening is a job of its own, so that a photo opened while a folder is read does not
 * wait for the folder's end. */
#include "config.h"

#include "kon-app-workspace-page-private.h"

#include <glib/gi18n.h>

/* What was opened at once: kept with its job, to be read again where that ends early. */
typedef struct
{
  GPtrArray *files; /* of GFile */
  GBytes *bytes;    /* or one pasted picture */
  char *name;
} Batch;

/* Why a picture was not read, and what it takes to read it after all: kept with the picture once its job has ended early. Not
 * the job itself: it holds its pictures. */
typedef struct
{
  const char *title;
  char *reason;
  GBytes *bytes; /* of a pasted picture, as in its batch */
  char *name;
} Rest;

#define BATCH_KEY "kon-app-batch"
#define REST_KEY "kon-app-rest"

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->files = g_ptr_array_new_with_free_func (g_object_unref);
  return batch;
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->files);
  g_clear_pointer (&batch->bytes, g_bytes_unref);
  g_free (batch->name);
  g_free (batch);
}

static Batch *
batch_copy (Batch *batch)
{
  Batch *copy = batch_new ();

  for (guint i = 0; i < batch->files->len; i++)
    g_ptr_array_add (copy->files, g_object_ref (g_ptr_array_index (batch->files, i)));
  copy->bytes = batch->bytes ? g_bytes_ref (batch->bytes) : NULL;
  copy->name = g_strdup (batch->name);
  return copy;
}

static void
rest_free (gpointer data)
{
  Rest *rest = data;

  g_free (rest->reason);
  g_clear_pointer (&rest->bytes, g_bytes_unref);
  g_free (rest->name);
  g_free (rest);
}

static Rest *
rest_new (KonJob *job)
{
  const GError *error = kon_job_get_error (job);
  const Batch *batch = g_object_get_data (G_OBJECT (job), BATCH_KEY);
  Rest *rest = g_new0 (Rest, 1);

  rest->title = g_error_matches (error, KON_ERROR, KON_ERROR_MODEL) ? _ ("The plate reader is not complete") : _ ("Not read");
  rest->reason = g_strdup (error ? error->message : _ ("Reading was cancelled before it came to this picture."));
  rest->bytes = batch->bytes ? g_bytes_ref (batch->bytes) : NULL;
  rest->name = g_strdup (batch->name);
  return rest;
}

/* ---- a job's signals */

static void
pictures_added_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  KonAppWorkspacePage *self = user_data;
  guint first = g_list_model_get_n_items (G_LIST_MODEL (self->pictures));
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (pictures, g_list_model_get_item (model, position + i));
  g_list_store_splice (self->pictures, first, 0, pictures->pdata, pictures->len);
  if (position == 0 && added > 0)
    kon_app_workspace_page_select (self, first);
  kon_app_workspace_page_update (self);
}

static void
job_warning_cb (KonReadJob *job, const char *sentence, KonAppWorkspacePage *self)
{
  kon_app_page_say (KON_APP_PAGE (self), sentence);
}

static void
job_finished_cb (KonReadJob *job, KonAppWorkspacePage *self)
{
  GListModel *pictures = kon_read_job_get_pictures (job);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (KonPicture) picture = g_list_model_get_item (pictures, i);
      KonPictureState state = kon_picture_get_state (picture);

      if (state != KON_PICTURE_DONE && state != KON_PICTURE_FAILED)
        g_object_set_data_full (G_OBJECT (picture), REST_KEY, rest_new (KON_JOB (job)), rest_free);
    }
  g_signal_handlers_disconnect_by_data (pictures, self);
  g_signal_handlers_disconnect_by_data (job, self);
  if (kon_job_get_state (KON_JOB (job)) == KON_JOB_FAILED && g_list_model_get_n_items (pictures) == 0)
    g_set_object (&self->failed, job);
  g_ptr_array_remove (self->jobs, job); /* may have been the last reference of the page */
  kon_app_workspace_page_update (self);
}

static void
start_batch (KonAppWorkspacePage *self, Batch *batch)
{
  KonAppPage *page = KON_APP_PAGE (self);
  KonReadOptions options = { .save = kon_app_page_get_session_error (page) == NULL };
  KonReadJob *job;
  GListModel *pictures;

  if (!kon_app_page_get_session (page))
    {
      g_ptr_array_add (self->waiting, batch);
      kon_app_workspace_page_update (self);
      return;
    }

  g_clear_object (&self->failed);
  job = kon_engine_read (kon_app_page_get_engine (page), kon_app_page_get_session (page), &options, NULL);
  pictures = kon_read_job_get_pictures (job);
  g_ptr_array_add (self->jobs, job);
  g_object_set_data_full (G_OBJECT (job), BATCH_KEY, batch, batch_free);
  g_signal_connect (pictures, "items-changed", G_CALLBACK (pictures_added_cb), self);
  g_signal_connect (job, "warning", G_CALLBACK (job_warning_cb), self);
  g_signal_connect (job, "finished", G_CALLBACK (job_finished_cb), self);

  for (guint i = 0; i < batch->files->len; i++)
    kon_read_job_add_file (job, g_ptr_array_index (batch->files, i), NULL);
  if (batch->bytes)
    kon_read_job_add_bytes (job, batch->bytes, batch->name);
  kon_read_job_seal (job);

  kon_app_page_announce_job (page, KON_JOB (job));
  kon_app_workspace_page_update (self);
}

void
kon_app_workspace_page_open_files (KonAppWorkspacePage *self, GFile **files, guint n_files)
{
  Batch *batch;

  g_return_if_fail (KON_APP_IS_WORKSPACE_PAGE (self));

  batch = batch_new ();
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (batch->files, g_object_ref (files[i]));
  start_batch (self, batch);
}

void
kon_app_workspace_page_open_bytes (KonAppWorkspacePage *self, GBytes *bytes, const char *name)
{
  Batch *batch;

  g_return_if_fail (KON_APP_IS_WORKSPACE_PAGE (self));

  batch = batch_new ();
  batch->bytes = g_bytes_ref (bytes);
  batch->name = g_strdup (name);
  start_batch (self, batch);
}

void
kon_app_workspace_page_start_waiting (KonAppWorkspacePage *self)
{
  while (self->waiting->len > 0 && kon_app_page_get_session (KON_APP_PAGE (self)))
    start_batch (self, g_ptr_array_steal_index (self->waiting, 0));
}

void
kon_app_workspace_page_init_reading (KonAppWorkspacePage *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (batch_free);
}

/* ---- what ended early */

static const Rest *
get_rest (KonPicture *picture)
{
  return g_object_get_data (G_OBJECT (picture), REST_KEY);
}

gboolean
kon_app_workspace_page_was_left (KonAppWorkspacePage *self, KonPicture *picture, const char **out_title, char **out_reason)
{
  const Rest *rest = get_rest (picture);

  if (!rest)
    return FALSE;
  *out_title = rest->title;
  *out_reason = g_strdup (rest->reason);
  return TRUE;
}

static void
add_to_batch (Batch *batch, KonPicture *picture)
{
  const char *uri = kon_picture_get_uri (picture);
  const Rest *rest = get_rest (picture);

  if (uri)
    g_ptr_array_add (batch->files, g_file_new_for_uri (uri));
  else if (rest->bytes && !batch->bytes)
    {
      batch->bytes = g_bytes_ref (rest->bytes);
      batch->name = g_strdup (rest->name);
    }
}

void
kon_app_workspace_page_read_again (KonAppWorkspacePage *self)
{
  Batch *batch;

  if (self->failed)
    {
      g_autoptr (KonReadJob) failed = g_steal_pointer (&self->failed);

      start_batch (self, batch_copy (g_object_get_data (G_OBJECT (failed), BATCH_KEY)));
      return;
    }

  batch = batch_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pictures));)
    {
      g_autoptr (KonPicture) picture = g_list_model_get_item (G_LIST_MODEL (self->pictures), i);

      if (get_rest (picture))
        {
          add_to_batch (batch, picture);
          g_list_store_remove (self->pictures, i);
        }
      else
        i++;
    }
  start_batch (self, batch);
}

void
kon_app_workspace_page_cancel (KonAppWorkspacePage *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    kon_job_cancel (g_ptr_array_index (self->jobs, i));
}
