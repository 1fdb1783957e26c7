/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppCanvas: see the header. */
#include "config.h"

#include "kon-app-canvas.h"

#include <cairo.h>
#include <glib/gi18n.h>

#include "kon-app-result.h"

/* Room around the picture, so that selected boxes at its edge stay visible. */
#define MARGIN 12

/* Small pictures grow, but not into a blur. */
#define MAX_SCALE 4.0

struct _KonAppCanvas
{
  GtkWidget parent_instance;

  GdkTexture *texture;
  int picture_width, picture_height;
  char *name;

  GListModel *results;
  GPtrArray *shown; /* of KonAppResult: holds what the labels of items belong to */
  GArray *items;    /* of KonDrawItem */
  guint selected;
  int hovered;
};

G_DEFINE_FINAL_TYPE (KonAppCanvas, kon_app_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_RESULTS,
  PROP_SELECTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static KonDrawView
make_view (KonAppCanvas *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double across = MAX (width - 2 * MARGIN, 1) / MAX (self->picture_width, 1);
  double down = MAX (height - 2 * MARGIN, 1) / MAX (self->picture_height, 1);
  KonDrawView view = { .scale = MIN (MIN (across, down), MAX_SCALE), .line_scale = 1, .area_width = width, .area_height = height };

  view.offset_x = (width - view.scale * self->picture_width) / 2;
  view.offset_y = (height - view.scale * self->picture_height) / 2;
  return view;
}

static void
update_label (KonAppCanvas *self)
{
  g_autofree char *base = self->name ? g_path_get_basename (self->name) : NULL;
  g_autoptr (GString) words = g_string_new (base ? base : _ ("No picture"));

  for (guint i = 0; i < self->shown->len; i++)
    g_string_append_printf (words, "; %s", kon_app_result_get_label (g_ptr_array_index (self->shown, i)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

static void
rebuild_items (KonAppCanvas *self)
{
  guint n_results = self->results ? g_list_model_get_n_items (self->results) : 0;

  g_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < n_results; i++)
    {
      KonAppResult *result = g_list_model_get_item (self->results, i);
      KonDrawItem item = kon_app_result_to_draw_item (result);

      item.selected = i == self->selected;
      item.hovered = (int) i == self->hovered;
      g_ptr_array_add (self->shown, result);
      g_array_append_val (self->items, item);
    }
}

static void
results_changed_cb (KonAppCanvas *self)
{
  self->hovered = -1;
  rebuild_items (self);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
find_item_at (KonAppCanvas *self, double x, double y)
{
  KonDrawView view = make_view (self);

  return self->texture ? kon_draw_hit_test (&view, (KonDrawItem *) self->items->data, self->items->len, x, y) : -1;
}

/* ---- what the person does */

static void
pressed_cb (KonAppCanvas *self, int n_press, double x, double y)
{
  int item = find_item_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  kon_app_canvas_set_selected (self, item < 0 ? GTK_INVALID_LIST_POSITION : (guint) item);
}

static void
hover (KonAppCanvas *self, int item)
{
  if (item == self->hovered)
    return;
  self->hovered = item;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), item < 0 ? NULL : "pointer");
  rebuild_items (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (KonAppCanvas *self, double x, double y)
{
  hover (self, find_item_at (self, x, y));
}

static void
leave_cb (KonAppCanvas *self)
{
  hover (self, -1);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *step, gpointer user_data)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);
  int n_items = (int) self->items->len;
  int next;

  if (n_items == 0)
    return FALSE;
  if (self->selected == GTK_INVALID_LIST_POSITION)
    next = g_variant_get_int32 (step) > 0 ? 0 : n_items - 1;
  else
    next = CLAMP ((int) self->selected + g_variant_get_int32 (step), 0, n_items - 1);
  kon_app_canvas_set_selected (self, (guint) next);
  return TRUE;
}

/* ---- widget */

static void
kon_app_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);
  KonDrawView view = make_view (self);
  graphene_rect_t area;
  cairo_t *cr;

  if (!self->texture)
    return;

  graphene_rect_init (&area, (float) view.offset_x, (float) view.offset_y, (float) (view.scale * self->picture_width),
                      (float) (view.scale * self->picture_height));
  gtk_snapshot_append_texture (snapshot, self->texture, &area);

  if (self->items->len == 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) view.area_width, (float) view.area_height));
  kon_draw_items (cr, &view, (KonDrawItem *) self->items->data, self->items->len);
  cairo_destroy (cr);
}

static void
kon_app_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
}

static void
kon_app_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KonAppCanvas *self = KON_APP_CANVAS (object);

  switch (id)
    {
    case PROP_RESULTS:
      g_value_set_object (value, self->results);
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KonAppCanvas *self = KON_APP_CANVAS (object);

  switch (id)
    {
    case PROP_RESULTS:
      kon_app_canvas_set_results (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      kon_app_canvas_set_selected (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_canvas_dispose (GObject *object)
{
  KonAppCanvas *self = KON_APP_CANVAS (object);

  kon_app_canvas_set_results (self, NULL);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (kon_app_canvas_parent_class)->dispose (object);
}

static void
kon_app_canvas_finalize (GObject *object)
{
  KonAppCanvas *self = KON_APP_CANVAS (object);

  g_ptr_array_unref (self->shown);
  g_array_unref (self->items);
  g_free (self->name);

  G_OBJECT_CLASS (kon_app_canvas_parent_class)->finalize (object);
}

static void
kon_app_canvas_class_init (KonAppCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kon_app_canvas_get_property;
  object_class->set_property = kon_app_canvas_set_property;
  object_class->dispose = kon_app_canvas_dispose;
  object_class->finalize = kon_app_canvas_finalize;
  widget_class->snapshot = kon_app_canvas_snapshot;
  widget_class->measure = kon_app_canvas_measure;

  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, GTK_INVALID_LIST_POSITION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, step_cb, "i", 1);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kon_app_canvas_init (KonAppCanvas *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->items = g_array_new (FALSE, FALSE, sizeof (KonDrawItem));
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->selected = GTK_INVALID_LIST_POSITION;
  self->hovered = -1;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  update_label (self);
}

void
kon_app_canvas_set_picture (KonAppCanvas *self, GdkTexture *texture, int width, int height, const char *name)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  g_set_object (&self->texture, texture);
  self->picture_width = width;
  self->picture_height = height;
  g_free (self->name);
  self->name = g_strdup (name);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
kon_app_canvas_set_results (KonAppCanvas *self, GListModel *results)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  if (self->results == results)
    return;
  if (self->results)
    g_signal_handlers_disconnect_by_func (self->results, results_changed_cb, self);
  g_set_object (&self->results, results);
  if (results)
    g_signal_connect_swapped (results, "items-changed", G_CALLBACK (results_changed_cb), self);
  kon_app_canvas_set_selected (self, GTK_INVALID_LIST_POSITION);
  results_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULTS]);
}

guint
kon_app_canvas_get_selected (KonAppCanvas *self)
{
  g_return_val_if_fail (KON_APP_IS_CANVAS (self), GTK_INVALID_LIST_POSITION);
  return self->selected;
}

void
kon_app_canvas_set_selected (KonAppCanvas *self, guint selected)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  if (self->selected == selected)
    return;
  self->selected = selected;
  rebuild_items (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
