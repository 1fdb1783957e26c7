/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The facade itself: threads, detectors, jobs, open organizations, and the one gate that every data call goes through. */
#include "config.h"

#include "kon-engine.h"

#include "kon-engine-private.h"
#include "kon-error.h"
#include "kon-paths.h"
#include "kon-vision.h"

#include <glib/gi18n-lib.h>

#define MAX_THREADS 256
#define QUERY_THREADS 4
#define IMAGE_THREADS 2
#define WALK_THREADS 2

/* How long a change may wait for others to be told together with it. */
#define CHANGE_DELAY_MS 100

struct _KonEngine
{
  GObject parent_instance;

  char *orgs_dir;
  char *models_dir;
  char *regions_dir;
  guint threads;
  KonClock *clock;
  gboolean is_shut_down;

  KonWorkers *workers[KON_POOL_LAST];
  GHashTable *detectors; /* provider -> KonDetector */
  GPtrArray *jobs;       /* running ones */

  GHashTable *changed; /* set of organization ids that are still to be told */
  guint changed_source;

  KonOrganizations *organizations;
};

G_DEFINE_FINAL_TYPE (KonEngine, kon_engine, G_TYPE_OBJECT)

enum
{
  SIGNAL_RECORDS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One data call on its way to a worker. */
typedef struct
{
  KonOrganization *organization;
  KonCallFunc func;
  gpointer request;
  GDestroyNotify free_request;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  kon_organization_unref (call->organization);
  if (call->free_request != NULL)
    call->free_request (call->request);
  g_free (call);
}

static void
run_call (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  call->func (task, kon_organization_get_store (call->organization), call->request, cancellable);
}

static gboolean
tell_changes_cb (gpointer user_data)
{
  KonEngine *self = user_data;
  g_autoptr (GHashTable) changed = g_steal_pointer (&self->changed);
  GHashTableIter iter;
  gpointer id;

  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed_source = 0;
  g_object_ref (self);
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_signal_emit (self, signals[SIGNAL_RECORDS_CHANGED], 0, id);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
kon_engine_dispose (GObject *object)
{
  kon_engine_shut_down (KON_ENGINE (object));
  G_OBJECT_CLASS (kon_engine_parent_class)->dispose (object);
}

static void
kon_engine_finalize (GObject *object)
{
  KonEngine *self = KON_ENGINE (object);

  g_free (self->orgs_dir);
  g_free (self->models_dir);
  g_free (self->regions_dir);
  kon_clock_unref (self->clock);
  g_hash_table_unref (self->detectors);
  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->changed);
  kon_organizations_free (self->organizations);
  G_OBJECT_CLASS (kon_engine_parent_class)->finalize (object);
}

static void
kon_engine_class_init (KonEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kon_engine_dispose;
  object_class->finalize = kon_engine_finalize;

  signals[SIGNAL_RECORDS_CHANGED] = g_signal_new ("records-changed", KON_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kon_engine_init (KonEngine *self)
{
  self->detectors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KonEngine *
kon_engine_new (const char *data_dir, const char *models_dir, int threads, KonClock *clock)
{
  KonEngine *self;
  g_autofree char *default_dir = g_build_filename (g_get_user_data_dir (), "konnetec", NULL);

  g_return_val_if_fail (threads >= 0 && clock != NULL, NULL);

  self = g_object_new (KON_TYPE_ENGINE, NULL);
  self->orgs_dir = g_build_filename (data_dir != NULL ? data_dir : default_dir, "orgs", NULL);
  self->models_dir = models_dir != NULL ? g_strdup (models_dir) : g_build_filename (kon_paths_get_data_dir (), "models", NULL);
  self->regions_dir = g_build_filename (kon_paths_get_data_dir (), "regions", NULL);
  self->threads = CLAMP (threads > 0 ? (guint) threads : g_get_num_processors (), 1, MAX_THREADS);
  self->clock = kon_clock_ref (clock);
  self->organizations = kon_organizations_new (self->orgs_dir, clock);

  self->workers[KON_POOL_READ] = kon_workers_new (self->threads, KON_WORKERS_OLDEST_FIRST);
  self->workers[KON_POOL_QUERY] = kon_workers_new (QUERY_THREADS, KON_WORKERS_OLDEST_FIRST);
  self->workers[KON_POOL_IMAGE] = kon_workers_new (IMAGE_THREADS, KON_WORKERS_NEWEST_FIRST);
  self->workers[KON_POOL_WALK] = kon_workers_new (WALK_THREADS, KON_WORKERS_OLDEST_FIRST);
  /* Pictures are read side by side; inside one, OpenCV and oneDNN need no threads of their own. */
  kon_vision_set_threads (1);
  return self;
}

void
kon_engine_shut_down (KonEngine *self)
{
  g_return_if_fail (KON_IS_ENGINE (self));

  if (self->is_shut_down)
    return;
  self->is_shut_down = TRUE;
  /* Those that go leave the array; those for which it is too late end with their workers. */
  for (guint i = self->jobs->len; i > 0; i = MIN (i - 1, self->jobs->len))
    kon_job_cancel (g_ptr_array_index (self->jobs, i - 1));
  g_clear_handle_id (&self->changed_source, g_source_remove);
  for (guint i = 0; i < KON_POOL_LAST; i++)
    g_clear_pointer (&self->workers[i], kon_workers_free);
  g_hash_table_remove_all (self->detectors);
  kon_organizations_close_all (self->organizations);
}

KonOrganizations *
kon_engine_get_organizations (KonEngine *self)
{
  return self->organizations;
}

KonWorkers *
kon_engine_get_workers (KonEngine *self, KonPool pool)
{
  return self->workers[pool];
}

guint
kon_engine_get_threads (KonEngine *self)
{
  return self->threads;
}

KonDetector *
kon_engine_get_detector (KonEngine *self, const char *provider, GError **error)
{
  const KonDetectorRow *row = kon_detector_table_lookup (provider);
  KonDetector *detector;

  if (row == NULL)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("There is no detection service called “%s”."), provider);
      return NULL;
    }
  detector = g_hash_table_lookup (self->detectors, row->id);
  if (detector == NULL)
    {
      KonDetectorConfig config = { self->models_dir, self->workers[KON_POOL_READ], self->regions_dir };

      detector = row->create (&config);
      g_hash_table_insert (self->detectors, (gpointer) row->id, detector);
    }
  return detector;
}

const char *
kon_engine_get_regions_dir (KonEngine *self)
{
  return self->regions_dir;
}

gboolean
kon_engine_check_open (KonEngine *self, GError **error)
{
  if (!self->is_shut_down)
    return TRUE;
  g_set_error_literal (error, KON_ERROR, KON_ERROR_FAILED, _("The program is closing."));
  return FALSE;
}

KonOrganization *
kon_engine_enter (KonEngine *self, KonSession *session, KonPermission permission, GError **error)
{
  const char *id = kon_session_get_organization_id (session);
  KonOrganization *organization;

  if (!kon_engine_check_open (self, error) || !kon_session_check (session, permission, error))
    return NULL;
  if (id == NULL)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_REFUSED, _("Nothing is kept without an organization: there is no history to look into or to save to."));
      return NULL;
    }
  organization = kon_organizations_lookup (self->organizations, id);
  if (organization == NULL)
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("The organization “%s” is not open."), kon_session_get_organization_name (session));
  return organization;
}

void
kon_engine_call (KonEngine *self, KonSession *session, KonPermission permission, KonPool pool, KonCallFunc func, gpointer request, GDestroyNotify free_request,
                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, func);
  g_task_set_task_data (task, call, call_free);
  call->func = func;
  call->request = request;
  call->free_request = free_request;
  call->organization = kon_engine_enter (self, session, permission, &error);
  if (call->organization == NULL)
    g_task_return_error (task, error);
  else
    kon_workers_run (self->workers[pool], task, run_call);
}

void
kon_engine_add_job (KonEngine *self, KonJob *job)
{
  g_ptr_array_add (self->jobs, g_object_ref (job));
}

void
kon_engine_remove_job (KonEngine *self, KonJob *job)
{
  g_ptr_array_remove_fast (self->jobs, job);
}

void
kon_engine_note_change (KonEngine *self, const char *organization_id)
{
  if (self->is_shut_down)
    return;
  g_hash_table_add (self->changed, g_strdup (organization_id));
  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (CHANGE_DELAY_MS, tell_changes_cb, self);
}
