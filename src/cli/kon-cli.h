/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command line: verbs and exit statuses. A verb is one file and one row in the table of konnetec.c. */
#pragma once

#include <kon.h>

G_BEGIN_DECLS

/* What the program ends with; 128 + signal where one ended it. */
enum
{
  KON_CLI_OK = 0,
  KON_CLI_FAILED = 1, /* something could not be read, saved or found */
  KON_CLI_USAGE = 2,  /* wrong options or arguments */
};

typedef struct
{
  const char *name;
  const char *summary;                  /* for the list of verbs, to be translated */
  int (*run) (int argc, char **argv);   /* argv[0] is the verb */
} KonCliVerb;

extern const KonCliVerb kon_cli_backup_verb;
extern const KonCliVerb kon_cli_detect_verb;
extern const KonCliVerb kon_cli_history_verb;
extern const KonCliVerb kon_cli_regions_verb;

/* What a number option holds before the words are read: a 0 that was given is not the same as none. */
#define KON_CLI_NOT_GIVEN G_MININT

/* FALSE where *@number was given and is not from 1 to @most. One that was not given becomes 0. */
gboolean kon_cli_take_number (int *number, int most);

/* "konnetec: @message" on standard error, on one line. */
void kon_cli_print_error (const char *message);

/* As above, with a word on where the options of @verb are explained. Returns: KON_CLI_USAGE */
int kon_cli_print_usage_error (const char *verb, const char *message);

G_END_DECLS
