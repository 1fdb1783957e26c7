/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records by pages, one in full, and the human's word on them. */
#include "config.h"

#include "kon-engine-history.h"

#include "kon-engine-private.h"

typedef struct
{
  KonStoreQuery query;
  char *contains, *image_id, *before_id; /* owned, pointed to by query */
  gboolean matches_nothing;              /* letters were asked for that no plate has */
} ListRequest;

typedef struct
{
  char *record_id;
  KonReviewState state;
  char *text;
  char *user_id;
} RecordRequest;

typedef struct
{
  KonRecord *record;
  KonDetection *detection;
} FullRecord;

static void
list_request_free (gpointer data)
{
  ListRequest *request = data;

  g_free (request->contains);
  g_free (request->image_id);
  g_free (request->before_id);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListRequest, list_request_free)

static void
record_request_free (gpointer data)
{
  RecordRequest *request = data;

  g_free (request->record_id);
  g_free (request->text);
  g_free (request->user_id);
  g_free (request);
}

static void
full_record_free (gpointer data)
{
  FullRecord *full = data;

  g_clear_object (&full->record);
  g_clear_pointer (&full->detection, kon_detection_unref);
  g_free (full);
}

/* What a person types, as plates are stored: "b-xy 12" becomes "BXY12". Returns: (transfer full) */
static char *
fold_plate_text (const char *typed)
{
  g_autofree char *valid = g_utf8_make_valid (typed, -1);
  g_autofree char *ascii = g_str_to_ascii (valid, "C");
  GString *folded = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (folded, g_ascii_toupper (*c));
  return g_string_free (folded, FALSE);
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  return *g_strstrip (copy) == '\0';
}

static ListRequest *
make_list_request (const KonHistoryQuery *query)
{
  ListRequest *request = g_new0 (ListRequest, 1);

  if (query->contains != NULL && !is_blank (query->contains))
    {
      request->contains = fold_plate_text (query->contains);
      request->matches_nothing = *request->contains == '\0';
    }
  request->image_id = g_strdup (query->image_id);
  request->query.contains = request->contains;
  request->query.image_id = request->image_id;
  request->query.by_added = query->by_added;
  request->query.limit = CLAMP (query->limit, 1, 1000);
  request->query.before_us = G_MAXINT64;
  if (query->after != NULL)
    {
      const KonRecordFields *fields = kon_record_get_fields (query->after);

      request->before_id = g_strdup (fields->id);
      request->query.before_id = request->before_id;
      request->query.before_us = query->by_added ? fields->added_at.unix_us : fields->seen_at.unix_us;
    }
  return request;
}

static GPtrArray *
run_list_request (KonStore *store, const ListRequest *request, GCancellable *cancellable, GError **error)
{
  if (request->matches_nothing)
    return g_ptr_array_new_with_free_func (g_object_unref);
  return kon_store_list_records (store, &request->query, cancellable, error);
}

static void
list_records (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *records = run_list_request (store, request, cancellable, &error);

  if (records == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
}

static void
get_record (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const RecordRequest *wanted = request;
  FullRecord *full = g_new0 (FullRecord, 1);
  GError *error = NULL;

  full->record = kon_store_get_record (store, wanted->record_id, &full->detection, &error);
  if (full->record != NULL)
    {
      g_task_return_pointer (task, full, full_record_free);
      return;
    }
  full_record_free (full);
  g_task_return_error (task, error);
}

static void
review (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const RecordRequest *wanted = request;
  GError *error = NULL;

  if (kon_store_review (store, wanted->record_id, wanted->state, wanted->text, wanted->user_id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Between the store's answer and the caller: who looks at the history learns of the change. */
static void
reviewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kon_engine_note_change (KON_ENGINE (source), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

GPtrArray *
kon_engine_list_records (KonEngine *self, KonSession *session, const KonHistoryQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (KonOrganization) organization = NULL;
  g_autoptr (ListRequest) request = NULL;

  g_return_val_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  organization = kon_engine_enter (self, session, KON_PERMISSION_SEE_RECORDS, error);
  if (organization == NULL)
    return NULL;
  request = make_list_request (query);
  return run_list_request (kon_organization_get_store (organization), request, cancellable, error);
}

void
kon_engine_list_records_async (KonEngine *self, KonSession *session, const KonHistoryQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (query != NULL);

  kon_engine_call (self, session, KON_PERMISSION_SEE_RECORDS, KON_POOL_QUERY, list_records, make_list_request (query), list_request_free, cancellable, callback, user_data);
}

GPtrArray *
kon_engine_list_records_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kon_engine_get_record_async (KonEngine *self, KonSession *session, const char *record_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  RecordRequest *request;

  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (record_id != NULL);

  request = g_new0 (RecordRequest, 1);
  request->record_id = g_strdup (record_id);
  kon_engine_call (self, session, KON_PERMISSION_SEE_RECORDS, KON_POOL_QUERY, get_record, request, record_request_free, cancellable, callback, user_data);
}

KonRecord *
kon_engine_get_record_finish (KonEngine *self, GAsyncResult *result, KonDetection **out_detection, GError **error)
{
  FullRecord *full;
  KonRecord *record;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  full = g_task_propagate_pointer (G_TASK (result), error);
  if (full == NULL)
    return NULL;
  record = g_steal_pointer (&full->record);
  if (out_detection != NULL)
    *out_detection = g_steal_pointer (&full->detection);
  full_record_free (full);
  return record;
}

void
kon_engine_review_async (KonEngine *self, KonSession *session, const char *record_id, KonReviewState state, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  RecordRequest *request;

  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (record_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, kon_engine_review_async);
  g_task_set_task_data (task, g_strdup (kon_session_get_organization_id (session)), g_free);
  request = g_new0 (RecordRequest, 1);
  request->record_id = g_strdup (record_id);
  request->state = state;
  request->text = g_strdup (text);
  request->user_id = g_strdup (kon_session_get_user_id (session));
  kon_engine_call (self, session, KON_PERMISSION_REVIEW, KON_POOL_QUERY, review, request, record_request_free, cancellable, reviewed_cb, task);
}

gboolean
kon_engine_review_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
