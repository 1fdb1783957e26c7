/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The columns of the history: see the header. */
#include "config.h"

#include "kon-app-history-columns.h"

#include <glib/gi18n.h>

#include "kon-app-result.h"
#include "kon-app-row-name.h"
#include "kon-app-thumbnail.h"
#include "kon-app-time.h"

typedef struct
{
  const char *title;
  GtkWidget *(*create) (KonAppThumbnailCache *cache);
  void (*show) (GtkWidget *cell, KonRecord *record); /* NULL record: the cell is empty again */
  gboolean expands;
  gboolean in_compact;
} Column;

static GtkWidget *
create_label (const char *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style_class);
  return label;
}

static GtkWidget *
create_thumbnail (KonAppThumbnailCache *cache)
{
  return kon_app_thumbnail_new (cache);
}

static void
show_thumbnail (GtkWidget *cell, KonRecord *record)
{
  kon_app_thumbnail_set_image (KON_APP_THUMBNAIL (cell), record ? kon_record_get_image_id (record) : NULL);
}

static GtkWidget *
create_plate (KonAppThumbnailCache *cache)
{
  return create_label ("plate-text");
}

/* The whole row in words: the plate, how sure the read is, the file, when. */
static void
name_row (GtkWidget *cell, KonAppResult *result, const KonRecordFields *fields)
{
  g_autofree char *base = fields->source_name ? g_path_get_basename (fields->source_name) : g_strdup ("");
  g_autofree char *seen = kon_app_time_to_text (&fields->seen_at);
  /* Translators: a row of the history in words: plate and confidence, the file, when it was seen: "7ABC123, sure 0.98, a.jpg, 2026-11-24 07:50" */
  g_autofree char *words = g_strdup_printf (_ ("%s, %s, %s"), kon_app_result_get_label (result), base, seen);

  kon_app_row_name (cell, words);
}

static void
show_plate (GtkWidget *cell, KonRecord *record)
{
  g_autoptr (KonAppResult) result = record ? kon_app_result_new_from_record (record) : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) classes = NULL;

  if (result)
    {
      g_object_get (result, "text", &text, "text-classes", &classes, NULL);
      gtk_widget_set_css_classes (cell, (const char **) classes);
      name_row (cell, result, kon_record_get_fields (record));
    }
  gtk_label_set_label (GTK_LABEL (cell), text ? text : "");
}

static GtkWidget *
create_confidence (KonAppThumbnailCache *cache)
{
  GtkWidget *label = create_label ("confidence");

  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

static void
show_confidence (GtkWidget *cell, KonRecord *record)
{
  g_autofree char *text = record ? kon_confidence_to_text (kon_record_get_confidence (record)) : NULL;

  gtk_label_set_label (GTK_LABEL (cell), text ? text : "");
  if (record)
    gtk_widget_set_css_classes (cell, (const char **) kon_app_confidence_classes (kon_record_get_confidence (record)));
}

static GtkWidget *
create_source (KonAppThumbnailCache *cache)
{
  GtkWidget *label = create_label ("source");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  return label;
}

static void
show_source (GtkWidget *cell, KonRecord *record)
{
  const KonRecordFields *fields = record ? kon_record_get_fields (record) : NULL;
  g_autoptr (GFile) file = fields && fields->source_uri ? g_file_new_for_uri (fields->source_uri) : NULL;
  g_autofree char *where = file ? g_file_get_parse_name (file) : NULL;
  g_autofree char *base = fields && fields->source_name ? g_path_get_basename (fields->source_name) : NULL;

  gtk_label_set_label (GTK_LABEL (cell), base ? base : "");
  gtk_widget_set_tooltip_text (cell, where ? where : base);
}

static GtkWidget *
create_time (KonAppThumbnailCache *cache)
{
  GtkWidget *label = create_label ("numeric");

  /* Date over time of day where there is little room. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  return label;
}

static void
show_time (GtkWidget *cell, const KonTimestamp *timestamp)
{
  g_autofree char *text = timestamp ? kon_app_time_to_text (timestamp) : NULL;
  g_autofree char *tooltip = timestamp ? kon_app_time_to_tooltip (timestamp) : NULL;

  gtk_label_set_label (GTK_LABEL (cell), text ? text : "");
  gtk_widget_set_tooltip_text (cell, tooltip);
}

static void
show_seen (GtkWidget *cell, KonRecord *record)
{
  show_time (cell, record ? &kon_record_get_fields (record)->seen_at : NULL);
}

static void
show_added (GtkWidget *cell, KonRecord *record)
{
  show_time (cell, record ? &kon_record_get_fields (record)->added_at : NULL);
}

static const Column columns[] = {
  { N_ ("Picture"), create_thumbnail, show_thumbnail, FALSE, TRUE },
  { N_ ("Plate"), create_plate, show_plate, FALSE, TRUE },
  { N_ ("Confidence"), create_confidence, show_confidence, FALSE, TRUE },
  { N_ ("Source"), create_source, show_source, TRUE, FALSE },
  /* Translators: title of the column with the time when the vehicle was seen */
  { N_ ("Seen"), create_time, show_seen, FALSE, TRUE },
  /* Translators: title of the column with the time when the read was added to the history */
  { N_ ("Added"), create_time, show_added, FALSE, FALSE },
};

#define COLUMN_KEY "kon-app-column"
#define CACHE_KEY "kon-app-cache"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  gtk_list_item_set_child (item, column->create (g_object_get_data (G_OBJECT (factory), CACHE_KEY)));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  column->show (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  column->show (gtk_list_item_get_child (item), NULL);
}

void
kon_app_history_columns_add (GtkColumnView *view, KonAppThumbnailCache *cache)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_object_set_data_full (G_OBJECT (factory), CACHE_KEY, g_object_ref (cache), g_object_unref);
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) &columns[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) &columns[i]);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), (gpointer) &columns[i]);
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      gtk_column_view_column_set_expand (column, columns[i].expands);
      g_object_set_data (G_OBJECT (column), COLUMN_KEY, (gpointer) &columns[i]);
      gtk_column_view_append_column (view, column);
    }
}

void
kon_app_history_columns_set_compact (GtkColumnView *view, gboolean compact)
{
  GListModel *model = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (model, i);
      const Column *row = g_object_get_data (G_OBJECT (column), COLUMN_KEY);

      gtk_column_view_column_set_visible (column, !compact || row->in_compact);
      /* Some column always takes the room that is left. */
      gtk_column_view_column_set_expand (column, row->expands || (compact && row->show == show_seen));
    }
}
