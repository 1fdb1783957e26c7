/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppWindow, the ways in for pictures: file chooser, folder chooser, clipboard, drag and drop, command line. All end at the
 * Workspace page. */
#include "config.h"

#include "kon-app-window-private.h"

#include <glib/gi18n.h>

/* What a pasted picture may be, the exact kinds first. */
static const char *const picture_types[] = { "image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", NULL };

/* A pasted picture larger than this is not one. */
#define MAX_PASTED_BYTES (512 * 1024 * 1024)

void
kon_app_window_open_files (KonAppWindow *self, GFile **files, guint n_files)
{
  g_return_if_fail (KON_APP_IS_WINDOW (self));

  if (n_files > 0)
    kon_app_workspace_page_open_files (kon_app_window_show_workspace (self), files, n_files);
}

void
kon_app_window_reopen_pictures (KonAppWindow *self)
{
  g_auto (GStrv) uris = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (KON_APP_IS_WINDOW (self));

  if (self->reopened || !g_settings_get_boolean (self->settings, "reopen-pictures"))
    return;
  self->reopened = TRUE;

  uris = g_settings_get_strv (self->settings, "last-pictures");
  for (guint i = 0; uris[i]; i++)
    g_ptr_array_add (files, g_file_new_for_uri (uris[i]));
  if (files->len > 0)
    kon_app_workspace_page_open_files (kon_app_window_show_workspace (self), (GFile **) files->pdata, files->len);
}

static void
open_list_model (KonAppWindow *self, GListModel *list)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (files, g_list_model_get_item (list, i));
  kon_app_window_open_files (self, (GFile **) files->pdata, files->len);
}

/* ---- choosers */

static void
chooser_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (KonAppWindow) self = user_data;
  g_autoptr (GListModel) list = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      list = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      open_list_model (self, list);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
show_chooser (KonAppWindow *self, GtkFileChooserAction action, const char *title)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, _ ("_Open"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    {
      g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new ();
      g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

      gtk_file_filter_set_name (pictures, _ ("Pictures"));
      gtk_file_filter_add_mime_type (pictures, "image/*");
      gtk_file_filter_set_name (all, _ ("All files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
    }
  g_signal_connect (dialog, "response", G_CALLBACK (chooser_response_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_chooser (KON_APP_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Open pictures"));
}

static void
open_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_chooser (KON_APP_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("Open a folder of pictures"));
}

/* ---- clipboard */

static void
open_bytes (KonAppWindow *self, GBytes *bytes)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  g_autofree char *name = NULL;

  if (g_bytes_get_size (bytes) == 0)
    {
      kon_app_window_say (self, _ ("The clipboard holds no picture and no files"));
      return;
    }
  /* Translators: the name of a pasted picture; %s is the time of day */
  name = g_strdup_printf (_ ("Pasted at %s"), time);
  kon_app_workspace_page_open_bytes (kon_app_window_show_workspace (self), bytes, name);
}

static void
pasted_spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      g_autofree char *message = g_strdup_printf (_ ("The picture on the clipboard could not be fetched: %s"), error->message);

      kon_app_window_say (self, message);
      return;
    }
  if (!self->engine)
    return;
  if (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (source)) > MAX_PASTED_BYTES)
    {
      kon_app_window_say (self, _ ("The picture on the clipboard is too large"));
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  open_bytes (self, bytes);
}

static void
pasted_stream_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppWindow) self = user_data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GOutputStream) memory = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
  if (!stream || !self->engine)
    {
      kon_app_window_say (self, _ ("The picture on the clipboard could not be fetched. Copy it again"));
      return;
    }
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, self->cancellable, pasted_spliced_cb, g_object_ref (self));
}

static void
open_file_list_value (KonAppWindow *self, const GValue *value)
{
  GSList *list = g_value_get_boxed (value);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *l = list; l; l = l->next)
    g_ptr_array_add (files, l->data);
  kon_app_window_open_files (self, (GFile **) files->pdata, files->len);
}

static void
pasted_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value && self->engine)
    open_file_list_value (self, value);
  else
    kon_app_window_say (self, _ ("The files on the clipboard could not be fetched. Copy them again"));
}

static void
paste_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KonAppWindow *self = KON_APP_WINDOW (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable, pasted_files_cb,
                                      g_object_ref (self));
      return;
    }
  for (guint i = 0; picture_types[i]; i++)
    if (gdk_content_formats_contain_mime_type (formats, picture_types[i]))
      {
        const char *types[] = { picture_types[i], NULL };

        gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, self->cancellable, pasted_stream_cb, g_object_ref (self));
        return;
      }
  kon_app_window_say (self, _ ("The clipboard holds no picture and no files"));
}

/* ---- drag and drop */

static void
encode_texture_thread (GTask *task, gpointer source, gpointer texture, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (texture), (GDestroyNotify) g_bytes_unref);
}

static void
texture_encoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KonAppWindow *self = KON_APP_WINDOW (source);
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (bytes && self->engine)
    open_bytes (self, bytes);
}

static gboolean
dropped_cb (KonAppWindow *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      open_file_list_value (self, value);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      GFile *file = g_value_get_object (value);

      kon_app_window_open_files (self, &file, 1);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      g_autoptr (GTask) task = g_task_new (self, self->cancellable, texture_encoded_cb, NULL);

      g_task_set_task_data (task, g_value_dup_object (value), g_object_unref);
      g_task_run_in_thread (task, encode_texture_thread);
      return TRUE;
    }
  return FALSE;
}

static void
drop_hint_cb (GtkDropTarget *target, GParamSpec *pspec, KonAppWindow *self)
{
  gtk_widget_set_visible (self->drop_hint, gtk_drop_target_get_current_drop (target) != NULL);
}

void
kon_app_window_init_dropping (KonAppWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  g_signal_connect (target, "notify::current-drop", G_CALLBACK (drop_hint_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
kon_app_window_class_install_opening (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "win.open-folder", NULL, open_folder_cb);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
}
