/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonClock: where the time and the ids come from; injectable, so that tests are repeatable. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KonClock KonClock;

/* The computer's clock and kernel randomness. Returns: (transfer full) */
KonClock *kon_clock_new_system (void);

/* Starts at @unix_us, advances @step_us at each question; random bits from @seed. Returns: (transfer full) */
KonClock *kon_clock_new_fixed (gint64 unix_us, gint64 step_us, guint32 seed);

KonClock *kon_clock_ref (KonClock *clock);
void kon_clock_unref (KonClock *clock);

/* Now, microseconds since 1970 UTC. */
gint64 kon_clock_now_us (KonClock *clock);

/* UUIDv7 (RFC 9562) in lower case, 36 characters; ascending within one clock. For records. Returns: (transfer full) */
char *kon_clock_new_record_id (KonClock *clock);

/* UUIDv4: says nothing about time. For pictures, organizations, users. Returns: (transfer full) */
char *kon_clock_new_random_id (KonClock *clock);

/* TRUE where @text is 36 characters of 8-4-4-4-12 lower-case hexadecimal: safe as a file name. */
gboolean kon_id_is_valid (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonClock, kon_clock_unref)

G_END_DECLS
