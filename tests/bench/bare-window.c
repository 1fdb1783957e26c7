/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The least that any libadwaita program shows: a header bar with a menu and a page with an icon. What it takes to come to the
 * screen is the floor under what our own window takes. Links nothing of ours. */
#include <adwaita.h>

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header_bar = adw_header_bar_new ();
  GtkWidget *menu_button = gtk_menu_button_new ();
  GtkWidget *page = adw_status_page_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu_button), "open-menu-symbolic");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header_bar), menu_button);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "image-x-generic-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), "Nothing here");
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (content), header_bar);
  gtk_box_append (GTK_BOX (content), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("com.konnetec.BareWindow", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
