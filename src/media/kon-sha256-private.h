/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-256 (FIPS 180-4) of a whole picture. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lower-case hexadecimal. By the processor's own instructions where it has them, else by GLib. Returns: (transfer full) */
char *kon_sha256 (const guint8 *bytes, gsize size);

G_END_DECLS
