/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "config.h"

#include "kon-cli-wait.h"

#include <glib-unix.h>
#include <signal.h>

static const int signals[] = { SIGINT, SIGTERM };

typedef struct
{
  KonJob *job;
  int *end_signal;
  int number;   /* of the signal */
  guint source; /* 0: gone */
} Watch;

static gboolean
signal_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->source = 0;
  *watch->end_signal = watch->number;
  kon_job_cancel (watch->job);
  /* The source goes, and with it our handler: a second one ends the program at once. */
  return G_SOURCE_REMOVE;
}

static void
finished_cb (KonJob *job, gpointer user_data)
{
  g_main_loop_quit (user_data);
}

void
kon_cli_wait (KonJob *job, int *end_signal)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gulong handler = g_signal_connect (job, "finished", G_CALLBACK (finished_cb), loop);
  Watch watches[G_N_ELEMENTS (signals)];

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      watches[i] = (Watch){ .job = job, .end_signal = end_signal, .number = signals[i] };
      watches[i].source = g_unix_signal_add (signals[i], signal_cb, &watches[i]);
    }
  if (kon_job_get_state (job) == KON_JOB_RUNNING)
    g_main_loop_run (loop);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_clear_handle_id (&watches[i].source, g_source_remove);
  g_signal_handler_disconnect (job, handler);
}
