/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading camera times and writing ISO 8601. */
#include "config.h"

#include "kon-timestamp.h"

#include <string.h>

/* GTimeZone asserts on more than a day; no place on earth is beyond 14 hours. */
#define MAX_OFFSET_SECONDS (24 * 60 * 60 - 1)

static const char *const origin_names[] = { "unknown", "exif", "exif-local", "file", "clock" };

/* @digits decimal digits at @text, or -1. */
static int
parse_digits (const char *text, int digits)
{
  int value = 0;

  for (int i = 0; i < digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = value * 10 + (text[i] - '0');
    }
  return value;
}

/* "+HH:MM", "-HH:MM" or "Z". */
static gboolean
parse_offset (const char *text, int *out_seconds)
{
  int hours, minutes;

  if (text == NULL)
    return FALSE;
  if (strcmp (text, "Z") == 0)
    {
      *out_seconds = 0;
      return TRUE;
    }
  if (strlen (text) != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
    return FALSE;
  hours = parse_digits (text + 1, 2);
  minutes = parse_digits (text + 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
    return FALSE;
  *out_seconds = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
  return TRUE;
}

static gboolean
is_date_separator (char c)
{
  /* EXIF says ':'; some cameras and telephones write the others. */
  return c == ':' || c == '-' || c == '/' || c == '.';
}

static GTimeZone *
time_zone_for_offset (int seconds)
{
  return g_time_zone_new_offset (CLAMP (seconds, -MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS));
}

gboolean
kon_timestamp_from_exif (const char *date_time, const char *offset, KonTimestamp *out)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;
  int offset_seconds = 0;
  gboolean has_offset;

  g_return_val_if_fail (out != NULL, FALSE);

  if (date_time == NULL || strlen (date_time) < 19)
    return FALSE;
  if (!is_date_separator (date_time[4]) || !is_date_separator (date_time[7])
      || (date_time[10] != ' ' && date_time[10] != 'T') || date_time[13] != ':' || date_time[16] != ':')
    return FALSE;

  has_offset = parse_offset (offset, &offset_seconds);
  zone = has_offset ? time_zone_for_offset (offset_seconds) : g_time_zone_new_local ();

  /* g_date_time_new() gives NULL for a day or hour that does not exist, "0000:00:00 00:00:00" and -1 included. */
  time = g_date_time_new (zone, parse_digits (date_time, 4), parse_digits (date_time + 5, 2), parse_digits (date_time + 8, 2),
                          parse_digits (date_time + 11, 2), parse_digits (date_time + 14, 2), parse_digits (date_time + 17, 2));
  if (time == NULL)
    return FALSE;

  out->unix_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  out->offset_seconds = (int) (g_date_time_get_utc_offset (time) / G_USEC_PER_SEC);
  out->origin = has_offset ? KON_TIME_EXIF : KON_TIME_EXIF_LOCAL;
  return TRUE;
}

/* Seconds since 1970, rounded down also before it. */
static gint64
whole_seconds (gint64 unix_us)
{
  gint64 seconds = unix_us / G_USEC_PER_SEC;

  return unix_us % G_USEC_PER_SEC < 0 ? seconds - 1 : seconds;
}

KonTimestamp
kon_timestamp_from_unix (gint64 unix_us, KonTimeOrigin origin)
{
  KonTimestamp timestamp = { unix_us, 0, origin };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (whole_seconds (unix_us));

  if (time != NULL)
    timestamp.offset_seconds = (int) (g_date_time_get_utc_offset (time) / G_USEC_PER_SEC);
  return timestamp;
}

char *
kon_timestamp_to_iso (const KonTimestamp *timestamp)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (timestamp != NULL, NULL);

  if (timestamp->origin == KON_TIME_UNKNOWN)
    return NULL;
  utc = g_date_time_new_from_unix_utc (whole_seconds (timestamp->unix_us));
  if (utc == NULL)
    return NULL;
  zone = time_zone_for_offset (timestamp->offset_seconds);
  local = g_date_time_to_timezone (utc, zone);
  return local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

const char *
kon_time_origin_to_string (KonTimeOrigin origin)
{
  return (guint) origin < G_N_ELEMENTS (origin_names) ? origin_names[origin] : origin_names[KON_TIME_UNKNOWN];
}

KonTimeOrigin
kon_time_origin_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (origin_names); i++)
    if (g_strcmp0 (text, origin_names[i]) == 0)
      return (KonTimeOrigin) i;
  return KON_TIME_UNKNOWN;
}
