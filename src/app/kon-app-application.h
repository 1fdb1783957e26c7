/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppApplication: the process of the window program: one instance, its engine, its settings, the application-wide actions
 * (app.quit, app.about, app.preferences, app.shortcuts) and the keys of all actions. Main thread. */
#pragma once

#include <adwaita.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_APPLICATION (kon_app_application_get_type ())
G_DECLARE_FINAL_TYPE (KonAppApplication, kon_app_application, KON_APP, APPLICATION, AdwApplication)

/* Returns: (transfer full) */
KonAppApplication *kon_app_application_new (void);

/* The preferences of the person at this computer: the schema beside the program, or else the system's.
 * NULL where neither knows it. Returns: (transfer full) (nullable) */
GSettings *kon_app_application_load_settings (void);

G_END_DECLS
