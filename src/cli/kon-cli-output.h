/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What verbs write to standard output: text, JSON or CSV, one line at a time, each flushed at once. */
#pragma once

#include <kon.h>

G_BEGIN_DECLS

typedef enum
{
  KON_CLI_TEXT,
  KON_CLI_JSON,
  KON_CLI_CSV,
} KonCliFormat;

/* The three options that choose a format; their values are read by kon_cli_format_choose(). */
typedef struct
{
  gboolean text, json, csv;
} KonCliFormatOptions;

/* FALSE where more than one was given. */
gboolean kon_cli_format_choose (const KonCliFormatOptions *options, KonCliFormat *out);

/* To be called once, first: where the program ends and what it wrote in other ways (help, the version) did not go out, it says so and
 * ends as a verb would. */
void kon_cli_output_check_at_end (void);

/* Writes @line and its end (CR LF for CSV) and flushes. Returns: KON_CLI_OK, or what the verb ends with: 128 + SIGPIPE where the reader is gone
 * (nothing is said then), KON_CLI_FAILED after it was said that the output cannot be written. */
int kon_cli_output_line (KonCliFormat format, const char *line);

/* One row of CSV by RFC 4180 out of texts (NULL: an empty cell). Texts that a table calculation would take for a formula get a ' in front. */
typedef struct
{
  GString *line;
  gboolean is_begun;
} KonCliRow;

void kon_cli_row_begin (KonCliRow *row);
void kon_cli_row_add_text (KonCliRow *row, const char *text);
void kon_cli_row_add_number (KonCliRow *row, double value, int digits);
/* (transfer full) */
char *kon_cli_row_end (KonCliRow *row);

/* @text for a terminal: control characters and those that turn the direction of writing are written as \n, \x1b, \u202e. Returns: (transfer full) */
char *kon_cli_printable (const char *text);

/* Appends @text and spaces up to @width characters and two more. */
void kon_cli_append_column (GString *line, const char *text, int width);

G_END_DECLS
