/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A stack's hidden children are hidden from assistive technology too; GTK 4.8 leaves them in its tree. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on; also for children added later. */
void kon_app_faces_follow (GtkStack *stack);

G_END_DECLS
