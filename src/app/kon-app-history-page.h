/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppHistoryPage: all that was read, newest first, searchable; a row opens the picture again with its boxes. Main thread. */
#pragma once

#include "kon-app-page.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_HISTORY_PAGE (kon_app_history_page_get_type ())
G_DECLARE_FINAL_TYPE (KonAppHistoryPage, kon_app_history_page, KON_APP, HISTORY_PAGE, KonAppPage)

G_END_DECLS
