/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppResultRow: one read in the list beside the picture: the rectified plate, its text, how sure it is. Main thread.
 * Property: result (KonAppResult). */
#pragma once

#include <adwaita.h>

#include "kon-app-result.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_RESULT_ROW (kon_app_result_row_get_type ())
G_DECLARE_FINAL_TYPE (KonAppResultRow, kon_app_result_row, KON_APP, RESULT_ROW, AdwBin)

G_END_DECLS
