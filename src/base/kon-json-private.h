/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within base: what kon-json-text.c gives to kon-json.c. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* As kon_json_parse_object(), with any object or array as root. Returns: (transfer full) */
JsonNode *kon_json_parse_node (const char *text, gsize size, gsize max_size, const char *what, GError **error);

/* One line. Doubles in the fewest digits that mean the same; what is not finite becomes null. Returns: (transfer full) */
char *kon_json_node_to_line (JsonNode *node);

G_END_DECLS
