/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A fuzz target: one function that takes any bytes. Run by libFuzzer (`make fuzz`) or by replay.c over the corpus. */
#pragma once

#include <glib.h>
#include <stdint.h>

/* Returns: 0 always, as libFuzzer wants it. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* g_assert() that no build switch takes out. */
#define FUZZ_ASSERT(condition) \
  G_STMT_START \
  { \
    if (!(condition)) \
      g_error ("%s:%d: %s does not hold", __FILE__, __LINE__, #condition); \
  } \
  G_STMT_END
