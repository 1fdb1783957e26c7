/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPreferences: what a person may choose: looks and start (kept for this person) and how pictures are read and kept (kept
 * in the organization). Every change holds at once. Main thread. */
#pragma once

#include <adwaita.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_PREFERENCES (kon_app_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KonAppPreferences, kon_app_preferences, KON_APP, PREFERENCES, AdwPreferencesWindow)

/* @session: NULL while the organization is not open. Returns: (transfer none): a toplevel. */
GtkWindow *kon_app_preferences_new (KonEngine *engine, KonSession *session, GSettings *settings);

G_END_DECLS
