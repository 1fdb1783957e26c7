/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Digests: the identity of a picture, the check of a model file. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 (FIPS 180-4) of @size bytes as 64 lower-case hexadecimal digits. Returns: (transfer full) */
char *kon_vault_sha256 (const guint8 *bytes, gsize size);

G_END_DECLS
