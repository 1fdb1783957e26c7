/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Times in words: see the header. */
#include "config.h"

#include "kon-app-time.h"

#include <glib/gi18n.h>

static char *
format_local (const KonTimestamp *timestamp, const char *format)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (timestamp->origin == KON_TIME_UNKNOWN)
    return NULL;
  utc = g_date_time_new_from_unix_utc (timestamp->unix_us / G_USEC_PER_SEC);
  local = utc ? g_date_time_to_local (utc) : NULL;
  return local ? g_date_time_format (local, format) : NULL;
}

char *
kon_app_time_to_text (const KonTimestamp *timestamp)
{
  /* Translators: a date and a time of day in lists, as for g_date_time_format() */
  char *text = format_local (timestamp, _ ("%Y-%m-%d %H:%M"));

  return text ? text : g_strdup ("–");
}

const char *
kon_app_time_get_origin_words (KonTimeOrigin origin)
{
  switch (origin)
    {
    case KON_TIME_EXIF:
      return _ ("from the camera");
    case KON_TIME_EXIF_LOCAL:
      return _ ("from the camera, which gave no zone");
    case KON_TIME_FILE:
      return _ ("from the file");
    case KON_TIME_CLOCK:
      return _ ("from this computer's clock");
    case KON_TIME_UNKNOWN:
    default:
      return _ ("not known");
    }
}

char *
kon_app_time_to_tooltip (const KonTimestamp *timestamp)
{
  /* Translators: date, time of day with seconds and zone in tooltips, as for g_date_time_format() */
  g_autofree char *text = format_local (timestamp, _ ("%Y-%m-%d %H:%M:%S %Z (UTC%:z)"));

  if (!text)
    return g_strdup (_ ("The time is not known"));
  /* Translators: a time and where it is from: "2026-11-24 06:10:00 CET (UTC+01:00), from the camera" */
  return g_strdup_printf (_ ("%s, %s"), text, kon_app_time_get_origin_words (timestamp->origin));
}
