/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppRecordView: see the header. */
#include "config.h"

#include "kon-app-record-view.h"

#include <glib/gi18n.h>

#include "kon-app-result.h"

#define MAX_RESULTS 1000

struct _KonAppRecordView
{
  AdwBin parent_instance;

  KonRecord *record;
  KonEngine *engine;
  KonSession *session;
  GListStore *results; /* of KonAppResult: all of the picture */
  GCancellable *cancellable;

  KonAppPictureView *view;
};

G_DEFINE_FINAL_TYPE (KonAppRecordView, kon_app_record_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
crop_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppResult) row = user_data;
  g_autoptr (KonFrame) crop = kon_engine_load_crop_finish (KON_ENGINE (source), result, NULL);

  if (crop)
    kon_app_result_set_crop (row, crop);
}

static void
records_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonAppRecordView) self = user_data;
  g_autoptr (GPtrArray) records = kon_engine_list_records_finish (KON_ENGINE (source), result, NULL);
  g_autoptr (KonAppResult) opened = NULL;
  guint selected = 0;

  /* Without an answer the record that was opened is still shown. */
  if (!records || !self->record)
    return;

  opened = g_list_model_get_item (G_LIST_MODEL (self->results), 0); /* the only one so far */
  for (guint i = 0; i < records->len; i++)
    {
      KonRecord *record = g_ptr_array_index (records, i);
      g_autoptr (KonAppResult) row = NULL;

      if (!g_str_equal (kon_record_get_image_id (record), kon_record_get_image_id (self->record)))
        return; /* an answer for the record shown before */
      if (g_str_equal (kon_record_get_id (record), kon_record_get_id (self->record)))
        continue;
      row = kon_app_result_new_from_record (record);
      g_list_store_insert_sorted (self->results, row, kon_app_result_compare, NULL);
      kon_engine_load_crop_async (self->engine, self->session, kon_record_get_id (record), self->cancellable, crop_loaded_cb,
                                  g_object_ref (row));
    }
  if (opened && g_list_store_find (self->results, opened, &selected))
    kon_app_picture_view_select (self->view, selected);
}

static void
ready_cb (KonAppRecordView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
failed_cb (KonAppRecordView *self, GError *error)
{
  /* What is there stays, though not as sharp as it could be. */
  if (kon_app_picture_view_get_whole (self->view))
    return;
  kon_app_picture_view_set_problem (self->view, "image-missing-symbolic",
                                    g_error_matches (error, KON_ERROR, KON_ERROR_NOT_FOUND) ? _ ("The picture is not there any more")
                                                                                            : _ ("The picture cannot be shown"),
                                    error->message, _ ("_Back to the list"), "page.back", NULL, NULL);
}

static void
show_info (KonAppRecordView *self)
{
  const KonRecordFields *fields = kon_record_get_fields (self->record);
  g_autoptr (GFile) file = fields->source_uri ? g_file_new_for_uri (fields->source_uri) : NULL;
  g_autofree char *where = file ? g_file_get_parse_name (file) : NULL;
  g_autofree char *models = NULL;
  KonAppPictureInfo info = {
    .name = fields->source_name,
    .location = where,
    .width = fields->width,
    .height = fields->height,
    .seen_at = &fields->seen_at,
    .added_at = &fields->added_at,
  };

  if (fields->find_model && fields->read_model)
    models = g_strdup_printf ("%s\n%s", fields->find_model, fields->read_model);
  info.models = models;
  kon_app_picture_view_set_info (self->view, &info);
}

static void
kon_app_record_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READY)
    g_value_set_boolean (value, kon_app_picture_view_get_whole (KON_APP_RECORD_VIEW (object)->view) != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_record_view_dispose (GObject *object)
{
  KonAppRecordView *self = KON_APP_RECORD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->record);
  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->results);

  G_OBJECT_CLASS (kon_app_record_view_parent_class)->dispose (object);
}

static void
kon_app_record_view_class_init (KonAppRecordViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kon_app_record_view_get_property;
  object_class->dispose = kon_app_record_view_dispose;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_app_record_view_init (KonAppRecordView *self)
{
  self->results = g_list_store_new (KON_APP_TYPE_RESULT);
  self->view = g_object_new (KON_APP_TYPE_PICTURE_VIEW, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->view));
  kon_app_picture_view_set_results (self->view, G_LIST_MODEL (self->results));
  g_signal_connect_object (self->view, "ready", G_CALLBACK (ready_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

void
kon_app_record_view_set_record (KonAppRecordView *self, KonEngine *engine, KonSession *session, KonRecord *record)
{
  g_autoptr (KonAppResult) row = NULL;
  KonHistoryQuery query = { .limit = MAX_RESULTS };

  g_return_if_fail (KON_APP_IS_RECORD_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  kon_app_picture_view_clear (self->view);
  g_list_store_remove_all (self->results);
  g_set_object (&self->record, record);
  g_set_object (&self->engine, engine);
  g_set_object (&self->session, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (!record)
    return;

  self->cancellable = g_cancellable_new ();
  row = kon_app_result_new_from_record (record);
  g_list_store_append (self->results, row);
  kon_app_picture_view_select (self->view, 0);
  show_info (self);

  query.image_id = kon_record_get_image_id (record);
  kon_engine_load_crop_async (engine, session, kon_record_get_id (record), self->cancellable, crop_loaded_cb, g_object_ref (row));
  kon_engine_list_records_async (engine, session, &query, self->cancellable, records_loaded_cb, g_object_ref (self));
  kon_app_picture_view_show (self->view, engine, session, NULL, query.image_id, NULL, kon_record_get_fields (record)->source_name);
}

KonRecord *
kon_app_record_view_get_record (KonAppRecordView *self)
{
  g_return_val_if_fail (KON_APP_IS_RECORD_VIEW (self), NULL);
  return self->record;
}

KonAppPictureView *
kon_app_record_view_get_view (KonAppRecordView *self)
{
  g_return_val_if_fail (KON_APP_IS_RECORD_VIEW (self), NULL);
  return self->view;
}

gboolean
kon_app_record_view_fill_print_job (KonAppRecordView *self, KonAppPrintJob *job)
{
  const KonRecordFields *fields;

  g_return_val_if_fail (KON_APP_IS_RECORD_VIEW (self), FALSE);

  job->picture = kon_app_picture_view_get_whole (self->view);
  if (!job->picture)
    return FALSE;
  fields = kon_record_get_fields (self->record);
  job->name = fields->source_name;
  job->results = G_LIST_MODEL (self->results);
  job->seen_at = &fields->seen_at;
  return TRUE;
}
