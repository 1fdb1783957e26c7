/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonTimestamp: an instant in UTC together with the zone it was seen in and how it is known.
 * Stored UTC, shown local. Plain value, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KON_TIME_UNKNOWN,
  KON_TIME_EXIF,        /* the camera gave time and offset */
  KON_TIME_EXIF_LOCAL,  /* the camera gave no offset: this computer's zone was assumed */
  KON_TIME_FILE,        /* the file's modification time */
  KON_TIME_CLOCK,       /* this computer's clock */
} KonTimeOrigin;

typedef struct
{
  gint64 unix_us;     /* microseconds since 1970-01-01 UTC */
  int offset_seconds; /* east of UTC */
  KonTimeOrigin origin;
} KonTimestamp;

/* From EXIF text "YYYY:MM:DD HH:MM:SS" and offset "+HH:MM" (or NULL). FALSE where @date_time is no time. */
gboolean kon_timestamp_from_exif (const char *date_time, const char *offset, KonTimestamp *out);

/* From an instant, in this computer's zone. */
KonTimestamp kon_timestamp_from_unix (gint64 unix_us, KonTimeOrigin origin);

/* ISO 8601 with offset, seconds: "2026-11-24T06:10:00+01:00"; NULL where unknown. Returns: (transfer full) (nullable) */
char *kon_timestamp_to_iso (const KonTimestamp *timestamp);

/* "exif", "exif-local", "file", "clock", "unknown"; and back. */
const char *kon_time_origin_to_string (KonTimeOrigin origin);
KonTimeOrigin kon_time_origin_from_string (const char *text);

G_END_DECLS
