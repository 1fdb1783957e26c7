/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the engine's pixels to GTK's. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

/* @frame as a texture that shares its pixels (grey ones are spread to RGB). Returns: (transfer full) (nullable): NULL for NULL */
GdkTexture *kon_app_texture_from_frame (KonFrame *frame);

G_END_DECLS
