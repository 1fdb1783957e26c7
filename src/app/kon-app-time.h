/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Times in words: local, with the zone and where the time is from on hover. Any thread. */
#pragma once

#include <glib.h>

#include "kon.h"

G_BEGIN_DECLS

/* "2026-11-24 06:10" in this computer's zone, or a dash where unknown. Returns: (transfer full) */
char *kon_app_time_to_text (const KonTimestamp *timestamp);

/* Seconds, zone and where the time is from, for a tooltip. Returns: (transfer full) */
char *kon_app_time_to_tooltip (const KonTimestamp *timestamp);

/* "from the camera", "from the file" …, translated; owned by the library. */
const char *kon_app_time_get_origin_words (KonTimeOrigin origin);

G_END_DECLS
