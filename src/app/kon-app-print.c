/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Onto paper: see the header. Lengths are in points. */
#include "config.h"

#include "kon-app-print.h"

#include <glib/gi18n.h>

#include "kon-app-result.h"
#include "kon-app-time.h"

#define TITLE_HEIGHT 40.0
#define ROW_HEIGHT 22.0
#define GAP 14.0

/* The picture takes at most this share of the first page. */
#define PICTURE_SHARE 0.6

/* Of a printer, to the point: 300 to the inch. */
#define DOTS (300.0 / 72)

typedef struct
{
  char *name;
  KonDrawPicture *picture;
  GPtrArray *results; /* of KonAppResult */
  KonTimestamp seen_at;
  guint rows_first, rows_later; /* on the first page, on each further one */
} Paper;

static void
paper_free (gpointer data, GClosure *closure)
{
  Paper *paper = data;

  g_free (paper->name);
  kon_draw_picture_unref (paper->picture);
  g_ptr_array_unref (paper->results);
  g_free (paper);
}

static double
picture_height (Paper *paper, double page_width, double page_height)
{
  int width = kon_draw_picture_get_width (paper->picture), height = kon_draw_picture_get_height (paper->picture);

  return MIN (page_width * height / width, page_height * PICTURE_SHARE);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Paper *paper = user_data;
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  double left_first = height - TITLE_HEIGHT - picture_height (paper, width, height) - 2 * GAP - ROW_HEIGHT;
  guint n_pages = 1;

  paper->rows_first = (guint) MAX (left_first / ROW_HEIGHT, 1);
  paper->rows_later = (guint) MAX ((height - ROW_HEIGHT) / ROW_HEIGHT, 1);
  if (paper->results->len > paper->rows_first)
    n_pages += (paper->results->len - paper->rows_first + paper->rows_later - 1) / paper->rows_later;
  gtk_print_operation_set_n_pages (operation, (int) n_pages);
}

/* Writes @text with its upper left corner at the point. */
static void
write_text (GtkPrintContext *context, const char *text, const char *font, double x, double y, double max_width)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (description);
}

static void
draw_title (Paper *paper, GtkPrintContext *context)
{
  double width = gtk_print_context_get_width (context);
  g_autofree char *time = kon_app_time_to_tooltip (&paper->seen_at);

  write_text (context, paper->name, "Sans Bold 13", 0, 0, width);
  write_text (context, time, "Sans 9", 0, 20, width);
}

static void
draw_picture (Paper *paper, GtkPrintContext *context)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double page_width = gtk_print_context_get_width (context);
  double height = picture_height (paper, page_width, gtk_print_context_get_height (context));
  double scale = height / kon_draw_picture_get_height (paper->picture);
  double width = kon_draw_picture_get_width (paper->picture) * scale;
  KonDrawView view = { .scale = scale, .line_scale = 1, .area_width = width, .area_height = height };
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (KonDrawItem));

  for (guint i = 0; i < paper->results->len; i++)
    {
      KonDrawItem item = kon_app_result_to_draw_item (g_ptr_array_index (paper->results, i));

      g_array_append_val (items, item);
    }

  cairo_save (cr);
  cairo_translate (cr, (page_width - width) / 2, TITLE_HEIGHT);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  kon_draw_picture_paint (cr, paper->picture, &view, DOTS);
  kon_draw_items (cr, &view, (KonDrawItem *) items->data, items->len);
  cairo_restore (cr);
}

static void
draw_line (GtkPrintContext *context, double y)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, gtk_print_context_get_width (context), y);
  cairo_stroke (cr);
}

static void
draw_table (Paper *paper, GtkPrintContext *context, guint first, guint n_rows, double y)
{
  double width = gtk_print_context_get_width (context);

  write_text (context, _ ("Plate"), "Sans Bold 10", 0, y, width / 2);
  write_text (context, _ ("Confidence"), "Sans Bold 10", width / 2, y, width / 2);
  draw_line (context, y + ROW_HEIGHT - 4);
  y += ROW_HEIGHT;

  for (guint i = first; i < MIN (first + n_rows, paper->results->len); i++, y += ROW_HEIGHT)
    {
      KonAppResult *result = g_ptr_array_index (paper->results, i);
      const char *text = kon_app_result_get_text (result);
      g_autofree char *confidence = kon_confidence_to_text (kon_app_result_get_confidence (result));

      write_text (context, *text ? text : _ ("not readable"), "Monospace Bold 12", 0, y, width / 2);
      write_text (context, confidence, "Sans 10", width / 2, y + 1, width / 2);
    }
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  Paper *paper = user_data;
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  double y = TITLE_HEIGHT + picture_height (paper, width, height) + GAP;

  cairo_set_source_rgb (gtk_print_context_get_cairo_context (context), 0, 0, 0);
  if (page > 0)
    {
      draw_table (paper, context, paper->rows_first + (guint) (page - 1) * paper->rows_later, paper->rows_later, 0);
      return;
    }
  draw_title (paper, context);
  draw_picture (paper, context);
  cairo_set_source_rgb (gtk_print_context_get_cairo_context (context), 0, 0, 0);
  if (paper->results->len > 0)
    draw_table (paper, context, 0, paper->rows_first, y);
  else
    write_text (context, _ ("No plate found in this picture"), "Sans 10", 0, y, width);
}

GtkPrintOperation *
kon_app_print_operation_new (const KonAppPrintJob *job)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Paper *paper = g_new0 (Paper, 1);

  paper->name = g_strdup (job->name);
  paper->picture = kon_draw_picture_ref (job->picture);
  paper->results = g_ptr_array_new_with_free_func (g_object_unref);
  if (job->seen_at)
    paper->seen_at = *job->seen_at;
  for (guint i = 0; i < g_list_model_get_n_items (job->results); i++)
    g_ptr_array_add (paper->results, g_list_model_get_item (job->results, i));

  gtk_print_operation_set_job_name (operation, paper->name);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), paper);
  /* The last handler owns the paper: it goes with the operation. */
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), paper, paper_free, 0);
  return operation;
}

gboolean
kon_app_print (const KonAppPrintJob *job, GtkWindow *parent, char **out_message)
{
  g_autoptr (GtkPrintOperation) operation = kon_app_print_operation_new (job);
  g_autoptr (GError) error = NULL;

  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, &error) != GTK_PRINT_OPERATION_RESULT_ERROR)
    return TRUE;
  *out_message = g_strdup_printf (_ ("“%s” could not be printed: %s"), job->name, error->message);
  return FALSE;
}
