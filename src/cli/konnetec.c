/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec, the command line: finds the verb and hands over. */
#include "config.h"

#include "kon-cli.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "kon-cli-output.h"

static const KonCliVerb *const verbs[] = {
  &kon_cli_detect_verb,
  &kon_cli_history_verb,
  &kon_cli_regions_verb,
  &kon_cli_backup_verb,
};

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n  konnetec %s\n\n", _("Usage:"), _("COMMAND [OPTION…] [PATH…]"));
  fprintf (stream, "%s\n\n%s\n", _("Reads licence plates in photos, on this computer, without a network."), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    fprintf (stream, "  %-10s  %s\n", verbs[i]->name, _(verbs[i]->summary));
  fprintf (stream, "\n%s\n  --help      %s\n  --version   %s\n\n%s\n", _("Options:"), _("Show this help and end"), _("Show the version and end"),
           _("“konnetec COMMAND --help” explains the options of a command."));
}

gboolean
kon_cli_take_number (int *number, int most)
{
  if (*number == KON_CLI_NOT_GIVEN)
    *number = 0;
  else if (*number < 1 || *number > most)
    return FALSE;
  return TRUE;
}

void
kon_cli_print_error (const char *message)
{
  g_autofree char *printable = kon_cli_printable (message);

  fprintf (stderr, "konnetec: %s\n", printable);
}

int
kon_cli_print_usage_error (const char *verb, const char *message)
{
  kon_cli_print_error (message);
  fprintf (stderr, _("“konnetec %s --help” explains the options.\n"), verb);
  return KON_CLI_USAGE;
}

static int
run_verb (const KonCliVerb *verb, int argc, char **argv)
{
  g_autofree char *program = g_strconcat ("konnetec ", verb->name, NULL);

  /* What "--help" of the verb shows as the name of the program. */
  g_set_prgname (program);
  return verb->run (argc, argv);
}

static int
refuse_verb (const char *name)
{
  g_autofree char *shown = kon_paths_display_name (name);
  g_autofree char *message = g_strdup_printf (_("There is no command “%s”."), shown);

  kon_cli_print_error (message);
  fprintf (stderr, "%s\n", _("“konnetec --help” shows the commands."));
  return KON_CLI_USAGE;
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;

  setlocale (LC_ALL, "");
  kon_paths_bind_translations ();
  /* A reader that has seen enough is no reason to die in the middle of saving; the output tells. */
  signal (SIGPIPE, SIG_IGN);
  kon_cli_output_check_at_end ();

  if (name == NULL)
    {
      print_usage (stderr);
      return KON_CLI_USAGE;
    }
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0)
    {
      print_usage (stdout);
      return KON_CLI_OK;
    }
  if (strcmp (name, "--version") == 0)
    {
      printf ("konnetec %s\n", KON_VERSION);
      return KON_CLI_OK;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (name, verbs[i]->name) == 0)
      return run_verb (verbs[i], argc - 1, argv + 1);
  return refuse_verb (name);
}
