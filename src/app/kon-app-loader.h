/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppLoader: what there is to see of one picture. First the whole, as large as a screen needs it; then, as it is asked for, the part that
 * is looked at closer. Asks the engine; one part at a time, and of several wishes the last. Main thread.
 * Signals: "changed": the whole or a part has come; "failed" (GError): one of them did not. */
#pragma once

#include <gio/gio.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_LOADER (kon_app_loader_get_type ())
G_DECLARE_FINAL_TYPE (KonAppLoader, kon_app_loader, KON_APP, LOADER, GObject)

/* Of @picture, or, where it is NULL, of the stored @image_id. @enhanced: with more contrast and sharper. Begins at once. Returns: (transfer full) */
KonAppLoader *kon_app_loader_new (KonEngine *engine, KonSession *session, KonPicture *picture, const char *image_id, gboolean enhanced);

/* Gives up what is under way; no signal comes any more. */
void kon_app_loader_cancel (KonAppLoader *self);

void kon_app_loader_want (KonAppLoader *self, const KonLook *look);

KonDrawPicture *kon_app_loader_get_whole (KonAppLoader *self); /* (transfer none) (nullable): not there yet */
KonDrawPicture *kon_app_loader_get_part (KonAppLoader *self);  /* (transfer none) (nullable) */

G_END_DECLS
