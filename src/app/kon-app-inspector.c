/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppInspector: see the header. */
#include "config.h"

#include "kon-app-inspector.h"

#include <glib/gi18n.h>

#include "kon-app-result-row.h"
#include "kon-app-tab-stop.h"
#include "kon-app-time.h"

struct _KonAppInspector
{
  GtkWidget parent_instance;

  GtkListView *list;
  GtkSingleSelection *selection;
  GtkLabel *heading, *empty;
  GtkLabel *name, *size, *seen, *seen_title, *added, *camera, *took, *models, *warnings;
  GtkWidget *list_frame, *content;
};

G_DEFINE_FINAL_TYPE (KonAppInspector, kon_app_inspector, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_RESULTS,
  PROP_SELECTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
results_changed_cb (KonAppInspector *self)
{
  guint n_results = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *heading = g_strdup_printf (g_dngettext (NULL, "%u plate", "%u plates", n_results), n_results);

  gboolean has_words = n_results == 0 && *gtk_label_get_label (self->empty);

  gtk_label_set_label (self->heading, n_results > 0 ? heading : _ ("Plates"));
  gtk_widget_set_visible (GTK_WIDGET (self->heading), n_results > 0 || has_words);
  gtk_widget_set_visible (self->list_frame, n_results > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), has_words);
}

static void
selected_cb (KonAppInspector *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
kon_app_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KonAppInspector *self = KON_APP_INSPECTOR (object);

  switch (id)
    {
    case PROP_RESULTS:
      g_value_set_object (value, gtk_single_selection_get_model (self->selection));
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, gtk_single_selection_get_selected (self->selection));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KonAppInspector *self = KON_APP_INSPECTOR (object);

  switch (id)
    {
    case PROP_RESULTS:
      kon_app_inspector_set_results (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      gtk_single_selection_set_selected (self->selection, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_inspector_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KON_APP_TYPE_INSPECTOR);

  G_OBJECT_CLASS (kon_app_inspector_parent_class)->dispose (object);
}

static void
kon_app_inspector_class_init (KonAppInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kon_app_inspector_get_property;
  object_class->set_property = kon_app_inspector_set_property;
  object_class->dispose = kon_app_inspector_dispose;

  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, GTK_INVALID_LIST_POSITION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KON_APP_TYPE_RESULT_ROW);
  g_type_ensure (KON_APP_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-inspector.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inspector");
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, content);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, list);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, list_frame);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, selection);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, heading);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, empty);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, name);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, size);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, seen);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, seen_title);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, added);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, camera);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, took);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, models);
  gtk_widget_class_bind_template_child (widget_class, KonAppInspector, warnings);
  gtk_widget_class_bind_template_callback (widget_class, results_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
kon_app_inspector_init (KonAppInspector *self)
{
  static const KonAppPictureInfo nothing = { 0 };

  gtk_widget_init_template (GTK_WIDGET (self));
  results_changed_cb (self);
  kon_app_inspector_set_info (self, &nothing);
}

void
kon_app_inspector_set_results (KonAppInspector *self, GListModel *results)
{
  g_return_if_fail (KON_APP_IS_INSPECTOR (self));

  gtk_single_selection_set_model (self->selection, results);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  results_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULTS]);
}

void
kon_app_inspector_set_empty_text (KonAppInspector *self, const char *text)
{
  g_return_if_fail (KON_APP_IS_INSPECTOR (self));

  gtk_label_set_label (self->empty, text ? text : "");
  results_changed_cb (self);
}

/* ---- what is known of the picture: a line is there where something is known */

static void
set_line (GtkLabel *value, const char *text, const char *tooltip)
{
  gtk_label_set_label (value, text ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (value), tooltip);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (value)), text && *text);
}

static void
set_time (GtkLabel *value, const KonTimestamp *timestamp)
{
  g_autofree char *text = timestamp && timestamp->origin != KON_TIME_UNKNOWN ? kon_app_time_to_text (timestamp) : NULL;
  g_autofree char *tooltip = text ? kon_app_time_to_tooltip (timestamp) : NULL;

  set_line (value, text, tooltip);
}

void
kon_app_inspector_set_info (KonAppInspector *self, const KonAppPictureInfo *info)
{
  g_autofree char *name = info->name ? g_path_get_basename (info->name) : NULL;
  g_autofree char *size = NULL;
  g_autofree char *took = NULL;
  g_autofree char *warnings = NULL;
  g_autofree char *seen_title = NULL;

  g_return_if_fail (KON_APP_IS_INSPECTOR (self));

  if (info->width > 0)
    size = g_strdup_printf (_ ("%d × %d pixels"), info->width, info->height);
  if (info->total_ms > 0)
    took = info->total_ms < 1000 ? g_strdup_printf (_ ("%.0f ms"), info->total_ms) : g_strdup_printf (_ ("%.1f s"), info->total_ms / 1000);
  /* Translators: heading of the time when the vehicle was seen; %s is where the time is from: "from the camera" */
  seen_title = g_strdup_printf (_ ("Seen (%s)"), kon_app_time_get_origin_words (info->seen_at ? info->seen_at->origin : KON_TIME_UNKNOWN));
  if (info->warnings)
    warnings = g_strjoinv ("\n", (char **) info->warnings);

  set_line (self->name, name, info->location ? info->location : info->name);
  set_line (self->size, size, NULL);
  set_time (self->seen, info->seen_at);
  gtk_label_set_label (self->seen_title, seen_title);
  set_time (self->added, info->added_at);
  set_line (self->camera, info->camera, NULL);
  set_line (self->took, took, NULL);
  set_line (self->models, info->models, NULL);
  set_line (self->warnings, warnings, NULL);
}
