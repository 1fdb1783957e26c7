/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON, both ways, with limits: parse hostile text, and turn the values of base into JSON. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

#include "kon-detection.h"

G_BEGIN_DECLS

/* Parses @size bytes (refused over @max_size or deeper than 16 levels) whose root must be an object.
 * @what names the thing in the error message ("the manifest of plate-finder").
 * Returns: (transfer full), or NULL with KON_ERROR_DAMAGED or KON_ERROR_TOO_LARGE. */
JsonObject *kon_json_parse_object (const char *text, gsize size, gsize max_size, const char *what, GError **error);

/* Typed members: FALSE with KON_ERROR_DAMAGED naming @member where absent or of another type. Returned strings belong to @object. */
gboolean kon_json_get_string (JsonObject *object, const char *member, const char **out, GError **error);
gboolean kon_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *out, GError **error);
gboolean kon_json_get_double (JsonObject *object, const char *member, double min, double max, double *out, GError **error);

/* One plate as in `konnetec detect --json`: {"text","raw","confidence","box","quad","find_confidence","layout","characters",
 * "alternatives","region","record"}; @record_id may be NULL. Numbers rounded: pixels to 0.1, confidences to 0.0001.
 * Where nothing could be read, "text" and "raw" are empty and "confidence" is 0.
 * Returns: (transfer full) */
JsonObject *kon_json_from_detection (const KonDetection *detection, const char *record_id);

/* Characters and alternatives as JSON arrays of {"text","confidence"}, for the store's columns; and back (bad text gives empty arrays). Returns: (transfer full) */
char *kon_json_characters_to_text (const KonRead *read);
char *kon_json_alternatives_to_text (const KonRead *read);
void kon_json_characters_from_text (const char *text, KonRead *read);
void kon_json_alternatives_from_text (const char *text, KonRead *read);

/* One line, no newline inside. Returns: (transfer full) */
char *kon_json_to_line (JsonObject *object);

G_END_DECLS
