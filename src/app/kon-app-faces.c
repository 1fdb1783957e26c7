/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A stack's hidden children: see the header. */
#include "config.h"

#include "kon-app-faces.h"

static void
update_cb (GtkStack *stack)
{
  GtkWidget *visible = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child; child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, child != visible, -1);
}

static void
pages_changed_cb (GtkSelectionModel *pages, guint position, guint removed, guint added, GtkStack *stack)
{
  update_cb (stack);
}

void
kon_app_faces_follow (GtkStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = NULL;

  g_return_if_fail (GTK_IS_STACK (stack));

  pages = gtk_stack_get_pages (stack);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (pages_changed_cb), stack, 0);
  g_object_set_data_full (G_OBJECT (stack), "kon-app-pages", g_steal_pointer (&pages), g_object_unref);
  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (update_cb), NULL);
  update_cb (stack);
}
