/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppCanvas: see the header. What the person does is in kon-app-canvas-input.c. */
#include "config.h"

#include "kon-app-canvas-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "kon-app-result.h"

/* After the view has moved, so long until what is missing is asked for: many steps of one movement ask once. */
#define LOOK_DELAY_MS 80

G_DEFINE_FINAL_TYPE (KonAppCanvas, kon_app_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_RESULTS,
  PROP_SELECTED,
  PROP_SHOW_BOXES,
  PROP_SHOW_LABELS,
  PROP_ZOOM,
  PROP_COMPARING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint look_signal;

/* ---- items */

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
      if (!self->show_labels)
        item.label = NULL;
      g_ptr_array_add (self->shown, result);
      g_array_append_val (self->items, item);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
results_changed_cb (KonAppCanvas *self)
{
  self->hovered = -1;
  rebuild_items (self);
  update_label (self);
}

int
kon_app_canvas_find_item (KonAppCanvas *self, double x, double y)
{
  KonDrawView view = kon_app_view_get_draw_view (&self->view);

  if (!self->whole || !self->show_boxes)
    return -1;
  return kon_draw_hit_test (&view, (KonDrawItem *) self->items->data, self->items->len, x, y);
}

void
kon_app_canvas_set_hovered (KonAppCanvas *self, int item)
{
  if (item == self->hovered)
    return;
  self->hovered = item;
  rebuild_items (self);
}

/* ---- the view */

static gboolean
get_wanted (KonAppCanvas *self, KonLook *out)
{
  KonBox part = { 0 };

  if (!self->whole || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  if (self->part)
    part = kon_draw_picture_get_part (self->part);
  return kon_app_view_get_wanted (&self->view, kon_draw_picture_get_scale (self->whole), self->part ? &part : NULL,
                                  self->part ? kon_draw_picture_get_scale (self->part) : 0, out);
}

static gboolean
look_cb (gpointer user_data)
{
  KonAppCanvas *self = user_data;
  KonLook wanted;

  self->look_source = 0;
  if (get_wanted (self, &wanted))
    g_signal_emit (self, look_signal, 0, &wanted);
  return G_SOURCE_REMOVE;
}

void
kon_app_canvas_view_changed (KonAppCanvas *self)
{
  KonLook wanted;

  if (self->look_source == 0 && get_wanted (self, &wanted))
    self->look_source = g_timeout_add (LOOK_DELAY_MS, look_cb, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
kon_app_canvas_set_comparing (KonAppCanvas *self, gboolean comparing)
{
  if (self->comparing == comparing)
    return;
  self->comparing = comparing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPARING]);
}

static void
kon_app_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);

  kon_app_view_set_area (&self->view, width, height, gtk_widget_get_scale_factor (widget));
  kon_app_canvas_view_changed (self);
}

static void
scale_factor_cb (KonAppCanvas *self)
{
  kon_app_view_set_area (&self->view, self->view.width, self->view.height, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  kon_app_canvas_view_changed (self);
}

/* ---- painting */

/* Whether the part hides all of the whole that is seen. */
static gboolean
covers (KonAppCanvas *self)
{
  KonBox part = kon_draw_picture_get_part (self->part), seen = kon_app_view_get_visible (&self->view);

  return part.x <= seen.x && part.y <= seen.y && part.x + part.w >= seen.x + seen.w && part.y + part.h >= seen.y + seen.h;
}

/* A surface to paint on, of so many pixels of the screen. New memory for each frame would take longer than the painting. */
static cairo_surface_t *
take_buffer (KonAppCanvas *self, int width, int height)
{
  cairo_surface_t **buffer = &self->buffers[self->buffer ^= 1];

  if (!*buffer || cairo_image_surface_get_width (*buffer) != width || cairo_image_surface_get_height (*buffer) != height)
    {
      g_clear_pointer (buffer, cairo_surface_destroy);
      *buffer = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    }
  cairo_surface_set_device_scale (*buffer, self->view.device, self->view.device);
  return *buffer;
}

static void
drop_buffers (KonAppCanvas *self)
{
  g_clear_pointer (&self->buffers[0], cairo_surface_destroy);
  g_clear_pointer (&self->buffers[1], cairo_surface_destroy);
}

/* The pixels of the picture as the screen needs them. They are put together here, because a renderer may take all of a picture
 * in hand for each frame to show a part of it. */
static void
snapshot_picture (KonAppCanvas *self, GtkSnapshot *snapshot, const KonDrawView *view)
{
  double device = self->view.device;
  double left = MAX (view->offset_x, 0), top = MAX (view->offset_y, 0); /* whole pixels of the screen, both */
  double right = MIN (round ((view->offset_x + view->scale * self->view.picture_width) * device) / device, view->area_width);
  double bottom = MIN (round ((view->offset_y + view->scale * self->view.picture_height) * device) / device, view->area_height);
  int width = (int) round ((right - left) * device), height = (int) round ((bottom - top) * device);
  KonDrawView moved = *view;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;

  surface = take_buffer (self, width, height);
  cr = cairo_create (surface);
  moved.offset_x -= left;
  moved.offset_y -= top;
  if (!self->part || !covers (self))
    kon_draw_picture_paint (cr, self->whole, &moved, device);
  if (self->part)
    kon_draw_picture_paint (cr, self->part, &moved, device);
  cairo_destroy (cr);

  cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (width / device), (float) (height / device)));
  cairo_set_source_surface (cr, surface, left, top);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
kon_app_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);
  KonDrawView view = kon_app_view_get_draw_view (&self->view);
  cairo_t *cr;

  if (!self->whole)
    return;
  snapshot_picture (self, snapshot, &view);
  if (self->items->len == 0 || !self->show_boxes)
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

/* ---- object */

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
    case PROP_SHOW_BOXES:
      g_value_set_boolean (value, self->show_boxes);
      break;
    case PROP_SHOW_LABELS:
      g_value_set_boolean (value, self->show_labels);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->view.zoom);
      break;
    case PROP_COMPARING:
      g_value_set_boolean (value, self->comparing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_flag (KonAppCanvas *self, gboolean *flag, gboolean value, GParamSpec *pspec)
{
  if (*flag == value)
    return;
  *flag = value;
  self->hovered = -1;
  rebuild_items (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
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
    case PROP_SHOW_BOXES:
      set_flag (self, &self->show_boxes, g_value_get_boolean (value), pspec);
      break;
    case PROP_SHOW_LABELS:
      set_flag (self, &self->show_labels, g_value_get_boolean (value), pspec);
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
  drop_buffers (self);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_pointer (&self->whole, kon_draw_picture_unref);
  g_clear_pointer (&self->part, kon_draw_picture_unref);

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
  GParamFlags told = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_app_canvas_get_property;
  object_class->set_property = kon_app_canvas_set_property;
  object_class->dispose = kon_app_canvas_dispose;
  object_class->finalize = kon_app_canvas_finalize;
  widget_class->snapshot = kon_app_canvas_snapshot;
  widget_class->measure = kon_app_canvas_measure;
  widget_class->size_allocate = kon_app_canvas_size_allocate;

  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, GTK_INVALID_LIST_POSITION, flags);
  properties[PROP_SHOW_BOXES] = g_param_spec_boolean ("show-boxes", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_LABELS] = g_param_spec_boolean ("show-labels", NULL, NULL, TRUE, flags);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1, told);
  properties[PROP_COMPARING] = g_param_spec_boolean ("comparing", NULL, NULL, FALSE, told);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  look_signal = g_signal_new ("look", KON_APP_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  kon_app_canvas_class_init_input (widget_class);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kon_app_canvas_init (KonAppCanvas *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (KonDrawItem));
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->selected = GTK_INVALID_LIST_POSITION;
  self->hovered = -1;
  self->show_boxes = self->show_labels = TRUE;
  kon_app_view_init (&self->view);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
  kon_app_canvas_init_input (self);
  update_label (self);
}

void
kon_app_canvas_set_picture (KonAppCanvas *self, KonDrawPicture *whole, KonDrawPicture *part, const char *name)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));
  g_return_if_fail (whole || !part);

  g_clear_pointer (&self->whole, kon_draw_picture_unref);
  g_clear_pointer (&self->part, kon_draw_picture_unref);
  if (whole)
    {
      self->whole = kon_draw_picture_ref (whole);
      kon_app_view_set_picture (&self->view, kon_draw_picture_get_width (whole), kon_draw_picture_get_height (whole));
    }
  else
    drop_buffers (self);
  if (part)
    self->part = kon_draw_picture_ref (part);
  if (g_strcmp0 (self->name, name) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
      update_label (self);
    }
  kon_app_canvas_view_changed (self);
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
  if (selected < self->items->len)
    {
      KonBox bounds = kon_quad_bounds (&g_array_index (self->items, KonDrawItem, selected).quad);

      kon_app_view_reveal (&self->view, &bounds);
      kon_app_canvas_view_changed (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
kon_app_canvas_zoom_fit (KonAppCanvas *self)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  kon_app_view_fit (&self->view);
  kon_app_canvas_view_changed (self);
}

void
kon_app_canvas_zoom_to (KonAppCanvas *self, double zoom)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  kon_app_view_zoom_to (&self->view, zoom, self->view.width / 2, self->view.height / 2);
  kon_app_canvas_view_changed (self);
}

void
kon_app_canvas_zoom_by (KonAppCanvas *self, double steps)
{
  g_return_if_fail (KON_APP_IS_CANVAS (self));

  kon_app_view_zoom_by (&self->view, steps, self->view.width / 2, self->view.height / 2);
  kon_app_canvas_view_changed (self);
}

const KonAppView *
kon_app_canvas_get_view (KonAppCanvas *self)
{
  g_return_val_if_fail (KON_APP_IS_CANVAS (self), NULL);
  return &self->view;
}
