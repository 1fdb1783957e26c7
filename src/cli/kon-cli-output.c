/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines, rows and columns. */
#include "config.h"

#include "kon-cli-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kon-cli.h"

/* The one who wrote has been told already. */
static gboolean is_failure_known;

static void
check_at_end (void)
{
  struct pollfd output = { STDOUT_FILENO, 0, 0 };

  if (is_failure_known || (fflush (stdout) == 0 && !ferror (stdout)))
    return;
  /* What went wrong may be long ago, and errno with it: a pipe is asked itself whether its reader is gone. _exit(): exit() would come here again. */
  if (poll (&output, 1, 0) == 1 && (output.revents & POLLERR))
    _exit (128 + SIGPIPE);
  kon_cli_print_error (_("The output cannot be written. Is the disk full?"));
  _exit (KON_CLI_FAILED);
}

void
kon_cli_output_check_at_end (void)
{
  atexit (check_at_end);
}

gboolean
kon_cli_format_choose (const KonCliFormatOptions *options, KonCliFormat *out)
{
  if (options->text + options->json + options->csv > 1)
    return FALSE;
  *out = options->json ? KON_CLI_JSON : options->csv ? KON_CLI_CSV : KON_CLI_TEXT;
  return TRUE;
}

int
kon_cli_output_line (KonCliFormat format, const char *line)
{
  fputs (line, stdout);
  fputs (format == KON_CLI_CSV ? "\r\n" : "\n", stdout);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return KON_CLI_OK;
  is_failure_known = TRUE;
  if (errno == EPIPE)
    return 128 + SIGPIPE;
  kon_cli_print_error (_("The output cannot be written. Is the disk full?"));
  return KON_CLI_FAILED;
}

void
kon_cli_row_begin (KonCliRow *row)
{
  row->line = g_string_new (NULL);
  row->is_begun = FALSE;
}

static void
begin_cell (KonCliRow *row)
{
  if (row->is_begun)
    g_string_append_c (row->line, ',');
  row->is_begun = TRUE;
}

void
kon_cli_row_add_text (KonCliRow *row, const char *text)
{
  begin_cell (row);
  if (text == NULL || *text == '\0')
    return;
  g_string_append_c (row->line, '"');
  if (strchr ("=+-@\t\r", *text) != NULL)
    g_string_append_c (row->line, '\'');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (row->line, '"');
      g_string_append_c (row->line, *c);
    }
  g_string_append_c (row->line, '"');
}

void
kon_cli_row_add_number (KonCliRow *row, double value, int digits)
{
  char format[16];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  begin_cell (row);
  g_snprintf (format, sizeof format, "%%.%df", digits);
  g_string_append (row->line, g_ascii_formatd (text, sizeof text, format, value));
}

char *
kon_cli_row_end (KonCliRow *row)
{
  return g_string_free (g_steal_pointer (&row->line), FALSE);
}

/* Direction marks and overrides can make a name look like another. */
static gboolean
is_treacherous (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
kon_cli_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (character == '\n')
        g_string_append (printable, "\\n");
      else if (!is_treacherous (character))
        g_string_append_unichar (printable, character);
      else if (character < 0x100)
        g_string_append_printf (printable, "\\x%02x", character);
      else
        g_string_append_printf (printable, "\\u%04x", character);
    }
  return g_string_free (printable, FALSE);
}

void
kon_cli_append_column (GString *line, const char *text, int width)
{
  g_string_append (line, text);
  for (glong i = g_utf8_strlen (text, -1); i < width + 2; i++)
    g_string_append_c (line, ' ');
}
