/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonJob: a unit of long work with state, progress, cancel and errors; the base of all jobs. Lives on the main thread.
 * Properties (read-only, notified): title (string), state (int, KonJobState), total (uint; 0 while unknown), done (uint), failed (uint),
 * fraction (double 0..1), status-text (string, translated: "Reading 12 of 340 pictures, 2 could not be opened"). Signal "finished" once. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KON_JOB_RUNNING,
  KON_JOB_DONE,      /* also with single items failed: see failed */
  KON_JOB_FAILED,    /* stopped by an error: see kon_job_get_error() */
  KON_JOB_CANCELLED,
} KonJobState;

#define KON_TYPE_JOB (kon_job_get_type ())
G_DECLARE_DERIVABLE_TYPE (KonJob, kon_job, KON, JOB, GObject)

struct _KonJobClass
{
  GObjectClass parent_class;

  /* Optional. The words for status-text in the present state. Main thread. Returns: (transfer full) */
  char *(*make_status_text) (KonJob *self);

  /* Optional. FALSE where it is too late to cancel: the job is about to be DONE or FAILED. Main thread. */
  gboolean (*may_cancel) (KonJob *self);

  /* Optional. The job is over, in whatever way: let go of what it held. Called once, before "finished". Main thread. */
  void (*ended) (KonJob *self);
};

KonJobState kon_job_get_state (KonJob *self);
guint kon_job_get_total (KonJob *self);
guint kon_job_get_done (KonJob *self);
guint kon_job_get_failed (KonJob *self);
const char *kon_job_get_title (KonJob *self);
const char *kon_job_get_status_text (KonJob *self);
const GError *kon_job_get_error (KonJob *self);

/* Ends the job: the state is CANCELLED when this returns; what workers still bring is dropped. Without effect on a job that is over, and on
 * one that cannot be stopped any more because what it makes is taking its place: that one is DONE or FAILED in a moment. */
void kon_job_cancel (KonJob *self);
GCancellable *kon_job_get_cancellable (KonJob *self); /* (transfer none) */

G_END_DECLS
