/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec detect: reads pictures and prints what was found, one picture after the other in the order they were given. */
#include "config.h"

#include "kon-cli.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>

#include "kon-cli-detect-lines.h"
#include "kon-cli-output.h"
#include "kon-cli-place.h"
#include "kon-cli-roi.h"
#include "kon-cli-wait.h"

#define MAX_THREADS 256
#define MAX_MEGAPIXELS 1000

typedef struct
{
  KonCliFormatOptions format_options;
  gboolean save, no_save, crops;
  int threads;
  double min_confidence;
  int max_megapixels;
  char *regions;
  char **paths;
} Options;

/* One run. */
typedef struct
{
  KonCliFormat format;
  KonJob *job;
  gboolean has_failures;
  int end_signal; /* 0: none */
} Run;

static GOptionContext *
make_context (Options *options, KonCliRoi *roi, KonCliPlace *place)
{
  const GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_NONE, &options->format_options.text, N_("One line for each plate, for people (default)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->format_options.json, N_("One JSON object for each picture, as soon as it is read"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->format_options.csv, N_("A table with one row for each plate"), NULL },
    { "save", 0, 0, G_OPTION_ARG_NONE, &options->save, N_("Keep what is read in the history"), NULL },
    { "no-save", 0, 0, G_OPTION_ARG_NONE, &options->no_save, N_("Keep nothing (default)"), NULL },
    { "crops", 0, 0, G_OPTION_ARG_NONE, &options->crops, N_("Each picture is one plate: search for nothing, read the whole picture"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, N_("Read N pictures at once (default: one for each processor)"), N_("N") },
    { "min-confidence", 0, 0, G_OPTION_ARG_DOUBLE, &options->min_confidence, N_("Leave out plates whose read is less sure than C, 0 to 1"), N_("C") },
    { "max-megapixels", 0, 0, G_OPTION_ARG_INT, &options->max_megapixels, N_("Read pictures up to N megapixels (default: as set, else 100)"), N_("N") },
    { "regions", 0, 0, G_OPTION_ARG_STRING, &options->regions, N_("Expect plates of these countries and states only: DE,AT,US-CA (default: as set, else all)"), N_("CODES") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->paths, NULL, NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (_("PATH…"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Finds and reads the licence plates in pictures and in folders of pictures."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  kon_cli_roi_add_options (roi, context);
  kon_cli_place_add_options (place, context);
  return context;
}

/* What is wrong with @options, or NULL. */
static const char *
find_usage_error (Options *options, KonCliFormat *format)
{
  if (!kon_cli_format_choose (&options->format_options, format))
    return _("Choose one of --text, --json and --csv.");
  if (options->save && options->no_save)
    return _("Choose one of --save and --no-save.");
  if (!kon_cli_take_number (&options->threads, MAX_THREADS))
    return _("--threads takes a number from 1 to 256.");
  if (!(options->min_confidence >= 0 && options->min_confidence <= 1))
    return _("--min-confidence takes a number from 0 to 1.");
  if (!kon_cli_take_number (&options->max_megapixels, MAX_MEGAPIXELS))
    return _("--max-megapixels takes a number from 1 to 1000.");
  if (options->paths == NULL || options->paths[0] == NULL)
    return _("Name the pictures or folders to read.");
  for (char **path = options->paths; *path != NULL; path++)
    if (**path == '\0')
      return _("A PATH is empty. Name a picture or a folder.");
  return NULL;
}

/* ---- output as it comes */

static void
print_line (Run *run, const char *line)
{
  int status;

  if (run->end_signal != 0)
    return;
  status = kon_cli_output_line (run->format, line);
  if (status == KON_CLI_OK)
    return;
  if (status == KON_CLI_FAILED)
    run->has_failures = TRUE;
  else
    run->end_signal = SIGPIPE;
  kon_job_cancel (run->job);
}

static void
print_lines (Run *run, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    print_line (run, g_ptr_array_index (lines, i));
}

static void
picture_done_cb (KonReadJob *job, KonPicture *picture, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GPtrArray) lines = kon_cli_detect_lines_for_picture (run->format, picture);
  const GError *error = kon_picture_get_error (picture);

  print_lines (run, lines);
  if (error != NULL)
    run->has_failures = TRUE;
  if (run->format == KON_CLI_JSON)
    return;
  if (error != NULL)
    kon_cli_print_error (error->message);
  for (const char *const *warning = kon_picture_get_warnings (picture); *warning != NULL; warning++)
    {
      g_autofree char *message = g_strdup_printf ("%s: %s", kon_picture_get_name (picture), *warning);

      kon_cli_print_error (message);
    }
}

static void
folder_empty_cb (KonReadJob *job, GFile *folder, const char *name, gpointer user_data)
{
  Run *run = user_data;
  g_autofree char *uri = g_file_get_uri (folder);
  g_autofree char *message = g_strdup_printf (_("No pictures were found in the folder “%s”. Name a folder with pictures in it."), name);

  run->has_failures = TRUE;
  if (run->format == KON_CLI_JSON)
    {
      g_autofree char *line = kon_cli_detect_line_for_error (name, uri, message);

      print_line (run, line);
    }
  else
    kon_cli_print_error (message);
}

static void
low_space_cb (KonReadJob *job, const char *message, gpointer user_data)
{
  kon_cli_print_error (message);
}

/* "" stands for all. Makes the codes uniform; FALSE where one is unknown, which is told. */
static gboolean
take_regions (KonEngine *engine, char **regions)
{
  g_autoptr (KonRegionList) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *given = g_steal_pointer (regions);

  if (given == NULL || *given == '\0')
    {
      *regions = g_steal_pointer (&given);
      return TRUE;
    }
  list = kon_engine_list_regions (engine);
  for (guint i = 0; i < list->problems->len; i++)
    kon_cli_print_error (g_ptr_array_index (list->problems, i));
  *regions = kon_region_list_normalize (list, given, &error);
  if (*regions == NULL)
    kon_cli_print_error (error->message);
  return *regions != NULL;
}

static int
read_pictures (KonEngine *engine, KonSession *session, const Options *options, KonRoiSet *roi, KonCliFormat format)
{
  const KonReadOptions read_options = {
    .save = options->save,
    .crops = options->crops,
    .min_confidence = options->min_confidence,
    .skip_thumbnails = TRUE,
    .max_megapixels = options->max_megapixels,
    .regions = options->regions,
    .roi = roi,
  };
  g_autoptr (KonReadJob) job = kon_engine_read (engine, session, &read_options, NULL);
  Run run = { format, KON_JOB (job), FALSE, 0 };

  g_signal_connect (job, "picture-done", G_CALLBACK (picture_done_cb), &run);
  g_signal_connect (job, "folder-empty", G_CALLBACK (folder_empty_cb), &run);
  g_signal_connect (job, "warning::low-space", G_CALLBACK (low_space_cb), &run);

  if (format == KON_CLI_CSV)
    print_line (&run, kon_cli_detect_csv_header ());
  for (char **path = options->paths; *path != NULL; path++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (*path);

      kon_read_job_add_file (job, file, *path);
    }
  kon_read_job_seal (job);
  kon_cli_wait (run.job, &run.end_signal);
  if (kon_job_get_state (run.job) == KON_JOB_FAILED)
    {
      run.has_failures = TRUE;
      kon_cli_print_error (kon_job_get_error (run.job)->message);
    }

  if (run.end_signal != 0)
    return 128 + run.end_signal;
  return run.has_failures ? KON_CLI_FAILED : KON_CLI_OK;
}

static int
run_detect (int argc, char **argv)
{
  Options options = { .threads = KON_CLI_NOT_GIVEN, .max_megapixels = KON_CLI_NOT_GIVEN };
  g_auto (KonCliPlace) place = { 0 };
  g_auto (KonCliRoi) roi = { 0 };
  g_autoptr (GOptionContext) context = make_context (&options, &roi, &place);
  g_autoptr (KonRoiSet) set = NULL;
  g_autoptr (KonEngine) engine = NULL;
  g_autoptr (KonSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = NULL;
  KonCliFormat format = KON_CLI_TEXT;
  const char *usage_error;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    return kon_cli_print_usage_error ("detect", error->message);
  paths = options.paths;
  usage_error = find_usage_error (&options, &format);
  if (usage_error != NULL)
    return kon_cli_print_usage_error ("detect", usage_error);

  if (options.crops && roi.regions != NULL)
    return kon_cli_print_usage_error ("detect", _("With --crops nothing is searched for; leave out --roi."));
  if (!kon_cli_roi_read (&roi, "detect", &set, &status))
    return status;

  session = kon_cli_place_open (&place, options.threads, options.save, &engine);
  if (session == NULL)
    return KON_CLI_FAILED;
  if (!take_regions (engine, &options.regions))
    return KON_CLI_USAGE;
  status = read_pictures (engine, session, &options, set, format);
  kon_engine_shut_down (engine);
  g_free (options.regions);
  return status;
}

const KonCliVerb kon_cli_detect_verb = { "detect", N_("Find and read the licence plates in pictures and folders"), run_detect };
