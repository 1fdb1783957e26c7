/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Camera times with and without offset, the local zone with its summer time, and texts that are no time. */
#include "config.h"

#include "kon-timestamp.h"

#include <string.h>

/* 2026-11-24 05:10:00 UTC */
#define NOVEMBER_US (G_GINT64_CONSTANT (1795497000) * G_USEC_PER_SEC)

static void
assert_iso (const KonTimestamp *timestamp, const char *wanted)
{
  g_autofree char *iso = kon_timestamp_to_iso (timestamp);

  g_assert_cmpstr (iso, ==, wanted);
}

static void
test_with_offset (void)
{
  KonTimestamp timestamp;

  g_assert_true (kon_timestamp_from_exif ("2026:11:24 06:10:00", "+01:00", &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
  g_assert_cmpint (timestamp.offset_seconds, ==, 3600);
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_EXIF);
  assert_iso (&timestamp, "2026-11-24T06:10:00+01:00");

  g_assert_true (kon_timestamp_from_exif ("2026:11:23 19:40:00", "-09:30", &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
  assert_iso (&timestamp, "2026-11-23T19:40:00-09:30");

  g_assert_true (kon_timestamp_from_exif ("2026:11:24 05:10:00", "Z", &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_EXIF);
}

/* main() sets the zone of Berlin. */
static void
test_without_offset (void)
{
  KonTimestamp timestamp;

  g_assert_true (kon_timestamp_from_exif ("2026:11:24 06:10:00", NULL, &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_EXIF_LOCAL);
  assert_iso (&timestamp, "2026-11-24T06:10:00+01:00");

  g_assert_true (kon_timestamp_from_exif ("2026:07:24 06:10:00", "", &timestamp));
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_EXIF_LOCAL);
  assert_iso (&timestamp, "2026-07-24T06:10:00+02:00");

  /* An offset that is none counts as not given. */
  g_assert_true (kon_timestamp_from_exif ("2026:11:24 06:10:00", "+25:00", &timestamp));
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_EXIF_LOCAL);
}

static void
test_other_separators (void)
{
  KonTimestamp timestamp;

  g_assert_true (kon_timestamp_from_exif ("2026-11-24T06:10:00", "+01:00", &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
  g_assert_true (kon_timestamp_from_exif ("2026:11:24 06:10:00.250", "+01:00", &timestamp));
  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US);
}

static void
test_no_time (void)
{
  static const char *const texts[] = {
    "",
    "0000:00:00 00:00:00",
    "    :  :     :  :  ",
    "2026:11:24",
    "2026:11:24 06:10",
    "2026:13:24 06:10:00",
    "2026:02:30 06:10:00",
    "2026:11:24 24:10:00",
    "2026:11:24 06:61:00",
    "2026x11:24 06:10:00",
    "20a6:11:24 06:10:00",
    "yesterday, about noon",
  };
  KonTimestamp timestamp;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_false (kon_timestamp_from_exif (texts[i], "+01:00", &timestamp));
    }
  g_assert_false (kon_timestamp_from_exif (NULL, NULL, &timestamp));
}

static void
test_from_unix (void)
{
  KonTimestamp timestamp = kon_timestamp_from_unix (NOVEMBER_US + 999999, KON_TIME_FILE);
  KonTimestamp before = kon_timestamp_from_unix (-1, KON_TIME_CLOCK);

  g_assert_cmpint (timestamp.unix_us, ==, NOVEMBER_US + 999999);
  g_assert_cmpint (timestamp.origin, ==, KON_TIME_FILE);
  assert_iso (&timestamp, "2026-11-24T06:10:00+01:00");
  assert_iso (&before, "1970-01-01T00:59:59+01:00");
}

/* What a damaged database may hold. */
static void
test_out_of_range (void)
{
  KonTimestamp unknown = { NOVEMBER_US, 0, KON_TIME_UNKNOWN };
  KonTimestamp endless = { G_MAXINT64, 0, KON_TIME_FILE };
  KonTimestamp begin = { G_MININT64, 0, KON_TIME_FILE };
  KonTimestamp far_east = { NOVEMBER_US, G_MAXINT, KON_TIME_FILE };
  g_autofree char *iso = kon_timestamp_to_iso (&far_east);

  assert_iso (&unknown, NULL);
  assert_iso (&endless, NULL);
  assert_iso (&begin, NULL);
  g_assert_nonnull (iso);
  kon_timestamp_from_unix (G_MAXINT64, KON_TIME_FILE);
}

static void
test_origin_names (void)
{
  for (int origin = KON_TIME_UNKNOWN; origin <= KON_TIME_CLOCK; origin++)
    g_assert_cmpint (kon_time_origin_from_string (kon_time_origin_to_string ((KonTimeOrigin) origin)), ==, origin);
  g_assert_cmpstr (kon_time_origin_to_string (KON_TIME_EXIF_LOCAL), ==, "exif-local");
  g_assert_cmpstr (kon_time_origin_to_string ((KonTimeOrigin) 77), ==, "unknown");
  g_assert_cmpint (kon_time_origin_from_string ("sundial"), ==, KON_TIME_UNKNOWN);
  g_assert_cmpint (kon_time_origin_from_string (NULL), ==, KON_TIME_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  /* Berlin's rule written out: works without the zone files. */
  g_setenv ("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timestamp/with-offset", test_with_offset);
  g_test_add_func ("/timestamp/without-offset", test_without_offset);
  g_test_add_func ("/timestamp/other-separators", test_other_separators);
  g_test_add_func ("/timestamp/no-time", test_no_time);
  g_test_add_func ("/timestamp/from-unix", test_from_unix);
  g_test_add_func ("/timestamp/out-of-range", test_out_of_range);
  g_test_add_func ("/timestamp/origin-names", test_origin_names);
  return g_test_run ();
}
