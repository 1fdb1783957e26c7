/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The life of a job: running, then exactly one of done, failed, cancelled. */
#include "config.h"

#include "kon-job.h"

#include "kon-job-private.h"

typedef struct
{
  KonJobState state;
  char *title;
  char *status_text;
  guint total, done, failed;
  GError *error;
  GCancellable *cancellable;
} KonJobPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KonJob, kon_job, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_TOTAL,
  PROP_DONE,
  PROP_FAILED,
  PROP_FRACTION,
  PROP_STATUS_TEXT,
  N_PROPS,
};

enum
{
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static KonJobPrivate *
get_private (KonJob *self)
{
  return kon_job_get_instance_private (self);
}

static double
compute_fraction (const KonJobPrivate *priv)
{
  if (priv->state == KON_JOB_DONE)
    return 1;
  return priv->total > 0 ? (double) priv->done / priv->total : 0;
}

static void
refresh_status_text (KonJob *self)
{
  KonJobPrivate *priv = get_private (self);
  KonJobClass *klass = KON_JOB_GET_CLASS (self);
  char *text = klass->make_status_text != NULL ? klass->make_status_text (self) : g_strdup ("");

  if (g_strcmp0 (text, priv->status_text) == 0)
    {
      g_free (text);
      return;
    }
  g_free (priv->status_text);
  priv->status_text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_TEXT]);
}

static void
end (KonJob *self, KonJobState state, GError *error)
{
  KonJobPrivate *priv = get_private (self);

  /* The last reference may go in a handler. */
  g_object_ref (self);
  priv->state = state;
  priv->error = error;
  if (state != KON_JOB_DONE)
    g_cancellable_cancel (priv->cancellable);
  if (KON_JOB_GET_CLASS (self)->ended != NULL)
    KON_JOB_GET_CLASS (self)->ended (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  refresh_status_text (self);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
  g_object_unref (self);
}

static void
kon_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KonJobPrivate *priv = get_private (KON_JOB (object));

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_STATE:
      g_value_set_int (value, priv->state);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, priv->total);
      break;
    case PROP_DONE:
      g_value_set_uint (value, priv->done);
      break;
    case PROP_FAILED:
      g_value_set_uint (value, priv->failed);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, compute_fraction (priv));
      break;
    case PROP_STATUS_TEXT:
      g_value_set_string (value, priv->status_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kon_job_dispose (GObject *object)
{
  KonJobPrivate *priv = get_private (KON_JOB (object));

  /* Nobody listens any more: no signal, but workers must stop. */
  if (priv->state == KON_JOB_RUNNING)
    g_cancellable_cancel (priv->cancellable);
  G_OBJECT_CLASS (kon_job_parent_class)->dispose (object);
}

static void
kon_job_finalize (GObject *object)
{
  KonJobPrivate *priv = get_private (KON_JOB (object));

  g_free (priv->title);
  g_free (priv->status_text);
  g_clear_error (&priv->error);
  g_object_unref (priv->cancellable);
  G_OBJECT_CLASS (kon_job_parent_class)->finalize (object);
}

static void
kon_job_class_init (KonJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kon_job_get_property;
  object_class->dispose = kon_job_dispose;
  object_class->finalize = kon_job_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, KON_JOB_RUNNING, KON_JOB_CANCELLED, KON_JOB_RUNNING, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAILED] = g_param_spec_uint ("failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kon_job_init (KonJob *self)
{
  KonJobPrivate *priv = get_private (self);

  priv->cancellable = g_cancellable_new ();
}

void
kon_job_set_title (KonJob *self, const char *title)
{
  KonJobPrivate *priv;

  g_return_if_fail (KON_IS_JOB (self));

  priv = get_private (self);
  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
kon_job_set_counts (KonJob *self, guint total, guint done, guint failed)
{
  KonJobPrivate *priv;
  gboolean is_total_new, is_done_new, is_failed_new;

  g_return_if_fail (KON_IS_JOB (self));

  priv = get_private (self);
  is_total_new = priv->total != total;
  is_done_new = priv->done != done;
  is_failed_new = priv->failed != failed;
  priv->total = total;
  priv->done = done;
  priv->failed = failed;
  if (is_total_new)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  if (is_done_new)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  if (is_failed_new)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED]);
  if (is_total_new || is_done_new)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  refresh_status_text (self);
}

void
kon_job_finish (KonJob *self, GError *error)
{
  g_return_if_fail (KON_IS_JOB (self));

  if (get_private (self)->state != KON_JOB_RUNNING)
    {
      g_clear_error (&error);
      return;
    }
  end (self, error == NULL ? KON_JOB_DONE : KON_JOB_FAILED, error);
}

KonJobState
kon_job_get_state (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), KON_JOB_FAILED);
  return get_private (self)->state;
}

guint
kon_job_get_total (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), 0);
  return get_private (self)->total;
}

guint
kon_job_get_done (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), 0);
  return get_private (self)->done;
}

guint
kon_job_get_failed (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), 0);
  return get_private (self)->failed;
}

const char *
kon_job_get_title (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), NULL);
  return get_private (self)->title;
}

const char *
kon_job_get_status_text (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), NULL);
  return get_private (self)->status_text;
}

const GError *
kon_job_get_error (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), NULL);
  return get_private (self)->error;
}

void
kon_job_cancel (KonJob *self)
{
  g_return_if_fail (KON_IS_JOB (self));

  if (get_private (self)->state != KON_JOB_RUNNING)
    return;
  if (KON_JOB_GET_CLASS (self)->may_cancel == NULL || KON_JOB_GET_CLASS (self)->may_cancel (self))
    end (self, KON_JOB_CANCELLED, NULL);
}

GCancellable *
kon_job_get_cancellable (KonJob *self)
{
  g_return_val_if_fail (KON_IS_JOB (self), NULL);
  return get_private (self)->cancellable;
}
