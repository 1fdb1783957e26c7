/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the program's own read-only data lies: the same answer from the build tree and after an install under any prefix,
 * found from the program's own place, without environment variables. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder with models/: <build>/data when run from the build tree (marker .konnetec-uninstalled), else
 * <prefix>/share/konnetec-vision next to the program, else the one compiled in. Never NULL; owned by the library. */
const char *kon_paths_get_data_dir (void);

/* TRUE when run from the build tree. */
gboolean kon_paths_is_uninstalled (void);

/* Folder with <lang>/LC_MESSAGES; folder with gschemas.compiled. Owned by the library. */
const char *kon_paths_get_locale_dir (void);
const char *kon_paths_get_schema_dir (void);

/* Binds the text domain "konnetec-vision" to the locale folder. Call once, early in main(), after setlocale(). */
void kon_paths_bind_translations (void);

/* File name for people and JSON: valid UTF-8, invalid bytes as U+FFFD. Returns: (transfer full) */
char *kon_paths_display_name (const char *file_name);

G_END_DECLS
