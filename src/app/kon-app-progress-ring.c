/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppProgressRing: see the header. */
#include "config.h"

#include "kon-app-progress-ring.h"

#include <cairo.h>
#include <math.h>

#define SIZE 16
#define LINE 2.5

struct _KonAppProgressRing
{
  GtkWidget parent_instance;
  double fraction;
};

G_DEFINE_FINAL_TYPE (KonAppProgressRing, kon_app_progress_ring, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_FRACTION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
kon_app_progress_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KonAppProgressRing *self = KON_APP_PROGRESS_RING (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  double radius = (MIN (width, height) - LINE) / 2;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cairo_translate (cr, width / 2, height / 2);
  cairo_set_line_width (cr, LINE);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.25);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (self->fraction > 0)
    {
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_arc (cr, 0, 0, radius, -G_PI / 2, -G_PI / 2 + 2 * G_PI * self->fraction);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
kon_app_progress_ring_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                               int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
kon_app_progress_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FRACTION)
    g_value_set_double (value, KON_APP_PROGRESS_RING (object)->fraction);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_progress_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FRACTION)
    kon_app_progress_ring_set_fraction (KON_APP_PROGRESS_RING (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_progress_ring_class_init (KonAppProgressRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kon_app_progress_ring_get_property;
  object_class->set_property = kon_app_progress_ring_set_property;
  widget_class->snapshot = kon_app_progress_ring_snapshot;
  widget_class->measure = kon_app_progress_ring_measure;

  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "progressring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kon_app_progress_ring_init (KonAppProgressRing *self)
{
}

void
kon_app_progress_ring_set_fraction (KonAppProgressRing *self, double fraction)
{
  g_return_if_fail (KON_APP_IS_PROGRESS_RING (self));

  fraction = CLAMP (fraction, 0, 1);
  if (fabs (fraction - self->fraction) < 1e-4)
    return;
  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}
