/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppProgressRing: how far work is, as a small ring. Main thread. Property: fraction (double 0..1). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KON_APP_TYPE_PROGRESS_RING (kon_app_progress_ring_get_type ())
G_DECLARE_FINAL_TYPE (KonAppProgressRing, kon_app_progress_ring, KON_APP, PROGRESS_RING, GtkWidget)

void kon_app_progress_ring_set_fraction (KonAppProgressRing *self, double fraction);

G_END_DECLS
