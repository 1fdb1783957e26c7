/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPictureView: see the header. */
#include "config.h"

#include "kon-app-picture-view-private.h"

#include <glib/gi18n.h>

#include "kon-app-faces.h"

G_DEFINE_FINAL_TYPE (KonAppPictureView, kon_app_picture_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SHOW_INSPECTOR,
  PROP_INSPECTOR_FOLDED,
  PROP_SELECTED,
  PROP_SHOW_BOXES,
  PROP_SHOW_LABELS,
  PROP_ENHANCED,
  N_PROPS,
};

enum
{
  SIGNAL_READY,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
has_picture (KonAppPictureView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->faces), "picture") == 0;
}

void
kon_app_picture_view_set_face (KonAppPictureView *self, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->faces));

  gtk_stack_set_visible_child_name (self->faces, name);
  if (had_focus) /* it went with the face that was shown */
    kon_app_picture_view_focus_picture (self);
  for (guint i = 0; i < self->actions->len; i++)
    g_simple_action_set_enabled (g_ptr_array_index (self->actions, i), has_picture (self));
}

void
kon_app_picture_view_ready (KonAppPictureView *self)
{
  g_signal_emit (self, signals[SIGNAL_READY], 0);
}

void
kon_app_picture_view_failed (KonAppPictureView *self, GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
update_zoom (gpointer user_data)
{
  KonAppPictureView *self = user_data;
  g_autofree char *percent = NULL;
  double zoom;

  self->zoom_source = 0;
  g_object_get (self->canvas, "zoom", &zoom, NULL);
  /* Translators: how large a picture is seen, in hundredths */
  percent = g_strdup_printf (_ ("%d%%"), (int) (zoom * 100 + 0.5));
  gtk_menu_button_set_label (self->zoom_button, percent);
}

/* Not at once: the canvas may be in the midst of being laid out. */
static void
zoom_cb (KonAppPictureView *self)
{
  if (self->zoom_source == 0)
    self->zoom_source = g_idle_add_once (update_zoom, self);
}

/* ---- the inspector */

static gboolean
is_folded (KonAppPictureView *self)
{
  gboolean folded;

  g_object_get (self->flap, "folded", &folded, NULL);
  return folded;
}

static void
revealed_cb (KonAppPictureView *self)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->inspector), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !kon_app_picture_view_get_show_inspector (self), -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_INSPECTOR]);
}

static void
folded_cb (KonAppPictureView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR_FOLDED]);
}

static void
selected_cb (KonAppPictureView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
kon_app_picture_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KonAppPictureView *self = KON_APP_PICTURE_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, kon_app_picture_view_get_show_inspector (self));
      break;
    case PROP_INSPECTOR_FOLDED:
      g_value_set_boolean (value, is_folded (self));
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, kon_app_canvas_get_selected (self->canvas));
      break;
    case PROP_SHOW_BOXES:
    case PROP_SHOW_LABELS:
      g_object_get_property (G_OBJECT (self->canvas), pspec->name, value);
      break;
    case PROP_ENHANCED:
      g_value_set_boolean (value, self->enhanced);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_overlay (KonAppPictureView *self, const GValue *value, GParamSpec *pspec)
{
  g_object_set_property (G_OBJECT (self->canvas), pspec->name, value);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
set_enhanced (KonAppPictureView *self, gboolean enhanced)
{
  if (self->enhanced == enhanced)
    return;
  self->enhanced = enhanced;
  kon_app_picture_view_update_better (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENHANCED]);
}

static void
kon_app_picture_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KonAppPictureView *self = KON_APP_PICTURE_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_INSPECTOR:
      kon_app_picture_view_set_show_inspector (self, g_value_get_boolean (value));
      break;
    case PROP_SELECTED:
      kon_app_picture_view_select (self, g_value_get_uint (value));
      break;
    case PROP_SHOW_BOXES:
    case PROP_SHOW_LABELS:
      set_overlay (self, value, pspec);
      break;
    case PROP_ENHANCED:
      set_enhanced (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_picture_view_dispose (GObject *object)
{
  KonAppPictureView *self = KON_APP_PICTURE_VIEW (object);

  kon_app_picture_view_forget (self);
  g_clear_handle_id (&self->zoom_source, g_source_remove);

  G_OBJECT_CLASS (kon_app_picture_view_parent_class)->dispose (object);
}

static void
kon_app_picture_view_finalize (GObject *object)
{
  g_ptr_array_unref (KON_APP_PICTURE_VIEW (object)->actions);

  G_OBJECT_CLASS (kon_app_picture_view_parent_class)->finalize (object);
}

static void
kon_app_picture_view_class_init (KonAppPictureViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kon_app_picture_view_get_property;
  object_class->set_property = kon_app_picture_view_set_property;
  object_class->dispose = kon_app_picture_view_dispose;
  object_class->finalize = kon_app_picture_view_finalize;

  properties[PROP_SHOW_INSPECTOR] = g_param_spec_boolean ("show-inspector", NULL, NULL, TRUE, flags);
  properties[PROP_INSPECTOR_FOLDED] =
    g_param_spec_boolean ("inspector-folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, GTK_INVALID_LIST_POSITION, flags);
  properties[PROP_SHOW_BOXES] = g_param_spec_boolean ("show-boxes", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_LABELS] = g_param_spec_boolean ("show-labels", NULL, NULL, TRUE, flags);
  properties[PROP_ENHANCED] = g_param_spec_boolean ("enhanced", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_READY] = g_signal_new ("ready", KON_APP_TYPE_PICTURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", KON_APP_TYPE_PICTURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (KON_APP_TYPE_CANVAS);
  g_type_ensure (KON_APP_TYPE_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-picture-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, flap);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, faces);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, canvas);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, inspector);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, problem);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, first);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, second);
  gtk_widget_class_bind_template_child (widget_class, KonAppPictureView, zoom_button);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "look_cb", G_CALLBACK (kon_app_picture_view_look));
  gtk_widget_class_bind_template_callback (widget_class, zoom_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "compare_cb", G_CALLBACK (kon_app_picture_view_update_better));
}

static void
kon_app_picture_view_init (KonAppPictureView *self)
{
  self->actions = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  kon_app_faces_follow (self->faces);
  zoom_cb (self);
}

void
kon_app_picture_view_set_results (KonAppPictureView *self, GListModel *results)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));

  kon_app_inspector_set_results (self->inspector, results);
  kon_app_canvas_set_results (self->canvas, results);
}

void
kon_app_picture_view_set_empty_text (KonAppPictureView *self, const char *text)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));
  kon_app_inspector_set_empty_text (self->inspector, text);
}

void
kon_app_picture_view_set_info (KonAppPictureView *self, const KonAppPictureInfo *info)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));
  kon_app_inspector_set_info (self->inspector, info);
}

static void
set_step (GtkButton *button, const char *label, const char *action)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (!label)
    return;
  gtk_button_set_label (button, label);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
}

void
kon_app_picture_view_set_problem (KonAppPictureView *self, const char *icon_name, const char *title, const char *sentence,
                                  const char *action_label, const char *action, const char *second_label, const char *second_action)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));

  markup = g_markup_escape_text (sentence ? sentence : "", -1);
  adw_status_page_set_icon_name (self->problem, icon_name);
  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, markup);
  set_step (self->first, action_label, action);
  set_step (self->second, second_label, second_action);
  kon_app_picture_view_clear (self);
  kon_app_picture_view_set_face (self, "problem");
}

gboolean
kon_app_picture_view_get_show_inspector (KonAppPictureView *self)
{
  gboolean shown;

  g_return_val_if_fail (KON_APP_IS_PICTURE_VIEW (self), FALSE);

  g_object_get (self->flap, "reveal-flap", &shown, NULL);
  return shown;
}

void
kon_app_picture_view_set_show_inspector (KonAppPictureView *self, gboolean show)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));
  g_object_set (self->flap, "reveal-flap", show, NULL);
}

gpointer
kon_app_picture_view_get_selected_result (KonAppPictureView *self)
{
  GListModel *results = kon_app_picture_view_get_results (self);
  guint n_results = results ? g_list_model_get_n_items (results) : 0;
  guint selected = kon_app_canvas_get_selected (self->canvas);
  g_autoptr (GObject) result = NULL;

  if (selected == GTK_INVALID_LIST_POSITION && n_results == 1)
    selected = 0;
  if (selected >= n_results)
    return NULL;
  result = g_list_model_get_item (results, selected);
  return result; /* the model holds it */
}

void
kon_app_picture_view_select (KonAppPictureView *self, guint position)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));
  kon_app_canvas_set_selected (self->canvas, position);
}

GListModel *
kon_app_picture_view_get_results (KonAppPictureView *self)
{
  GListModel *results = NULL;

  g_return_val_if_fail (KON_APP_IS_PICTURE_VIEW (self), NULL);

  g_object_get (self->canvas, "results", &results, NULL);
  if (results)
    g_object_unref (results); /* the canvas holds it */
  return results;
}

void
kon_app_picture_view_focus_picture (KonAppPictureView *self)
{
  g_return_if_fail (KON_APP_IS_PICTURE_VIEW (self));
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->faces), "problem") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_widget_get_visible (GTK_WIDGET (self->first)) ? self->first : self->second));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}
