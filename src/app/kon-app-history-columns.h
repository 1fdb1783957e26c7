/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The columns of the history: a column is one row in the table of kon-app-history-columns.c. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "kon-app-thumbnail-cache.h"

G_BEGIN_DECLS

/* Adds all columns to @view, whose model has KonRecord items. */
void kon_app_history_columns_add (GtkColumnView *view, KonAppThumbnailCache *cache);

/* Narrow windows show fewer columns. */
void kon_app_history_columns_set_compact (GtkColumnView *view, gboolean compact);

G_END_DECLS
