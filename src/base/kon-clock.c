/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two clocks behind one type: the computer's, and one that a test sets. A mutex keeps the ids ascending over threads. */
#include "config.h"

#include "kon-clock.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define ID_LENGTH 36

struct _KonClock
{
  gatomicrefcount ref_count;
  GMutex mutex;

  /* The fixed clock: NULL and zero in the system one. */
  GRand *random;
  gint64 next_us;
  gint64 step_us;

  /* The last record id: milliseconds and the twelve bits that follow them. */
  gint64 last_ms;
  guint last_count;
};

static KonClock *
clock_new (void)
{
  KonClock *clock = g_new0 (KonClock, 1);

  g_atomic_ref_count_init (&clock->ref_count);
  g_mutex_init (&clock->mutex);
  clock->last_ms = -1;
  return clock;
}

KonClock *
kon_clock_new_system (void)
{
  return clock_new ();
}

KonClock *
kon_clock_new_fixed (gint64 unix_us, gint64 step_us, guint32 seed)
{
  KonClock *clock = clock_new ();

  clock->random = g_rand_new_with_seed (seed);
  clock->next_us = unix_us;
  clock->step_us = step_us;
  return clock;
}

KonClock *
kon_clock_ref (KonClock *clock)
{
  g_return_val_if_fail (clock != NULL, NULL);

  g_atomic_ref_count_inc (&clock->ref_count);
  return clock;
}

void
kon_clock_unref (KonClock *clock)
{
  g_return_if_fail (clock != NULL);

  if (!g_atomic_ref_count_dec (&clock->ref_count))
    return;
  g_clear_pointer (&clock->random, g_rand_free);
  g_mutex_clear (&clock->mutex);
  g_free (clock);
}

/* With the mutex held. */
static gint64
ask_time (KonClock *clock)
{
  gint64 now;

  if (clock->random == NULL)
    return g_get_real_time ();
  now = clock->next_us;
  clock->next_us += clock->step_us;
  return now;
}

/* With the mutex held. */
static void
fill_random (KonClock *clock, guint8 *bytes, gsize size)
{
  if (clock->random != NULL)
    {
      for (gsize i = 0; i < size; i++)
        bytes[i] = (guint8) g_rand_int_range (clock->random, 0, 256);
      return;
    }
  for (gsize done = 0; done < size;)
    {
      gssize got = getrandom (bytes + done, size - done, 0);

      if (got > 0)
        done += (gsize) got;
      else if (errno != EINTR)
        g_error ("The kernel gives no random numbers: %s", g_strerror (errno));
    }
}

static char *
format_uuid (const guint8 b[16])
{
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
                          b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

gint64
kon_clock_now_us (KonClock *clock)
{
  gint64 now;

  g_return_val_if_fail (clock != NULL, 0);

  g_mutex_lock (&clock->mutex);
  now = ask_time (clock);
  g_mutex_unlock (&clock->mutex);
  return now;
}

char *
kon_clock_new_record_id (KonClock *clock)
{
  guint8 bytes[16];
  gint64 ms;
  guint count;

  g_return_val_if_fail (clock != NULL, NULL);

  g_mutex_lock (&clock->mutex);
  fill_random (clock, bytes, sizeof bytes);
  ms = ask_time (clock) / 1000;
  ms = MAX (ms, 0);
  if (ms > clock->last_ms)
    count = ((bytes[6] << 8) | bytes[7]) & 0x7ff; /* the lower half: room to count up within the millisecond */
  else
    {
      /* The same millisecond, or the clock was set back: count on from the last id. */
      ms = clock->last_ms;
      count = clock->last_count + 1;
      if (count > 0xfff)
        {
          ms++;
          count = 0;
        }
    }
  clock->last_ms = ms;
  clock->last_count = count;
  g_mutex_unlock (&clock->mutex);

  for (int i = 0; i < 6; i++)
    bytes[i] = (guint8) (ms >> (8 * (5 - i)));
  bytes[6] = (guint8) (0x70 | (count >> 8));
  bytes[7] = (guint8) count;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return format_uuid (bytes);
}

char *
kon_clock_new_random_id (KonClock *clock)
{
  guint8 bytes[16];

  g_return_val_if_fail (clock != NULL, NULL);

  g_mutex_lock (&clock->mutex);
  fill_random (clock, bytes, sizeof bytes);
  g_mutex_unlock (&clock->mutex);

  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return format_uuid (bytes);
}

gboolean
kon_id_is_valid (const char *text)
{
  if (text == NULL)
    return FALSE;
  for (int i = 0; i < ID_LENGTH; i++)
    {
      gboolean is_dash = i == 8 || i == 13 || i == 18 || i == 23;

      /* A text that ends early stops here too: its zero is neither. */
      if (is_dash ? text[i] != '-' : !(g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f')))
        return FALSE;
    }
  return text[ID_LENGTH] == '\0';
}
