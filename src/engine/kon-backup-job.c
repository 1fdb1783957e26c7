/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One call of the store on a worker; how far it is crosses over through two counts and one coalesced idle. */
#include "config.h"

#include "kon-backup-job.h"

#include "kon-engine-private.h"
#include "kon-job-private.h"

#include <glib/gi18n-lib.h>

struct _KonBackupJob
{
  KonJob parent_instance;

  KonEngine *engine; /* while running */
  int fate;          /* Fate; atomic */
};

/* The worker and cancel each try to move it on; the first one wins. */
typedef enum
{
  OPEN,
  TAKES_NAME, /* too late to cancel */
  GIVEN_UP,
} Fate;

G_DEFINE_FINAL_TYPE (KonBackupJob, kon_backup_job, KON_TYPE_JOB)

/* Shared by the task and by a pending idle. */
typedef struct
{
  gatomicrefcount ref_count;
  KonBackupJob *job; /* touched on the main thread only, but for its fate */
  KonOrganization *organization;
  GMainContext *context;
  char *path;
  gboolean replaces;

  int done, total, is_idle_pending; /* atomic */
} Backup;

static void
backup_unref (gpointer data)
{
  Backup *backup = data;

  if (!g_atomic_ref_count_dec (&backup->ref_count))
    return;
  g_object_unref (backup->job);
  kon_organization_unref (backup->organization);
  g_main_context_unref (backup->context);
  g_free (backup->path);
  g_free (backup);
}

static gboolean
tell_progress_cb (gpointer user_data)
{
  Backup *backup = user_data;

  g_atomic_int_set (&backup->is_idle_pending, FALSE);
  kon_job_set_counts (KON_JOB (backup->job), (guint) g_atomic_int_get (&backup->total), (guint) g_atomic_int_get (&backup->done), 0);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  Backup *backup = user_data;
  g_autoptr (GSource) source = NULL;

  g_atomic_int_set (&backup->total, (int) MIN (total, G_MAXINT));
  g_atomic_int_set (&backup->done, (int) MIN (done, G_MAXINT));
  if (!g_atomic_int_compare_and_exchange (&backup->is_idle_pending, FALSE, TRUE))
    return;
  g_atomic_ref_count_inc (&backup->ref_count);
  /* Not g_main_context_invoke(): while nobody runs the context, that would call it here. */
  source = g_idle_source_new ();
  g_source_set_callback (source, tell_progress_cb, backup, backup_unref);
  g_source_attach (source, backup->context);
}

/* On the worker. */
static gboolean
commit_cb (gpointer user_data)
{
  Backup *backup = user_data;

  return g_atomic_int_compare_and_exchange (&backup->job->fate, OPEN, TAKES_NAME);
}

static void
back_up_on_worker (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Backup *backup = task_data;
  GError *error = NULL;

  if (kon_store_back_up (kon_organization_get_store (backup->organization), backup->path, backup->replaces, progress_cb, commit_cb, backup, cancellable,
                         &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonBackupJob) self = user_data;
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  kon_job_finish (KON_JOB (self), error);
}

static char *
kon_backup_job_make_status_text (KonJob *job)
{
  guint total = kon_job_get_total (job);

  switch (kon_job_get_state (job))
    {
    case KON_JOB_FAILED:
      return g_strdup (kon_job_get_error (job)->message);
    case KON_JOB_CANCELLED:
      return g_strdup (_("Cancelled, nothing was written"));
    case KON_JOB_DONE:
      return g_strdup (_("The backup is complete"));
    case KON_JOB_RUNNING:
    default:
      if (total == 0)
        return g_strdup (_("Copying the records…"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Copying %u of %u stored picture", "Copying %u of %u stored pictures", total),
                              kon_job_get_done (job), total);
    }
}

static gboolean
kon_backup_job_may_cancel (KonJob *job)
{
  return g_atomic_int_compare_and_exchange (&KON_BACKUP_JOB (job)->fate, OPEN, GIVEN_UP);
}

static void
kon_backup_job_ended (KonJob *job)
{
  g_autoptr (KonEngine) engine = g_steal_pointer (&KON_BACKUP_JOB (job)->engine);

  kon_engine_remove_job (engine, job);
}

static void
kon_backup_job_class_init (KonBackupJobClass *klass)
{
  KonJobClass *job_class = KON_JOB_CLASS (klass);

  job_class->make_status_text = kon_backup_job_make_status_text;
  job_class->may_cancel = kon_backup_job_may_cancel;
  job_class->ended = kon_backup_job_ended;
}

static void
kon_backup_job_init (KonBackupJob *self)
{
}

KonBackupJob *
kon_engine_back_up (KonEngine *engine, KonSession *session, const char *path, gboolean replaces)
{
  g_autoptr (KonOrganization) organization = NULL;
  g_autoptr (GTask) task = NULL;
  KonBackupJob *self;
  Backup *backup;
  GError *error = NULL;

  g_return_val_if_fail (KON_IS_ENGINE (engine) && KON_IS_SESSION (session), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (KON_TYPE_BACKUP_JOB, NULL);
  self->engine = g_object_ref (engine);
  kon_job_set_title (KON_JOB (self), _("Backing up"));
  kon_engine_add_job (engine, KON_JOB (self));
  organization = kon_engine_enter (engine, session, KON_PERMISSION_BACK_UP, &error);
  if (organization == NULL)
    {
      kon_job_finish (KON_JOB (self), error);
      return self;
    }

  backup = g_new0 (Backup, 1);
  g_atomic_ref_count_init (&backup->ref_count);
  backup->job = g_object_ref (self);
  backup->organization = g_steal_pointer (&organization);
  backup->context = g_main_context_ref_thread_default ();
  backup->path = g_strdup (path);
  backup->replaces = replaces;
  task = g_task_new (NULL, kon_job_get_cancellable (KON_JOB (self)), backed_up_cb, g_object_ref (self));
  g_task_set_source_tag (task, kon_engine_back_up);
  g_task_set_task_data (task, backup, backup_unref);
  kon_workers_run (kon_engine_get_workers (engine, KON_POOL_WALK), task, back_up_on_worker);
  return self;
}
