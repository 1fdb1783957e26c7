/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names for the rows of list and column views, which GTK before 4.12 leaves nameless: what assistive technology says of a row when
 * it gets the focus. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @content: what the row, or one cell of it, shows. The row may come later. */
void kon_app_row_name (GtkWidget *content, const char *words);

G_END_DECLS
