/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ids: their form, their order, that they differ; and a clock that a test can set. */
#include "config.h"

#include "kon-clock.h"

#include <string.h>

#define START_US (G_GINT64_CONSTANT (1795497000) * G_USEC_PER_SEC)

static void
test_fixed_time (void)
{
  g_autoptr (KonClock) clock = kon_clock_new_fixed (START_US, 250, 1);

  g_assert_cmpint (kon_clock_now_us (clock), ==, START_US);
  g_assert_cmpint (kon_clock_now_us (clock), ==, START_US + 250);
}

static void
test_system_time (void)
{
  g_autoptr (KonClock) clock = kon_clock_new_system ();
  gint64 before = g_get_real_time ();
  gint64 now = kon_clock_now_us (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
}

static void
test_record_id_form (void)
{
  g_autoptr (KonClock) clock = kon_clock_new_fixed (START_US, 1000, 1);
  g_autofree char *id = kon_clock_new_record_id (clock);
  g_autofree char *time = g_strdup_printf ("%012" G_GINT64_MODIFIER "x", START_US / 1000);

  g_assert_true (kon_id_is_valid (id));
  /* 48 bits of milliseconds, version 7, variant 2. */
  g_assert_true (strncmp (id, time, 8) == 0 && strncmp (id + 9, time + 8, 4) == 0);
  g_assert_cmpint (id[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", id[19]));
}

static void
test_random_id_form (void)
{
  g_autoptr (KonClock) clock = kon_clock_new_system ();
  g_autofree char *id = kon_clock_new_random_id (clock);
  g_autofree char *other = kon_clock_new_random_id (clock);

  g_assert_true (kon_id_is_valid (id));
  g_assert_cmpint (id[14], ==, '4');
  g_assert_nonnull (strchr ("89ab", id[19]));
  g_assert_cmpstr (id, !=, other);
}

static void
assert_ascending (KonClock *clock, int count)
{
  g_autofree char *last = kon_clock_new_record_id (clock);

  for (int i = 0; i < count; i++)
    {
      char *next = kon_clock_new_record_id (clock);

      g_assert_cmpstr (last, <, next);
      g_free (last);
      last = next;
    }
}

/* Also where more ids are made in one millisecond than it has numbers for, and where the clock runs backwards. */
static void
test_ascending (void)
{
  g_autoptr (KonClock) running = kon_clock_new_system ();
  g_autoptr (KonClock) standing = kon_clock_new_fixed (START_US, 0, 2);
  g_autoptr (KonClock) backwards = kon_clock_new_fixed (START_US, -700, 3);

  assert_ascending (running, 5000);
  assert_ascending (standing, 9000);
  assert_ascending (backwards, 9000);
}

static void
test_repeatable (void)
{
  g_autoptr (KonClock) one = kon_clock_new_fixed (START_US, 1, 7);
  g_autoptr (KonClock) same = kon_clock_new_fixed (START_US, 1, 7);
  g_autoptr (KonClock) other = kon_clock_new_fixed (START_US, 1, 8);
  g_autofree char *a = kon_clock_new_record_id (one);
  g_autofree char *b = kon_clock_new_record_id (same);
  g_autofree char *c = kon_clock_new_record_id (other);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
}

typedef struct
{
  KonClock *clock;
  GHashTable *seen;
  GMutex mutex;
} Shared;

static gpointer
make_ids (gpointer data)
{
  Shared *shared = data;

  for (int i = 0; i < 2000; i++)
    {
      char *id = kon_clock_new_record_id (shared->clock);

      g_mutex_lock (&shared->mutex);
      g_hash_table_add (shared->seen, id);
      g_mutex_unlock (&shared->mutex);
    }
  return NULL;
}

static void
test_threads (void)
{
  Shared shared = { kon_clock_new_system (), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  GThread *threads[3];

  g_mutex_init (&shared.mutex);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ids", make_ids, &shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (g_hash_table_size (shared.seen), ==, 2000 * G_N_ELEMENTS (threads));
  g_mutex_clear (&shared.mutex);
  g_hash_table_unref (shared.seen);
  kon_clock_unref (shared.clock);
}

static void
test_id_is_valid (void)
{
  g_assert_true (kon_id_is_valid ("0192f0c1-2d3e-7abc-89ab-0123456789ab"));
  g_assert_false (kon_id_is_valid (NULL));
  g_assert_false (kon_id_is_valid (""));
  g_assert_false (kon_id_is_valid ("0192f0c1-2d3e-7abc-89ab-0123456789a"));
  g_assert_false (kon_id_is_valid ("0192f0c1-2d3e-7abc-89ab-0123456789ab/"));
  g_assert_false (kon_id_is_valid ("0192F0C1-2d3e-7abc-89ab-0123456789ab"));
  g_assert_false (kon_id_is_valid ("0192f0c12d3e7abc89ab0123456789ab----"));
  g_assert_false (kon_id_is_valid ("../../../../../../etc/passwd-12345678"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/fixed-time", test_fixed_time);
  g_test_add_func ("/clock/system-time", test_system_time);
  g_test_add_func ("/clock/record-id-form", test_record_id_form);
  g_test_add_func ("/clock/random-id-form", test_random_id_form);
  g_test_add_func ("/clock/ascending", test_ascending);
  g_test_add_func ("/clock/repeatable", test_repeatable);
  g_test_add_func ("/clock/threads", test_threads);
  g_test_add_func ("/clock/id-is-valid", test_id_is_valid);
  return g_test_run ();
}
