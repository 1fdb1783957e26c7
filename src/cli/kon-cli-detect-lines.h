/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The lines of "konnetec detect" for one picture, in each format. Writes nothing itself. */
#pragma once

#include "kon-cli-output.h"

G_BEGIN_DECLS

/* What standard output gets for @picture. Failed ones have a line in JSON alone. Returns: (transfer full) (element-type utf8) */
GPtrArray *kon_cli_detect_lines_for_picture (KonCliFormat format, KonPicture *picture);

/* The JSON line for what gave no picture. Returns: (transfer full) */
char *kon_cli_detect_line_for_error (const char *name, const char *uri, const char *message);

/* Owned by the library. */
const char *kon_cli_detect_csv_header (void);

G_END_DECLS
