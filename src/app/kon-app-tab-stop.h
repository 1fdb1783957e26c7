/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppTabStop: one stop on the way of the Tab key, whatever is in it. GTK before 4.12 stops at each row of a list; with a folder
 * of pictures nobody gets past that. Inside, the arrow keys go from row to row. Main thread. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KON_APP_TYPE_TAB_STOP (kon_app_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (KonAppTabStop, kon_app_tab_stop, KON_APP, TAB_STOP, AdwBin)

G_END_DECLS
