/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppRecordView: a record of the history, with its picture and all that was read on it. Main thread. */
#pragma once

#include "kon-app-picture-view.h"
#include "kon-app-print.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_RECORD_VIEW (kon_app_record_view_get_type ())
G_DECLARE_FINAL_TYPE (KonAppRecordView, kon_app_record_view, KON_APP, RECORD_VIEW, AdwBin)

/* Shows @record; NULL: none. */
void kon_app_record_view_set_record (KonAppRecordView *self, KonEngine *engine, KonSession *session, KonRecord *record);
KonRecord *kon_app_record_view_get_record (KonAppRecordView *self); /* (transfer none) (nullable) */

KonAppPictureView *kon_app_record_view_get_view (KonAppRecordView *self); /* (transfer none) */

/* What paper gets; FALSE where the picture is not there (yet). */
gboolean kon_app_record_view_fill_print_job (KonAppRecordView *self, KonAppPrintJob *job);

/* Property: ready (boolean): the picture is there. */

G_END_DECLS
