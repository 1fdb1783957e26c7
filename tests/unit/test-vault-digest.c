/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-256: the standard's own examples, and against GLib for every length around the block's borders. */
#include "config.h"

#include "kon-vault-digest.h"

static void
check (const char *text, gsize size, const char *expected)
{
  g_autofree char *sum = kon_vault_sha256 ((const guint8 *) text, size);

  g_assert_cmpstr (sum, ==, expected);
}

static void
test_standard (void)
{
  const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

  check ("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  check ("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check (two_blocks, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void
test_every_length (void)
{
  for (gsize size = 0; size < 300; size++)
    {
      g_autofree guint8 *bytes = g_malloc (size + 1);
      g_autofree char *ours = NULL, *theirs = NULL;

      for (gsize i = 0; i < size; i++)
        bytes[i] = g_test_rand_int ();
      ours = kon_vault_sha256 (bytes, size);
      theirs = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
      g_assert_cmpstr (ours, ==, theirs);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/digest/standard", test_standard);
  g_test_add_func ("/vault/digest/every-length", test_every_length);
  return g_test_run ();
}
