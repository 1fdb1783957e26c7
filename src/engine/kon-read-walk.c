/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The worker walks; what it finds crosses over through a guarded list and one coalesced idle. */
#include "config.h"

#include "kon-read-walk.h"

#include "kon-paths.h"
#include "kon-source.h"

/* Shared by the task and by a pending idle. */
typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *inputs;
  KonWalkFunc func;
  gpointer user_data; /* valid until the task is answered */
  GCancellable *cancellable;
  GMainContext *context;
  gboolean is_over; /* main thread: the task is answered */

  GMutex lock; /* guards what follows */
  GPtrArray *steps;
  gboolean is_idle_pending;
} Walk;

static Walk *
walk_ref (Walk *walk)
{
  g_atomic_ref_count_inc (&walk->ref_count);
  return walk;
}

static void
walk_unref (gpointer data)
{
  Walk *walk = data;

  if (!g_atomic_ref_count_dec (&walk->ref_count))
    return;
  g_ptr_array_unref (walk->inputs);
  g_ptr_array_unref (walk->steps);
  g_clear_object (&walk->cancellable);
  g_main_context_unref (walk->context);
  g_mutex_clear (&walk->lock);
  g_free (walk);
}

static GPtrArray *
new_steps (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kon_walk_step_free);
}

/* Main thread. */
static void
hand_out (Walk *walk)
{
  g_autoptr (GPtrArray) steps = NULL;

  g_mutex_lock (&walk->lock);
  steps = walk->steps;
  walk->steps = new_steps ();
  walk->is_idle_pending = FALSE;
  g_mutex_unlock (&walk->lock);

  if (steps->len > 0 && !walk->is_over && !g_cancellable_is_cancelled (walk->cancellable))
    walk->func (steps, walk->user_data);
}

static gboolean
hand_out_cb (gpointer user_data)
{
  hand_out (user_data);
  return G_SOURCE_REMOVE;
}

/* Worker. Takes @step. */
static void
add_step (Walk *walk, KonWalkStep *step)
{
  gboolean needs_idle;

  g_mutex_lock (&walk->lock);
  g_ptr_array_add (walk->steps, step);
  needs_idle = !walk->is_idle_pending;
  walk->is_idle_pending = TRUE;
  g_mutex_unlock (&walk->lock);

  if (needs_idle)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_callback (source, hand_out_cb, walk_ref (walk), walk_unref);
      g_source_attach (source, walk->context);
    }
}

/* Worker. Takes @item. */
static void
add_item (Walk *walk, KonMediaItem *item)
{
  KonWalkStep *step = g_new0 (KonWalkStep, 1);

  step->item = item;
  add_step (walk, step);
}

static void
add_empty_folder (Walk *walk, const KonReadInput *input)
{
  KonWalkStep *step = g_new0 (KonWalkStep, 1);

  step->empty_folder = g_object_ref (input->file);
  if (input->name != NULL)
    step->empty_folder_name = kon_paths_display_name (input->name);
  else
    step->empty_folder_name = g_file_get_parse_name (input->file);
  add_step (walk, step);
}

/* Takes @error. */
static KonMediaItem *
make_failed_item (const KonReadInput *input, GError *error)
{
  KonMediaItem *item = kon_media_item_new_failed (input->file, error);

  if (input->name != NULL)
    kon_media_item_set_name (item, input->name);
  return item;
}

static void
walk_file (Walk *walk, const KonReadInput *input, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (KonSource) source = kon_source_open_named (input->file, input->name, cancellable, &error);
  KonMediaItem *item;
  gboolean is_empty = TRUE;

  if (source == NULL)
    {
      add_item (walk, make_failed_item (input, error));
      return;
    }
  while ((item = kon_source_next (source, cancellable, &error)) != NULL)
    {
      is_empty = FALSE;
      add_item (walk, item);
    }
  if (error != NULL)
    add_item (walk, make_failed_item (input, error));
  else if (is_empty && kon_source_is_folder (source))
    add_empty_folder (walk, input);
}

static void
do_walk (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Walk *walk = task_data;

  for (guint i = 0; i < walk->inputs->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const KonReadInput *input = g_ptr_array_index (walk->inputs, i);

      if (input->file != NULL)
        walk_file (walk, input, cancellable);
      else
        add_item (walk, kon_media_item_new_for_bytes (input->bytes, input->name));
    }
  g_task_return_boolean (task, TRUE);
}

/* Between the worker's answer and the caller: the last batch goes first. */
static void
walked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  Walk *walk = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  hand_out (walk);
  walk->is_over = TRUE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

KonReadInput *
kon_read_input_new (GFile *file, GBytes *bytes, const char *name)
{
  KonReadInput *input;

  g_return_val_if_fail ((file != NULL) != (bytes != NULL), NULL);

  input = g_new0 (KonReadInput, 1);
  g_set_object (&input->file, file);
  input->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  input->name = g_strdup (name);
  return input;
}

void
kon_read_input_free (KonReadInput *input)
{
  g_clear_object (&input->file);
  g_clear_pointer (&input->bytes, g_bytes_unref);
  g_free (input->name);
  g_free (input);
}

void
kon_walk_step_free (KonWalkStep *step)
{
  g_clear_pointer (&step->item, kon_media_item_unref);
  g_clear_object (&step->empty_folder);
  g_free (step->empty_folder_name);
  g_free (step);
}

void
kon_read_walk_async (KonWorkers *workers, GPtrArray *inputs, KonWalkFunc func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *outer;
  g_autoptr (GTask) task = NULL;
  Walk *walk;

  g_return_if_fail (inputs != NULL && func != NULL);

  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, kon_read_walk_async);
  task = g_task_new (NULL, cancellable, walked_cb, outer);
  walk = g_new0 (Walk, 1);
  g_atomic_ref_count_init (&walk->ref_count);
  walk->inputs = inputs;
  walk->func = func;
  walk->user_data = user_data;
  g_set_object (&walk->cancellable, cancellable);
  walk->context = g_main_context_ref (g_task_get_context (task));
  g_mutex_init (&walk->lock);
  walk->steps = new_steps ();
  g_task_set_task_data (task, walk, walk_unref);
  kon_workers_run (workers, task, do_walk);
}

gboolean
kon_read_walk_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
