/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From options to an engine and a session. */
#include "config.h"

#include "kon-cli-place.h"

#include <glib/gi18n-lib.h>

#include "kon-cli.h"

void
kon_cli_place_clear (KonCliPlace *place)
{
  g_clear_pointer (&place->organization, g_free);
  g_clear_pointer (&place->data_dir, g_free);
  g_clear_pointer (&place->models_dir, g_free);
}

void
kon_cli_place_add_options (KonCliPlace *place, GOptionContext *context)
{
  const GOptionEntry main_entries[] = {
    { "organization", 0, 0, G_OPTION_ARG_STRING, &place->organization, N_("Work in this organization, by name or id, instead of Personal"), N_("ORG") },
    { NULL },
  };
  const GOptionEntry advanced_entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &place->data_dir, N_("Keep the history in this folder"), N_("DIR") },
    { "models-dir", 0, 0, G_OPTION_ARG_FILENAME, &place->models_dir, N_("Take the models from this folder"), N_("DIR") },
    { NULL },
  };
  GOptionGroup *advanced = g_option_group_new ("advanced", _("Advanced Options:"), _("Show advanced options"), NULL, NULL);

  g_option_context_add_main_entries (context, main_entries, GETTEXT_PACKAGE);
  g_option_group_add_entries (advanced, advanced_entries);
  g_option_group_set_translation_domain (advanced, GETTEXT_PACKAGE);
  g_option_context_add_group (context, advanced);
}

KonSession *
kon_cli_place_open (const KonCliPlace *place, int threads, gboolean needs_store, KonEngine **out_engine)
{
  g_autoptr (KonClock) clock = kon_clock_new_system ();
  g_autoptr (GError) error = NULL;
  KonEngine *engine = kon_engine_new (place->data_dir, place->models_dir, threads, clock);
  KonSession *session;

  *out_engine = engine;
  if (place->organization != NULL)
    session = kon_engine_open_organization (engine, place->organization, &error);
  else
    session = needs_store ? kon_engine_open_personal (engine, &error) : kon_engine_open_transient (engine);
  if (session == NULL)
    kon_cli_print_error (error->message);
  return session;
}
