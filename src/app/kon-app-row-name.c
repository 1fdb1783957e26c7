/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names for rows: see the header. */
#include "config.h"

#include "kon-app-row-name.h"

#define WORDS_KEY "kon-app-row-name"

/* The child of the list that holds @content; the rows of a column view lie in a list view of its own. */
static GtkWidget *
find_row (GtkWidget *content)
{
  GtkWidget *row = content;

  while (row && !GTK_IS_LIST_VIEW (gtk_widget_get_parent (row)))
    row = gtk_widget_get_parent (row);
  return row;
}

static void
name_row (GtkWidget *content)
{
  const char *words = g_object_get_data (G_OBJECT (content), WORDS_KEY);
  GtkWidget *row = find_row (content);

  if (row && words)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
kon_app_row_name (GtkWidget *content, const char *words)
{
  g_return_if_fail (GTK_IS_WIDGET (content));

  if (!g_object_get_data (G_OBJECT (content), WORDS_KEY))
    g_signal_connect (content, "map", G_CALLBACK (name_row), NULL);
  g_object_set_data_full (G_OBJECT (content), WORDS_KEY, g_strdup (words), g_free);
  name_row (content);
}
