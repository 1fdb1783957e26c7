/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppCanvas, what the person does: pointer, touch and keys. */
#include "config.h"

#include "kon-app-canvas-private.h"

/* So far the arrow keys move the picture, and one notch of a wheel. */
#define KEY_WAY 64.0
#define WHEEL_WAY 48.0

/* On a touchpad, which counts in units, so many are a step of zoom. */
#define STEP_WAY 40.0

/* ---- the cursor says what would happen */

static void
update_cursor (KonAppCanvas *self)
{
  const char *name = NULL;

  if (self->pans)
    name = "grabbing";
  else if (self->space_held)
    name = "grab";
  else if (self->hovered >= 0)
    name = "pointer";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
hover (KonAppCanvas *self)
{
  int item = self->pointer_x >= 0 && !self->pans ? kon_app_canvas_find_item (self, self->pointer_x, self->pointer_y) : -1;

  kon_app_canvas_set_hovered (self, item);
  update_cursor (self);
}

static void
motion_cb (KonAppCanvas *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  hover (self);
}

static void
leave_cb (KonAppCanvas *self)
{
  self->pointer_x = self->pointer_y = -1;
  hover (self);
}

static void
moved (KonAppCanvas *self)
{
  hover (self);
  kon_app_canvas_view_changed (self);
}

/* ---- click and drag */

static void
pressed_cb (KonAppCanvas *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Selects what is below; twice on nothing: closer, or the whole picture again. */
static void
released_cb (KonAppCanvas *self, int n_press, double x, double y)
{
  int item = kon_app_canvas_find_item (self, x, y);

  if (self->space_held)
    return;
  if (n_press == 2 && item < 0)
    {
      if (self->view.fits)
        kon_app_view_zoom_to (&self->view, MAX (1, self->view.zoom * 2), x, y);
      else
        kon_app_view_fit (&self->view);
      moved (self);
      return;
    }
  kon_app_canvas_set_selected (self, item < 0 ? GTK_INVALID_LIST_POSITION : (guint) item);
}

static void
drag_begin_cb (KonAppCanvas *self, double x, double y, GtkGesture *drag)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));

  if (button == GDK_BUTTON_SECONDARY || button > GDK_BUTTON_SECONDARY)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
  self->dragged_x = self->dragged_y = 0;
}

static void
drag_update_cb (KonAppCanvas *self, double x, double y, GtkGesture *drag)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!self->pans)
    {
      /* A hand that shakes still clicks. */
      if (!self->space_held && !gtk_drag_check_threshold (widget, 0, 0, (int) x, (int) y))
        return;
      self->pans = TRUE;
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_gesture_set_state (self->click, GTK_EVENT_SEQUENCE_DENIED);
    }
  kon_app_view_pan (&self->view, x - self->dragged_x, y - self->dragged_y);
  self->dragged_x = x;
  self->dragged_y = y;
  moved (self);
}

static void
drag_end_cb (KonAppCanvas *self)
{
  self->pans = FALSE;
  hover (self);
}

/* ---- wheel, touchpad, pinch */

static void
get_zoom_point (KonAppCanvas *self, double *x, double *y)
{
  gboolean is_over = self->pointer_x >= 0;

  *x = is_over ? self->pointer_x : self->view.width / 2;
  *y = is_over ? self->pointer_y : self->view.height / 2;
}

/* A wheel zooms, with Shift it moves; two fingers on a touchpad move, with Ctrl they zoom. */
static gboolean
scroll_cb (KonAppCanvas *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  gboolean is_wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  gboolean shift = (state & GDK_SHIFT_MASK) != 0, control = (state & GDK_CONTROL_MASK) != 0;
  double way = is_wheel ? WHEEL_WAY : 1, x, y;

  if (!self->whole)
    return GDK_EVENT_PROPAGATE;
  if (control || (is_wheel && !shift && dy != 0))
    {
      get_zoom_point (self, &x, &y);
      kon_app_view_zoom_by (&self->view, is_wheel ? -dy : -dy / STEP_WAY, x, y);
    }
  else if (shift && dx == 0 && kon_app_view_can_pan (&self->view, TRUE))
    kon_app_view_pan (&self->view, -dy * way, 0);
  else
    kon_app_view_pan (&self->view, -dx * way, -dy * way);
  moved (self);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (KonAppCanvas *self)
{
  self->pinch_zoom = self->view.zoom;
}

static void
pinch_cb (KonAppCanvas *self, double scale, GtkGesture *pinch)
{
  double x = self->view.width / 2, y = self->view.height / 2;

  gtk_gesture_get_bounding_box_center (pinch, &x, &y);
  kon_app_view_zoom_to (&self->view, self->pinch_zoom * scale, x, y);
  moved (self);
}

/* ---- keys */

static gboolean
step (KonAppCanvas *self, int by)
{
  int n_items = (int) self->items->len;
  int next;

  if (n_items == 0)
    return FALSE;
  if (self->selected == GTK_INVALID_LIST_POSITION)
    next = by > 0 ? 0 : n_items - 1;
  else
    next = CLAMP ((int) self->selected + by, 0, n_items - 1);
  kon_app_canvas_set_selected (self, (guint) next);
  return TRUE;
}

/* Arrows: around in a picture that is larger than the canvas, else from result to result. */
static gboolean
arrow_cb (GtkWidget *widget, GVariant *direction, gpointer user_data)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);
  int dx, dy;

  g_variant_get (direction, "(ii)", &dx, &dy);
  if (!kon_app_view_can_pan (&self->view, TRUE) && !kon_app_view_can_pan (&self->view, FALSE))
    return step (self, dx + dy);
  kon_app_view_pan (&self->view, -dx * KEY_WAY, -dy * KEY_WAY);
  moved (self);
  return TRUE;
}

static gboolean
overlap (const KonDrawItem *a, const KonDrawItem *b)
{
  KonBox box_a = kon_quad_bounds (&a->quad), box_b = kon_quad_bounds (&b->quad);

  return kon_box_iou (&box_a, &box_b) > 0;
}

/* [ and ]: round and round among the boxes that lie over the selected one; where none does, among all. */
static gboolean
cycle_cb (GtkWidget *widget, GVariant *by, gpointer user_data)
{
  KonAppCanvas *self = KON_APP_CANVAS (widget);
  const KonDrawItem *items = (KonDrawItem *) self->items->data;
  int n_items = (int) self->items->len, direction = g_variant_get_int32 (by);
  int selected = self->selected < self->items->len ? (int) self->selected : -1;
  gboolean crowded = FALSE;

  if (selected < 0)
    return step (self, direction);
  for (int i = 0; i < n_items; i++)
    crowded = crowded || (i != selected && overlap (&items[i], &items[selected]));
  for (int i = 1; i < n_items; i++)
    {
      int next = ((selected + direction * i) % n_items + n_items) % n_items;

      if (crowded && !overlap (&items[next], &items[selected]))
        continue;
      kon_app_canvas_set_selected (self, (guint) next);
      break;
    }
  return TRUE;
}

static gboolean
key_pressed_cb (KonAppCanvas *self, guint key, guint code, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space)
    {
      self->space_held = TRUE;
      update_cursor (self);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_c || key == GDK_KEY_C)
    {
      kon_app_canvas_set_comparing (self, TRUE);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
key_released_cb (KonAppCanvas *self, guint key)
{
  if (key == GDK_KEY_space)
    self->space_held = FALSE;
  if (key == GDK_KEY_c || key == GDK_KEY_C)
    kon_app_canvas_set_comparing (self, FALSE);
  update_cursor (self);
}

/* The release of a key goes to who has the focus then. */
static void
focus_left_cb (KonAppCanvas *self)
{
  self->space_held = FALSE;
  kon_app_canvas_set_comparing (self, FALSE);
  update_cursor (self);
}

/* ---- set up */

void
kon_app_canvas_class_init_input (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key, keypad;
    int dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, arrow_cb, "(ii)", arrows[i].dx, arrows[i].dy);
      gtk_widget_class_add_binding (widget_class, arrows[i].keypad, 0, arrow_cb, "(ii)", arrows[i].dx, arrows[i].dy);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_bracketleft, 0, cycle_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_bracketright, 0, cycle_cb, "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, 0, "page.show-boxes", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, 0, "page.show-labels", NULL);
}

static void
add_pointer (KonAppCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  self->click = gtk_gesture_click_new ();
  g_signal_connect_swapped (self->click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (self->click, "released", G_CALLBACK (released_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

void
kon_app_canvas_init_input (KonAppCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->pointer_x = self->pointer_y = -1;
  add_pointer (self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (key_released_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
