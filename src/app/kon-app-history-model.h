/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppHistoryModel: the history as a GListModel of KonRecord, newest first. Pages are fetched as they are asked for; a new
 * question cancels the one before; changes of the history are taken in while the rows that stay keep their place. Main thread.
 * Property: state (int, KonAppHistoryState, notified). */
#pragma once

#include <gio/gio.h>

#include "kon.h"

G_BEGIN_DECLS

typedef enum
{
  KON_APP_HISTORY_LOADING, /* nothing is there yet */
  KON_APP_HISTORY_READY,
  KON_APP_HISTORY_FAILED, /* see kon_app_history_model_get_error() */
} KonAppHistoryState;

#define KON_APP_TYPE_HISTORY_MODEL (kon_app_history_model_get_type ())
G_DECLARE_FINAL_TYPE (KonAppHistoryModel, kon_app_history_model, KON_APP, HISTORY_MODEL, GObject)

/* Returns: (transfer full) */
KonAppHistoryModel *kon_app_history_model_new (KonEngine *engine);

/* Whose history: asks at once. NULL: none. */
void kon_app_history_model_set_session (KonAppHistoryModel *self, KonSession *session);

/* Only plates that contain this; NULL or "" for all. */
void kon_app_history_model_set_contains (KonAppHistoryModel *self, const char *contains);
const char *kon_app_history_model_get_contains (KonAppHistoryModel *self); /* never NULL */

/* Newest by when it was added (TRUE) or by when it was seen. */
void kon_app_history_model_set_by_added (KonAppHistoryModel *self, gboolean by_added);

/* Fetches the next page where there is one and none is on its way. */
void kon_app_history_model_load_more (KonAppHistoryModel *self);

/* Asks again from the start. */
void kon_app_history_model_reload (KonAppHistoryModel *self);

KonAppHistoryState kon_app_history_model_get_state (KonAppHistoryModel *self);
const GError *kon_app_history_model_get_error (KonAppHistoryModel *self);

G_END_DECLS
