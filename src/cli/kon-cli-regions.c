/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec regions: the countries and states whose plates the program knows. */
#include "config.h"

#include "kon-cli.h"

#include <glib/gi18n-lib.h>

#include "kon-cli-output.h"

#define CODE_WIDTH 8

static GOptionContext *
make_context (KonCliFormatOptions *options)
{
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_NONE, &options->text, N_("One line for each region, for people (default)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("One JSON object for each region"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, N_("A table with one row for each region"), NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Lists the countries and states whose plates are known, with the codes for “konnetec detect --regions”."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

static char *
make_json_line (const KonRegionEntry *entry)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "code", entry->code);
  json_object_set_string_member (object, "name", entry->name);
  if (entry->country != NULL)
    json_object_set_string_member (object, "country", entry->country);
  else
    json_object_set_null_member (object, "country");
  return kon_json_to_line (object);
}

static char *
make_line (KonCliFormat format, const KonRegionEntry *entry)
{
  KonCliRow row;
  GString *line;

  switch (format)
    {
    case KON_CLI_JSON:
      return make_json_line (entry);
    case KON_CLI_CSV:
      kon_cli_row_begin (&row);
      kon_cli_row_add_text (&row, entry->code);
      kon_cli_row_add_text (&row, entry->name);
      kon_cli_row_add_text (&row, entry->country);
      return kon_cli_row_end (&row);
    case KON_CLI_TEXT:
    default:
      line = g_string_new (NULL);
      kon_cli_append_column (line, entry->code, CODE_WIDTH);
      g_string_append (line, entry->name);
      return g_string_free (line, FALSE);
    }
}

static int
print_list (const KonRegionList *list, KonCliFormat format)
{
  int status = format == KON_CLI_CSV ? kon_cli_output_line (format, "code,name,country") : KON_CLI_OK;

  for (guint i = 0; i < list->regions->len && status == KON_CLI_OK; i++)
    {
      g_autofree char *line = make_line (format, g_ptr_array_index (list->regions, i));

      status = kon_cli_output_line (format, line);
    }
  return status;
}

static int
run_regions (int argc, char **argv)
{
  KonCliFormatOptions options = { 0 };
  g_autoptr (GOptionContext) context = make_context (&options);
  g_autoptr (KonClock) clock = kon_clock_new_system ();
  g_autoptr (KonEngine) engine = NULL;
  g_autoptr (KonRegionList) list = NULL;
  g_autoptr (GError) error = NULL;
  KonCliFormat format = KON_CLI_TEXT;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    return kon_cli_print_usage_error ("regions", error->message);
  if (!kon_cli_format_choose (&options, &format))
    return kon_cli_print_usage_error ("regions", _("Choose one of --text, --json and --csv."));
  if (argc > 1)
    return kon_cli_print_usage_error ("regions", _("“regions” takes options only."));

  engine = kon_engine_new (NULL, NULL, 1, clock);
  list = kon_engine_list_regions (engine);
  for (guint i = 0; i < list->problems->len; i++)
    kon_cli_print_error (g_ptr_array_index (list->problems, i));
  status = print_list (list, format);
  kon_engine_shut_down (engine);
  return status == KON_CLI_OK && list->problems->len > 0 ? KON_CLI_FAILED : status;
}

const KonCliVerb kon_cli_regions_verb = { "regions", N_("List the countries and states whose plates are known"), run_regions };
