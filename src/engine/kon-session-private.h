/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: how sessions are made. Faces get theirs from the engine's open calls alone. */
#pragma once

#include "kon-session.h"

G_BEGIN_DECLS

/* @organization_id and @organization_name are NULL for a session without an organization. Returns: (transfer full) */
KonSession *kon_session_new (const char *organization_id, const char *organization_name, const char *user_id, KonRole role);

G_END_DECLS
