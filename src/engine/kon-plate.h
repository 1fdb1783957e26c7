/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPlate: one plate of a picture, for lists and bindings. Immutable.
 * Properties (read-only): text (string), confidence (double), confidence-text (string, "sure 0.98"), record-id (string), crop (KonFrame). Main thread. */
#pragma once

#include <glib-object.h>

#include "kon-detection.h"

G_BEGIN_DECLS

#define KON_TYPE_PLATE (kon_plate_get_type ())
G_DECLARE_FINAL_TYPE (KonPlate, kon_plate, KON, PLATE, GObject)

KonDetection *kon_plate_get_detection (KonPlate *self); /* (transfer none) */
const char *kon_plate_get_text (KonPlate *self);        /* "" where nothing could be read */
double kon_plate_get_confidence (KonPlate *self);
const char *kon_plate_get_record_id (KonPlate *self);   /* NULL where not stored */

G_END_DECLS
