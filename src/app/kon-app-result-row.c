/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppResultRow: see the header. */
#include "config.h"

#include "kon-app-result-row.h"

#include "kon-app-row-name.h"

struct _KonAppResultRow
{
  AdwBin parent_instance;
  KonAppResult *result;
};

G_DEFINE_FINAL_TYPE (KonAppResultRow, kon_app_result_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_RESULT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
copy_cb (KonAppResultRow *self)
{
  if (self->result)
    gtk_widget_activate_action (GTK_WIDGET (self), "page.copy-text", "s", kon_app_result_get_text (self->result));
}

static void
kon_app_result_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RESULT)
    g_value_set_object (value, KON_APP_RESULT_ROW (object)->result);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_result_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KonAppResultRow *self = KON_APP_RESULT_ROW (object);

  if (id != PROP_RESULT)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_set_object (&self->result, g_value_get_object (value)))
    {
      if (self->result)
        kon_app_row_name (GTK_WIDGET (self), kon_app_result_get_label (self->result));
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
kon_app_result_row_dispose (GObject *object)
{
  g_clear_object (&KON_APP_RESULT_ROW (object)->result);

  G_OBJECT_CLASS (kon_app_result_row_parent_class)->dispose (object);
}

static void
kon_app_result_row_class_init (KonAppResultRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kon_app_result_row_get_property;
  object_class->set_property = kon_app_result_row_set_property;
  object_class->dispose = kon_app_result_row_dispose;

  properties[PROP_RESULT] =
    g_param_spec_object ("result", NULL, NULL, KON_APP_TYPE_RESULT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-result-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
kon_app_result_row_init (KonAppResultRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
