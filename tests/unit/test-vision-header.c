/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Size, turn, time and camera from headers alone; headers cut anywhere. */
#include "config.h"

#include "test-picture.h"

static KonVisionStatus
read_header (const char *name, KonVisionHeader *header)
{
  g_autoptr (GBytes) bytes = load_data (name);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  KonVisionMessage message;
  KonVisionStatus status;

  memset (header, 0, sizeof *header);
  status = kon_vision_read_header (data, size, header, &message);
  g_test_message ("%s: %d %s", name, status, message.text);
  g_assert_true ((status == KON_VISION_OK) == (message.text[0] == '\0'));
  return status;
}

static void
test_size (void)
{
  static const char *const names[] = {
    "plain.jpg",   "progressive.jpg", "grey.jpg",   "cmyk.jpg",   "plain.png",    "deep.png",  "grey.png",   "palette.png",
    "plain.webp",  "lossless.webp",   "alpha.webp", "deep.tiff",  "packed.tiff",  "plain.bmp", "palette.bmp", "plain.heic",
    "alpha.heic",  "plain.avif",      "alpha.avif", "bilevel.tiff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KonVisionHeader header;

      g_assert_cmpint (read_header (names[i], &header), ==, KON_VISION_OK);
      g_assert_cmpint (header.width, ==, SCENE_WIDTH);
      g_assert_cmpint (header.height, ==, SCENE_HEIGHT);
      g_assert_cmpint (header.orientation, ==, 1);
    }
}

static void
assert_camera (const char *name, int orientation)
{
  KonVisionHeader header;

  g_assert_cmpint (read_header (name, &header), ==, KON_VISION_OK);
  g_assert_cmpint (header.orientation, ==, orientation);
  g_assert_cmpint (header.width, ==, SCENE_WIDTH);
  g_assert_cmpint (header.height, ==, SCENE_HEIGHT);
  g_assert_cmpstr (header.date_time, ==, "2026:11:24 06:10:00");
  g_assert_cmpstr (header.offset_time, ==, "+01:00");
  g_assert_cmpstr (header.camera, ==, "Konnetec Test Camera");
}

static void
test_camera (void)
{
  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *jpeg = g_strdup_printf ("turned-%d.jpg", orientation);
      g_autofree char *tiff = g_strdup_printf ("turned-%d.tiff", orientation);

      assert_camera (jpeg, orientation);
      assert_camera (tiff, orientation);
    }
  assert_camera ("turned-6.png", 6);
  assert_camera ("turned-6.webp", 6);
  /* The encoder took them over from turned-1.jpg. */
  assert_camera ("plain.heic", 1);
  assert_camera ("plain.avif", 1);
}

static void
test_no_camera (void)
{
  KonVisionHeader header;

  g_assert_cmpint (read_header ("plain.jpg", &header), ==, KON_VISION_OK);
  g_assert_cmpstr (header.date_time, ==, "");
  g_assert_cmpstr (header.offset_time, ==, "");
  g_assert_cmpstr (header.camera, ==, "");
}

static void
test_refused (void)
{
  KonVisionHeader header;

  g_assert_cmpint (read_header ("animated.gif", &header), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (read_header ("animated.png", &header), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (read_header ("animated.webp", &header), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (read_header ("text.jpg", &header), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (read_header ("empty.jpg", &header), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (header.width, ==, 0);
}

static void
test_bomb (void)
{
  KonVisionHeader header;

  g_assert_cmpint (read_header ("bomb.png", &header), ==, KON_VISION_OK);
  g_assert_cmpint (header.width, ==, 30000);
  g_assert_cmpint (header.height, ==, 30000);
}

/* Every prefix of every kind is either refused or understood, never read past its end. */
static void
test_prefixes (void)
{
  static const char *const names[] = { "turned-6.jpg", "turned-6.png", "turned-6.webp", "lossless.webp", "turned-6.tiff",
                                       "turned-5.tiff", "plain.bmp",   "alpha.heic",    "plain.avif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load_data (names[i]);
      gsize whole = MIN (g_bytes_get_size (bytes), 1500);

      for (gsize size = 0; size < whole; size++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
          KonVisionHeader header;
          KonVisionStatus status = kon_vision_read_header (copy, size, &header, NULL);

          g_assert_true (status == KON_VISION_OK || status == KON_VISION_DAMAGED || status == KON_VISION_UNSUPPORTED);
          if (size < 20)
            g_assert_cmpint (status, !=, KON_VISION_OK);
        }
    }
}

/* Fill bytes before a marker, bytes that belong to nothing, and another comment first: all of it legal or common. */
static void
test_odd_jpeg (void)
{
  g_autoptr (GBytes) bytes = load_data ("plain.jpg");
  g_autoptr (GByteArray) odd = g_byte_array_new ();
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  KonVisionHeader header;

  g_byte_array_append (odd, data, 2);
  g_byte_array_append (odd, (const guint8 *) "\xff\xff\xff\xfe\0\6\xff\xc0\xff\xc0", 10);
  g_byte_array_append (odd, (const guint8 *) "\0\0\xff", 3);
  g_byte_array_append (odd, data + 2, (guint) g_bytes_get_size (bytes) - 2);
  g_assert_cmpint (kon_vision_read_header (odd->data, odd->len, &header, NULL), ==, KON_VISION_OK);
  g_assert_cmpint (header.width, ==, SCENE_WIDTH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision-header/size", test_size);
  g_test_add_func ("/vision-header/camera", test_camera);
  g_test_add_func ("/vision-header/no-camera", test_no_camera);
  g_test_add_func ("/vision-header/refused", test_refused);
  g_test_add_func ("/vision-header/bomb", test_bomb);
  g_test_add_func ("/vision-header/prefixes", test_prefixes);
  g_test_add_func ("/vision-header/odd-jpeg", test_odd_jpeg);
  return g_test_run ();
}
