/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppTabStop: see the header. */
#include "config.h"

#include "kon-app-tab-stop.h"

struct _KonAppTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (KonAppTabStop, kon_app_tab_stop, ADW_TYPE_BIN)

static gboolean
has_focus_inside (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, widget);
}

static gboolean
kon_app_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if ((direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD) && has_focus_inside (widget))
    return FALSE; /* on to what comes after */
  return GTK_WIDGET_CLASS (kon_app_tab_stop_parent_class)->focus (widget, direction);
}

static void
kon_app_tab_stop_class_init (KonAppTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = kon_app_tab_stop_focus;
}

static void
kon_app_tab_stop_init (KonAppTabStop *self)
{
}
