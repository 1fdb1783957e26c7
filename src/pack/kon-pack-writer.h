/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPackWriter: puts files into one archive (tar, as every system can unpack). It is written beside and renamed when it is whole:
 * nobody ever sees half of one. The door to libarchive. One thread at a time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KonPackWriter KonPackWriter;

/* Begins the archive @path, which only its owner may read. What lies there already is replaced where @replaces, else it is an error
 * (KON_ERROR_REFUSED), now and again when the archive is finished. Errors: READ_ONLY, NO_SPACE, NOT_FOUND (the folder). Returns: (transfer full) */
KonPackWriter *kon_pack_writer_new (const char *path, gboolean replaces, GError **error);

/* Drops what is not finished. */
void kon_pack_writer_free (KonPackWriter *writer);

/* Adds the regular file @from under @name. KON_ERROR_NOT_FOUND where there is none: the archive can go on. After any other error it cannot. */
gboolean kon_pack_writer_add_file (KonPackWriter *writer, const char *name, const char *from, GCancellable *cancellable, GError **error);

/* The last file is in: all is on disk, beside, and only the name is missing. */
gboolean kon_pack_writer_close (KonPackWriter *writer, GError **error);

/* The last step, after kon_pack_writer_close(): the archive takes its name. */
gboolean kon_pack_writer_finish (KonPackWriter *writer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonPackWriter, kon_pack_writer_free)

G_END_DECLS
