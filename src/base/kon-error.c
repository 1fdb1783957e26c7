/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The quark behind KON_ERROR. */
#include "config.h"

#include "kon-error.h"

G_DEFINE_QUARK (kon-error-quark, kon_error)
