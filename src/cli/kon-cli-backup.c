/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec backup: one file with all that was kept. */
#include "config.h"

#include "kon-cli.h"

#include <glib/gi18n-lib.h>

#include "kon-cli-place.h"
#include "kon-cli-wait.h"

static int
back_up (KonEngine *engine, KonSession *session, const char *path, gboolean replaces)
{
  g_autoptr (KonBackupJob) job = kon_engine_back_up (engine, session, path, replaces);
  int end_signal = 0;

  kon_cli_wait (KON_JOB (job), &end_signal);
  if (kon_job_get_state (KON_JOB (job)) == KON_JOB_DONE)
    return KON_CLI_OK;
  if (end_signal != 0)
    return 128 + end_signal;
  if (g_error_matches (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_REFUSED) && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shown = kon_paths_display_name (path);
      g_autofree char *message = g_strdup_printf (_("The file “%s” is there already. Choose another name, or replace it with --force."), shown);

      kon_cli_print_error (message);
    }
  else
    kon_cli_print_error (kon_job_get_error (KON_JOB (job))->message);
  return KON_CLI_FAILED;
}

static int
run_backup (int argc, char **argv)
{
  gboolean force = FALSE;
  char **remaining = NULL;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_("Replace FILE where it is there already"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &remaining, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE"));
  g_auto (KonCliPlace) place = { 0 };
  g_auto (GStrv) paths = NULL;
  g_autoptr (KonEngine) engine = NULL;
  g_autoptr (KonSession) session = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Writes all that was kept, records and pictures, into one archive (tar). It is not encrypted."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  kon_cli_place_add_options (&place, context);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return kon_cli_print_usage_error ("backup", error->message);
  paths = remaining;
  if (paths == NULL || paths[0] == NULL || paths[1] != NULL || *paths[0] == '\0')
    return kon_cli_print_usage_error ("backup", _("Name one file to write the backup to."));

  session = kon_cli_place_open (&place, 1, TRUE, &engine);
  if (session == NULL)
    return KON_CLI_FAILED;
  status = back_up (engine, session, paths[0], force);
  kon_engine_shut_down (engine);
  return status;
}

const KonCliVerb kon_cli_backup_verb = { "backup", N_("Write all that was kept into one file"), run_backup };
