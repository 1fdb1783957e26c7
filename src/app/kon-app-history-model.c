/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppHistoryModel: see the header. At most one query runs: to fill, to go on (the next page) or to refresh (what is shown,
 * asked anew after a change). */
#include "config.h"

#include "kon-app-history-model.h"

#define PAGE_SIZE 100
#define MAX_REFRESH 1000

typedef enum
{
  ASK_FILL,
  ASK_MORE,
  ASK_REFRESH,
} Ask;

/* One query on its way. */
typedef struct
{
  KonAppHistoryModel *model;
  Ask what;
  guint limit;
} Question;

struct _KonAppHistoryModel
{
  GObject parent_instance;

  KonEngine *engine;
  KonSession *session;
  GPtrArray *records; /* of KonRecord */
  char *contains;
  gboolean by_added;

  KonAppHistoryState state;
  GError *error;
  gboolean at_end;  /* there is no further page */
  gboolean changed; /* since the running query began */
  Question *asked;  /* the running query; an answer to any other comes too late */
  GCancellable *cancellable;
};

static void kon_app_history_model_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KonAppHistoryModel, kon_app_history_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, kon_app_history_model_list_iface_init))

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void ask (KonAppHistoryModel *self, Ask what);

static void
set_state (KonAppHistoryModel *self, KonAppHistoryState state, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* ---- taking answers in */

static gboolean
is_same (KonRecord *a, KonRecord *b)
{
  const KonRecordFields *fa = kon_record_get_fields (a), *fb = kon_record_get_fields (b);

  return g_str_equal (fa->id, fb->id) && g_str_equal (fa->text, fb->text) && fa->confidence == fb->confidence && fa->review == fb->review &&
         fa->has_original == fb->has_original && fa->seen_at.unix_us == fb->seen_at.unix_us && fa->added_at.unix_us == fb->added_at.unix_us;
}

/* Makes the first @n_old rows to be @fresh, changing only the rows between what is the same at both ends. */
static void
replace_head (KonAppHistoryModel *self, guint n_old, GPtrArray *fresh)
{
  guint start = 0, n_tail = 0, removed, added;

  while (start < MIN (n_old, fresh->len) && is_same (g_ptr_array_index (self->records, start), g_ptr_array_index (fresh, start)))
    start++;
  while (n_tail < MIN (n_old, fresh->len) - start &&
         is_same (g_ptr_array_index (self->records, n_old - 1 - n_tail), g_ptr_array_index (fresh, fresh->len - 1 - n_tail)))
    n_tail++;

  removed = n_old - start - n_tail;
  added = fresh->len - start - n_tail;
  if (removed > 0)
    g_ptr_array_remove_range (self->records, start, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->records, (int) (start + i), g_object_ref (g_ptr_array_index (fresh, start + i)));
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, removed, added);
}

/* How many of the rows shown the answer to a refresh speaks about: up to and with its last record. */
static guint
count_covered (KonAppHistoryModel *self, guint limit, GPtrArray *fresh)
{
  KonRecord *last;

  if (fresh->len < limit)
    return self->records->len; /* that is all there is */
  last = g_ptr_array_index (fresh, fresh->len - 1);
  for (guint i = self->records->len; i > 0; i--)
    if (g_str_equal (kon_record_get_id (g_ptr_array_index (self->records, i - 1)), kon_record_get_id (last)))
      return i;
  return self->records->len;
}

static void
take_in (KonAppHistoryModel *self, const Question *question, GPtrArray *fresh)
{
  gboolean is_all = fresh->len < question->limit;
  guint covered;

  if (question->what == ASK_MORE)
    {
      guint first = self->records->len;

      for (guint i = 0; i < fresh->len; i++)
        g_ptr_array_add (self->records, g_object_ref (g_ptr_array_index (fresh, i)));
      g_list_model_items_changed (G_LIST_MODEL (self), first, 0, fresh->len);
      self->at_end = is_all;
      return;
    }

  covered = question->what == ASK_FILL ? self->records->len : count_covered (self, question->limit, fresh);
  if (covered == self->records->len)
    self->at_end = is_all;
  replace_head (self, covered, fresh);
}

static void
question_free (Question *question)
{
  g_object_unref (question->model);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  KonAppHistoryModel *self = question->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fresh = kon_engine_list_records_finish (KON_ENGINE (source), result, &error);

  if (self->asked != question)
    return;

  g_clear_object (&self->cancellable);
  self->asked = NULL;
  if (!fresh)
    {
      set_state (self, KON_APP_HISTORY_FAILED, g_steal_pointer (&error));
      return;
    }
  take_in (self, question, fresh);
  set_state (self, KON_APP_HISTORY_READY, NULL);
  if (self->changed)
    ask (self, ASK_REFRESH);
}

/* ---- asking */

static void
ask (KonAppHistoryModel *self, Ask what)
{
  KonHistoryQuery query = { .contains = *self->contains ? self->contains : NULL, .by_added = self->by_added, .limit = PAGE_SIZE };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->asked = NULL;
  if (!self->session)
    return;

  if (what == ASK_MORE)
    query.after = g_ptr_array_index (self->records, self->records->len - 1);
  else
    self->changed = FALSE;
  if (what == ASK_REFRESH)
    query.limit = CLAMP (self->records->len, PAGE_SIZE, MAX_REFRESH);

  self->asked = g_new0 (Question, 1);
  self->asked->model = g_object_ref (self);
  self->asked->what = what;
  self->asked->limit = query.limit;
  self->cancellable = g_cancellable_new ();
  kon_engine_list_records_async (self->engine, self->session, &query, self->cancellable, answered_cb, self->asked);
}

static void
records_changed_cb (KonAppHistoryModel *self, const char *organization_id)
{
  if (!self->session || g_strcmp0 (organization_id, kon_session_get_organization_id (self->session)) != 0)
    return;
  if (self->asked)
    self->changed = TRUE;
  else if (self->state == KON_APP_HISTORY_READY)
    ask (self, ASK_REFRESH);
}

/* ---- list model */

static GType
kon_app_history_model_get_item_type (GListModel *model)
{
  return KON_TYPE_RECORD;
}

static guint
kon_app_history_model_get_n_items (GListModel *model)
{
  return KON_APP_HISTORY_MODEL (model)->records->len;
}

static gpointer
kon_app_history_model_get_item (GListModel *model, guint position)
{
  KonAppHistoryModel *self = KON_APP_HISTORY_MODEL (model);

  return position < self->records->len ? g_object_ref (g_ptr_array_index (self->records, position)) : NULL;
}

static void
kon_app_history_model_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kon_app_history_model_get_item_type;
  iface->get_n_items = kon_app_history_model_get_n_items;
  iface->get_item = kon_app_history_model_get_item;
}

/* ---- object */

static void
kon_app_history_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, KON_APP_HISTORY_MODEL (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kon_app_history_model_dispose (GObject *object)
{
  KonAppHistoryModel *self = KON_APP_HISTORY_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->asked = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kon_app_history_model_parent_class)->dispose (object);
}

static void
kon_app_history_model_finalize (GObject *object)
{
  KonAppHistoryModel *self = KON_APP_HISTORY_MODEL (object);

  g_ptr_array_unref (self->records);
  g_clear_error (&self->error);
  g_free (self->contains);

  G_OBJECT_CLASS (kon_app_history_model_parent_class)->finalize (object);
}

static void
kon_app_history_model_class_init (KonAppHistoryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kon_app_history_model_get_property;
  object_class->dispose = kon_app_history_model_dispose;
  object_class->finalize = kon_app_history_model_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, KON_APP_HISTORY_FAILED, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kon_app_history_model_init (KonAppHistoryModel *self)
{
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->contains = g_strdup ("");
}

KonAppHistoryModel *
kon_app_history_model_new (KonEngine *engine)
{
  KonAppHistoryModel *self = g_object_new (KON_APP_TYPE_HISTORY_MODEL, NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "records-changed", G_CALLBACK (records_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
kon_app_history_model_set_session (KonAppHistoryModel *self, KonSession *session)
{
  g_return_if_fail (KON_APP_IS_HISTORY_MODEL (self));

  g_set_object (&self->session, session);
  kon_app_history_model_reload (self);
}

void
kon_app_history_model_set_contains (KonAppHistoryModel *self, const char *contains)
{
  g_return_if_fail (KON_APP_IS_HISTORY_MODEL (self));

  if (g_str_equal (self->contains, contains ? contains : ""))
    return;
  g_free (self->contains);
  self->contains = g_strdup (contains ? contains : "");
  ask (self, ASK_FILL);
}

const char *
kon_app_history_model_get_contains (KonAppHistoryModel *self)
{
  g_return_val_if_fail (KON_APP_IS_HISTORY_MODEL (self), "");
  return self->contains;
}

void
kon_app_history_model_set_by_added (KonAppHistoryModel *self, gboolean by_added)
{
  g_return_if_fail (KON_APP_IS_HISTORY_MODEL (self));

  if (self->by_added == by_added)
    return;
  self->by_added = by_added;
  ask (self, ASK_FILL);
}

void
kon_app_history_model_load_more (KonAppHistoryModel *self)
{
  g_return_if_fail (KON_APP_IS_HISTORY_MODEL (self));

  if (!self->asked && !self->at_end && self->records->len > 0)
    ask (self, ASK_MORE);
}

void
kon_app_history_model_reload (KonAppHistoryModel *self)
{
  guint n_records;

  g_return_if_fail (KON_APP_IS_HISTORY_MODEL (self));

  n_records = self->records->len;
  g_ptr_array_set_size (self->records, 0);
  if (n_records > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_records, 0);
  set_state (self, KON_APP_HISTORY_LOADING, NULL);
  ask (self, ASK_FILL);
}

KonAppHistoryState
kon_app_history_model_get_state (KonAppHistoryModel *self)
{
  g_return_val_if_fail (KON_APP_IS_HISTORY_MODEL (self), KON_APP_HISTORY_LOADING);
  return self->state;
}

const GError *
kon_app_history_model_get_error (KonAppHistoryModel *self)
{
  g_return_val_if_fail (KON_APP_IS_HISTORY_MODEL (self), NULL);
  return self->error;
}
