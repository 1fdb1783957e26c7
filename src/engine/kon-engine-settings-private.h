/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: settings straight from a store. Worker threads. */
#pragma once

#include "kon-engine-settings.h"
#include "kon-store.h"

G_BEGIN_DECLS

KonSettings kon_settings_get_default (void);

/* Defaults for what was never set. */
gboolean kon_settings_load (KonStore *store, KonSettings *out, GError **error);

G_END_DECLS
