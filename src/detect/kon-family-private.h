/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rows of kon-family-table.c, each defined by its own plug, and what plugs share. */
#pragma once

#include "kon-family.h"

G_BEGIN_DECLS

extern const KonFamily kon_box_corners_family;
extern const KonFamily kon_grid_quad_family;
extern const KonFamily kon_two_row_ctc_family;

/* KON_ERROR_MODEL: the network of @manifest gave something its manifest does not promise. Returns: FALSE */
gboolean kon_family_refuse (const KonManifest *manifest, const char *output, GError **error);

G_END_DECLS
