/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* konnetec-vision: starts the window program. */
#include "config.h"

#include <locale.h>

#include "kon.h"
#include "kon-app-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (KonAppApplication) application = NULL;

  setlocale (LC_ALL, "");
  kon_paths_bind_translations ();

  application = kon_app_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
