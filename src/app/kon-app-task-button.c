/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppTaskButton: see the header. */
#include "config.h"

#include "kon-app-task-button.h"

#include <glib/gi18n.h>

#include "kon-app-faces.h"
#include "kon-app-job-row.h"
#include "kon-app-progress-ring.h"

struct _KonAppTaskButton
{
  AdwBin parent_instance;

  GPtrArray *jobs; /* of KonJob, those in the list */

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkStack *faces;
  KonAppProgressRing *ring;
  GtkListBox *list;
  GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (KonAppTaskButton, kon_app_task_button, ADW_TYPE_BIN)

static gboolean
has_trouble (KonJob *job)
{
  return kon_job_get_failed (job) > 0 || kon_job_get_state (job) == KON_JOB_FAILED;
}

static gboolean
is_running (KonJob *job)
{
  return kon_job_get_state (job) == KON_JOB_RUNNING;
}

static void
update (KonAppTaskButton *self)
{
  guint n_running = 0, total = 0, done = 0;
  gboolean trouble = FALSE;
  const char *words = NULL;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      KonJob *job = g_ptr_array_index (self->jobs, i);

      trouble = trouble || has_trouble (job);
      if (!is_running (job))
        continue;
      n_running++;
      total += kon_job_get_total (job);
      done += kon_job_get_done (job);
      words = kon_job_get_status_text (job);
    }

  if (!words && self->jobs->len > 0)
    words = kon_job_get_status_text (g_ptr_array_index (self->jobs, self->jobs->len - 1));
  if (!words)
    words = _ ("Tasks");

  kon_app_progress_ring_set_fraction (self->ring, total > 0 ? (double) done / total : 0);
  gtk_stack_set_visible_child_name (self->faces, n_running > 0 ? "running" : trouble ? "trouble" : "done");
  gtk_widget_set_visible (GTK_WIDGET (self), self->jobs->len > 0);
  gtk_widget_set_visible (self->clear, n_running < self->jobs->len);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
remove_job (KonAppTaskButton *self, guint index)
{
  gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) index)));
  g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->jobs, index), self);
  g_ptr_array_remove_index (self->jobs, index);
}

static void
remove_finished (KonAppTaskButton *self, gboolean with_trouble)
{
  for (guint i = self->jobs->len; i > 0; i--)
    {
      KonJob *job = g_ptr_array_index (self->jobs, i - 1);

      if (!is_running (job) && (with_trouble || !has_trouble (job)))
        remove_job (self, i - 1);
    }
  if (self->jobs->len == 0)
    gtk_popover_popdown (self->popover);
  update (self);
}

static void
job_finished_cb (KonAppTaskButton *self, KonJob *job)
{
  /* Who looks at the list sees the end; else what went well goes at once. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    update (self);
  else
    remove_finished (self, FALSE);
}

static void
popover_closed_cb (KonAppTaskButton *self)
{
  remove_finished (self, FALSE);
  if (self->jobs->len == 0) /* the button that had the focus is gone */
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-page", NULL);
}

static void
clear_cb (KonAppTaskButton *self)
{
  remove_finished (self, TRUE);
}

static void
kon_app_task_button_dispose (GObject *object)
{
  KonAppTaskButton *self = KON_APP_TASK_BUTTON (object);

  for (guint i = 0; i < self->jobs->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->jobs, i), self);
  g_ptr_array_set_size (self->jobs, 0);

  G_OBJECT_CLASS (kon_app_task_button_parent_class)->dispose (object);
}

static void
kon_app_task_button_finalize (GObject *object)
{
  g_ptr_array_unref (KON_APP_TASK_BUTTON (object)->jobs);

  G_OBJECT_CLASS (kon_app_task_button_parent_class)->finalize (object);
}

static void
kon_app_task_button_class_init (KonAppTaskButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kon_app_task_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = kon_app_task_button_finalize;

  g_type_ensure (KON_APP_TYPE_PROGRESS_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/konnetec/Vision/kon-app-task-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, button);
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, popover);
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, faces);
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, ring);
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, list);
  gtk_widget_class_bind_template_child (widget_class, KonAppTaskButton, clear);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
}

static void
kon_app_task_button_init (KonAppTaskButton *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  kon_app_faces_follow (self->faces);
  update (self);
}

void
kon_app_task_button_add_job (KonAppTaskButton *self, KonJob *job)
{
  g_return_if_fail (KON_APP_IS_TASK_BUTTON (self));
  g_return_if_fail (KON_IS_JOB (job));

  g_ptr_array_add (self->jobs, g_object_ref (job));
  gtk_list_box_append (self->list, kon_app_job_row_new (job));
  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (job, "finished", G_CALLBACK (job_finished_cb), self);
  update (self);
}
