/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPage: see the header. */
#include "config.h"

#include "kon-app-page.h"

#include <glib/gi18n.h>

typedef struct
{
  char *title;
  GtkWidget *header_start, *header_end;
  GSimpleActionGroup *actions;
  KonEngine *engine;
  GSettings *settings;
  KonSession *session;
  GError *session_error;
  gboolean compact;
} KonAppPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KonAppPage, kon_app_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_HEADER_START,
  PROP_HEADER_END,
  PROP_ENGINE,
  PROP_SETTINGS,
  PROP_COMPACT,
  N_PROPS,
};

enum
{
  SIGNAL_JOB_STARTED,
  SIGNAL_MESSAGE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static KonAppPagePrivate *
get_private (KonAppPage *self)
{
  return kon_app_page_get_instance_private (self);
}

static void
kon_app_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KonAppPagePrivate *priv = get_private (KON_APP_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_HEADER_START:
      g_value_set_object (value, priv->header_start);
      break;
    case PROP_HEADER_END:
      g_value_set_object (value, priv->header_end);
      break;
    case PROP_ENGINE:
      g_value_set_object (value, priv->engine);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, priv->settings);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, priv->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KonAppPage *self = KON_APP_PAGE (object);
  KonAppPagePrivate *priv = get_private (self);

  switch (id)
    {
    case PROP_TITLE:
      kon_app_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_HEADER_START:
      priv->header_start = g_value_get_object (value);
      if (priv->header_start)
        g_object_ref_sink (priv->header_start);
      break;
    case PROP_HEADER_END:
      priv->header_end = g_value_get_object (value);
      if (priv->header_end)
        g_object_ref_sink (priv->header_end);
      break;
    case PROP_ENGINE:
      priv->engine = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      priv->settings = g_value_dup_object (value);
      break;
    case PROP_COMPACT:
      if (priv->compact != g_value_get_boolean (value))
        {
          priv->compact = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kon_app_page_dispose (GObject *object)
{
  KonAppPagePrivate *priv = get_private (KON_APP_PAGE (object));

  g_clear_object (&priv->header_start);
  g_clear_object (&priv->header_end);
  g_clear_object (&priv->session);
  g_clear_object (&priv->settings);
  g_clear_object (&priv->engine);

  G_OBJECT_CLASS (kon_app_page_parent_class)->dispose (object);
}

static void
kon_app_page_finalize (GObject *object)
{
  KonAppPagePrivate *priv = get_private (KON_APP_PAGE (object));

  g_clear_object (&priv->actions);
  g_clear_error (&priv->session_error);
  g_free (priv->title);

  G_OBJECT_CLASS (kon_app_page_parent_class)->finalize (object);
}

static void
kon_app_page_class_init (KonAppPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_app_page_get_property;
  object_class->set_property = kon_app_page_set_property;
  object_class->dispose = kon_app_page_dispose;
  object_class->finalize = kon_app_page_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, once | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_HEADER_START] = g_param_spec_object ("header-start", NULL, NULL, GTK_TYPE_WIDGET, once);
  properties[PROP_HEADER_END] = g_param_spec_object ("header-end", NULL, NULL, GTK_TYPE_WIDGET, once);
  properties[PROP_ENGINE] = g_param_spec_object ("engine", NULL, NULL, KON_TYPE_ENGINE, once | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, once | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, once | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_JOB_STARTED] =
    g_signal_new ("job-started", KON_APP_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, KON_TYPE_JOB);
  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", KON_APP_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
copy_text_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kon_app_page_copy_text (user_data, g_variant_get_string (parameter, NULL));
}

static void
kon_app_page_init (KonAppPage *self)
{
  static const GActionEntry actions[] = { { "copy-text", copy_text_cb, "s" } };
  KonAppPagePrivate *priv = get_private (self);

  priv->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (priv->actions), actions, G_N_ELEMENTS (actions), self);
}

const char *
kon_app_page_get_title (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->title;
}

void
kon_app_page_set_title (KonAppPage *self, const char *title)
{
  KonAppPagePrivate *priv = get_private (self);

  g_return_if_fail (KON_APP_IS_PAGE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

GtkWidget *
kon_app_page_get_header_start (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->header_start;
}

GtkWidget *
kon_app_page_get_header_end (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->header_end;
}

gboolean
kon_app_page_is_compact (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), FALSE);
  return get_private (self)->compact;
}

GSimpleActionGroup *
kon_app_page_get_actions (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->actions;
}

void
kon_app_page_enable_action (KonAppPage *self, const char *name, gboolean enabled)
{
  GAction *action;

  g_return_if_fail (KON_APP_IS_PAGE (self));

  action = g_action_map_lookup_action (G_ACTION_MAP (get_private (self)->actions), name);
  g_return_if_fail (G_IS_SIMPLE_ACTION (action));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

KonEngine *
kon_app_page_get_engine (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->engine;
}

GSettings *
kon_app_page_get_settings (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->settings;
}

KonSession *
kon_app_page_get_session (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->session;
}

const GError *
kon_app_page_get_session_error (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), NULL);
  return get_private (self)->session_error;
}

void
kon_app_page_set_session (KonAppPage *self, KonSession *session, const GError *error)
{
  KonAppPagePrivate *priv = get_private (self);

  g_return_if_fail (KON_APP_IS_PAGE (self));

  g_set_object (&priv->session, session);
  g_clear_error (&priv->session_error);
  priv->session_error = error ? g_error_copy (error) : NULL;
  if (KON_APP_PAGE_GET_CLASS (self)->session_changed)
    KON_APP_PAGE_GET_CLASS (self)->session_changed (self);
}

void
kon_app_page_shown (KonAppPage *self)
{
  g_return_if_fail (KON_APP_IS_PAGE (self));

  if (KON_APP_PAGE_GET_CLASS (self)->shown)
    KON_APP_PAGE_GET_CLASS (self)->shown (self);
}

gboolean
kon_app_page_go_back (KonAppPage *self)
{
  g_return_val_if_fail (KON_APP_IS_PAGE (self), FALSE);

  return KON_APP_PAGE_GET_CLASS (self)->go_back && KON_APP_PAGE_GET_CLASS (self)->go_back (self);
}

void
kon_app_page_closing (KonAppPage *self)
{
  g_return_if_fail (KON_APP_IS_PAGE (self));

  if (KON_APP_PAGE_GET_CLASS (self)->closing)
    KON_APP_PAGE_GET_CLASS (self)->closing (self);
}

void
kon_app_page_say (KonAppPage *self, const char *message)
{
  g_return_if_fail (KON_APP_IS_PAGE (self));
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

void
kon_app_page_announce_job (KonAppPage *self, KonJob *job)
{
  g_return_if_fail (KON_APP_IS_PAGE (self));
  g_signal_emit (self, signals[SIGNAL_JOB_STARTED], 0, job);
}

void
kon_app_page_copy_text (KonAppPage *self, const char *text)
{
  g_autofree char *message = NULL;

  g_return_if_fail (KON_APP_IS_PAGE (self));

  if (!text || !*text)
    {
      kon_app_page_say (self, _ ("Select a plate to copy its text"));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  message = g_strdup_printf (_ ("%s copied"), text);
  kon_app_page_say (self, message);
}
