/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppJobRow: see the header. */
#include "config.h"

#include "kon-app-job-row.h"

#include <glib/gi18n.h>

/* So many failures are told one by one. */
#define MAX_TOLD 20

/* The failures take the room they need in lines of this width, up to that height; a scrolled window asks for one line each. */
#define FAILURES_WIDTH 280
#define FAILURES_HEIGHT 180

struct _KonAppJobRow
{
  GtkListBoxRow parent_instance;

  KonJob *job;
  guint n_told;

  GtkLabel *title, *status, *more;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  GtkScrolledWindow *failures_scroller;
  GtkBox *failures;
};

G_DEFINE_FINAL_TYPE (KonAppJobRow, kon_app_job_row, GTK_TYPE_LIST_BOX_ROW)

static void
tell_failure (KonAppJobRow *self, const char *sentence)
{
  g_autofree char *more = NULL;
  int height;

  if (self->n_told++ < MAX_TOLD)
    {
      GtkWidget *label = gtk_label_new (sentence);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (self->failures, label);
    }
  else
    {
      guint n_more = self->n_told - MAX_TOLD;

      more = g_strdup_printf (g_dngettext (NULL, "and %u more", "and %u more", n_more), n_more);
      gtk_label_set_label (self->more, more);
      gtk_widget_set_visible (GTK_WIDGET (self->more), TRUE);
    }
  gtk_widget_measure (GTK_WIDGET (self->failures), GTK_ORIENTATION_VERTICAL, FAILURES_WIDTH, NULL, &height, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (self->failures_scroller, MIN (height, FAILURES_HEIGHT));
  gtk_widget_set_visible (GTK_WIDGET (self->failures_scroller), TRUE);
}

static void
update (KonAppJobRow *self)
{
  gboolean running = kon_job_get_state (self->job) == KON_JOB_RUNNING;
  double fraction;

  g_object_get (self->job, "fraction", &fraction, NULL);
  gtk_label_set_label (self->title, kon_job_get_title (self->job));
  gtk_label_set_label (self->status, kon_job_get_status_text (self->job));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->cancel, running);
  gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
finished_cb (KonAppJobRow *self)
{
  const GError *error = kon_job_get_error (self->job);

  if (kon_job_get_state (self->job) == KON_JOB_FAILED && error)
    tell_failure (self, error->message);
  update (self);
}

static void
picture_done_cb (KonAppJobRow *self, KonPicture *picture)
{
  const GError *error = kon_picture_get_error (picture);

  if (kon_picture_get_state (picture) == KON_PICTURE_FAILED && error)
    tell_failure (self, error->message);
}

static void
cancel_cb (KonAppJobRow *self)
{
  gtk_widget_set_sensitive (self->cancel, FALSE);
  kon_job_cancel (self->job);
}

static void
kon_app_job_row_dispose (GObject *object)
{
  KonAppJobRow *self = KON_APP_JOB_ROW (object);

  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (object), KON_APP_TYPE_JOB_ROW);

  G_OBJECT_CLASS (kon_app_job_row_parent_class)->dispose (object);
}

static void
kon_app_job_row_class_init (KonAppJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kon_app_job_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, status);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, progress);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, failures);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, failures_scroller);
  gtk_widget_class_bind_template_child (widget_class, KonAppJobRow, more);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
kon_app_job_row_init (KonAppJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kon_app_job_row_new (KonJob *job)
{
  KonAppJobRow *self = g_object_new (KON_APP_TYPE_JOB_ROW, NULL);

  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  if (KON_IS_READ_JOB (job))
    g_signal_connect_object (job, "picture-done", G_CALLBACK (picture_done_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
