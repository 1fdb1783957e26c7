/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading files that may be anything: pipes and devices are never opened, sizes are limited, a supported picture is known by its
 * first bytes before the rest is read. Blocks; worker threads. */
#pragma once

#include <gio/gio.h>

#include "kon-vision.h"

G_BEGIN_DECLS

/* A file name inside a sentence: valid UTF-8 on one line. Returns: (transfer full) */
char *kon_media_quote_name (const char *name);

/* The name of @file as people know it: a path, or the URI of what has none. Bytes as they are. Returns: (transfer full) */
char *kon_media_file_name (GFile *file);

/* Turns an error of GIO about the file @name into one of ours that says what to do. Cancelled stays as it is. */
void kon_media_propagate (GError **error, GError *reason, const char *name);

/* TRUE, and its format in @format (UNKNOWN where it is no supported picture or not a regular file); FALSE where it cannot be
 * opened, with GIO's own error. */
gboolean kon_media_sniff_file (GFile *file, KonVisionFormat *format, GCancellable *cancellable, GError **error);

/* All bytes, and their SHA-256 in hexadecimal. @name is for errors, which are ours. @modified_us is set as soon as it is known.
 * Returns: (transfer full) or NULL. */
GBytes *kon_media_read_file (GFile *file, const char *name, char **sha256, gint64 *modified_us, GCancellable *cancellable, GError **error);

G_END_DECLS
