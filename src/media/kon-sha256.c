/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-256 by the processor's own instructions: a photo of 5 MB takes 4 ms instead of 35 with GLib's, which would be a quarter of
 * what the whole reading of that photo may take. Where the processor has none of them, GLib does it. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-sha256-private.h"

#include <string.h>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

static const guint32 round_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static gboolean
has_instructions (void)
{
  guint a, b, c, d;

  if (!__builtin_cpu_supports ("sse4.1"))
    return FALSE;
  return __get_cpuid_count (7, 0, &a, &b, &c, &d) && (b & (1u << 29)) != 0;
}

/* The instructions keep the eight words of the state as ABEF and CDGH. Four rounds at a time: the words w[i % 4] are those of the
 * last sixteen rounds, four in each. */
__attribute__ ((target ("sha,sse4.1"))) static void
add_blocks (guint32 state[8], const guint8 *bytes, gsize n_blocks)
{
  const __m128i swap = _mm_set_epi64x (0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i low = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *) state), 0xb1);
  __m128i high = _mm_shuffle_epi32 (_mm_loadu_si128 ((const __m128i *) (state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8 (low, high, 8), cdgh = _mm_blend_epi16 (high, low, 0xf0);

  for (; n_blocks > 0; n_blocks--, bytes += 64)
    {
      const __m128i abef_before = abef, cdgh_before = cdgh;
      __m128i w[4];

      for (int i = 0; i < 4; i++)
        w[i] = _mm_shuffle_epi8 (_mm_loadu_si128 ((const __m128i *) (bytes + 16 * i)), swap);
#pragma GCC unroll 16
      for (int i = 0; i < 16; i++)
        {
          __m128i *now = &w[i % 4];
          __m128i k;

          if (i >= 4)
            {
              __m128i seventh = _mm_alignr_epi8 (w[(i + 3) % 4], w[(i + 2) % 4], 4);

              *now = _mm_add_epi32 (_mm_sha256msg1_epu32 (*now, w[(i + 1) % 4]), seventh);
              *now = _mm_sha256msg2_epu32 (*now, w[(i + 3) % 4]);
            }
          k = _mm_add_epi32 (*now, _mm_loadu_si128 ((const __m128i *) (round_constants + 4 * i)));
          cdgh = _mm_sha256rnds2_epu32 (cdgh, abef, k);
          abef = _mm_sha256rnds2_epu32 (abef, cdgh, _mm_shuffle_epi32 (k, 0x0e));
        }
      abef = _mm_add_epi32 (abef, abef_before);
      cdgh = _mm_add_epi32 (cdgh, cdgh_before);
    }
  low = _mm_shuffle_epi32 (abef, 0x1b);
  high = _mm_shuffle_epi32 (cdgh, 0xb1);
  _mm_storeu_si128 ((__m128i *) state, _mm_blend_epi16 (low, high, 0xf0));
  _mm_storeu_si128 ((__m128i *) (state + 4), _mm_alignr_epi8 (high, low, 8));
}

static char *
hash_quickly (const guint8 *bytes, gsize size)
{
  guint32 state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
  guint8 tail[128] = { 0 };
  gsize rest = size % 64, tail_size = rest < 56 ? 64 : 128;
  guint64 bits = GUINT64_TO_BE ((guint64) size * 8);
  GString *text = g_string_sized_new (64);

  if (rest > 0)
    memcpy (tail, bytes + size - rest, rest);
  tail[rest] = 0x80;
  memcpy (tail + tail_size - 8, &bits, 8);
  add_blocks (state, bytes, size / 64);
  add_blocks (state, tail, tail_size / 64);
  for (int i = 0; i < 8; i++)
    g_string_append_printf (text, "%08x", state[i]);
  return g_string_free (text, FALSE);
}
#endif

char *
kon_sha256 (const guint8 *bytes, gsize size)
{
#ifdef __x86_64__
  if (has_instructions ())
    return hash_quickly (bytes, size);
#endif
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
}
