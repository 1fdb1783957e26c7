/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Formats by their first bytes, whatever the file is called. */
#include "config.h"

#include "test-picture.h"

static void
assert_sniffed (const char *name, KonVisionFormat format)
{
  g_autoptr (GBytes) bytes = load_data (name);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_test_message ("%s", name);
  g_assert_cmpint (kon_vision_sniff (data, size), ==, format);
  g_assert_cmpint (kon_vision_sniff (data, MIN (size, 32)), ==, format);
}

static void
test_pictures (void)
{
  assert_sniffed ("plain.jpg", KON_VISION_FORMAT_JPEG);
  assert_sniffed ("plain.png", KON_VISION_FORMAT_PNG);
  assert_sniffed ("plain.webp", KON_VISION_FORMAT_WEBP);
  assert_sniffed ("turned-1.tiff", KON_VISION_FORMAT_TIFF);
  assert_sniffed ("turned-2.tiff", KON_VISION_FORMAT_TIFF);
  assert_sniffed ("plain.bmp", KON_VISION_FORMAT_BMP);
  assert_sniffed ("plain.heic", KON_VISION_FORMAT_HEIC);
  assert_sniffed ("plain.avif", KON_VISION_FORMAT_AVIF);
}

static void
test_others (void)
{
  static const char text[] = "BMW, licence plate unknown, seen at the gate.";
  static const char video[] = "\0\0\0\x18" "ftypisom\0\0\2\0isommp42";

  assert_sniffed ("animated.gif", KON_VISION_FORMAT_UNKNOWN);
  assert_sniffed ("text.jpg", KON_VISION_FORMAT_UNKNOWN);
  assert_sniffed ("empty.jpg", KON_VISION_FORMAT_UNKNOWN);
  g_assert_cmpint (kon_vision_sniff ((const guint8 *) text, sizeof text), ==, KON_VISION_FORMAT_UNKNOWN);
  g_assert_cmpint (kon_vision_sniff ((const guint8 *) video, sizeof video), ==, KON_VISION_FORMAT_UNKNOWN);
  g_assert_cmpint (kon_vision_sniff (NULL, 0), ==, KON_VISION_FORMAT_UNKNOWN);
}

/* No prefix, however short, is read past its end (the sanitizer build would say so). */
static void
test_prefixes (void)
{
  static const char *const names[] = { "plain.jpg", "plain.png", "plain.webp", "turned-1.tiff", "plain.bmp", "plain.heic", "plain.avif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load_data (names[i]);

      for (gsize size = 0; size < 32; size++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

          kon_vision_sniff (copy, size);
          g_assert_cmpint (kon_vision_sniff (copy, MIN (size, 2)), ==, KON_VISION_FORMAT_UNKNOWN);
        }
    }
}

static void
test_mime (void)
{
  g_assert_cmpstr (kon_vision_format_mime (KON_VISION_FORMAT_JPEG), ==, "image/jpeg");
  g_assert_cmpstr (kon_vision_format_mime (KON_VISION_FORMAT_AVIF), ==, "image/avif");
  g_assert_null (kon_vision_format_mime (KON_VISION_FORMAT_UNKNOWN));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision-sniff/pictures", test_pictures);
  g_test_add_func ("/vision-sniff/others", test_others);
  g_test_add_func ("/vision-sniff/prefixes", test_prefixes);
  g_test_add_func ("/vision-sniff/mime", test_mime);
  return g_test_run ();
}
