/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every kind of picture comes out as the same upright RGB scene; what is broken or too large is refused. */
#include "config.h"

#include "test-picture.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ENOUGH_PIXELS (1000 * 1000)

static KonVisionStatus
decode_bytes (GBytes *bytes, gint64 max_pixels, KonVisionImage *image)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_decode (data, size, max_pixels, image, &message);

  g_test_message ("status %d %s", status, message.text);
  g_assert_true ((status == KON_VISION_OK) == (image->pixels != NULL));
  g_assert_true ((status == KON_VISION_OK) == (message.text[0] == '\0'));
  return status;
}

static KonVisionStatus
decode_data (const char *name, KonVisionImage *image)
{
  g_autoptr (GBytes) bytes = load_data (name);

  g_test_message ("%s", name);
  return decode_bytes (bytes, ENOUGH_PIXELS, image);
}

static void
assert_shows_scene (const char *name, int tolerance)
{
  KonVisionImage image;

  g_assert_cmpint (decode_data (name, &image), ==, KON_VISION_OK);
  assert_scene (&image, tolerance);
  kon_vision_image_clear (&image);
  g_assert_null (image.pixels);
}

static void
test_kinds (void)
{
  assert_shows_scene ("plain.jpg", 3);
  assert_shows_scene ("progressive.jpg", 3);
  assert_shows_scene ("cmyk.jpg", 6);
  assert_shows_scene ("plain.png", 0);
  assert_shows_scene ("deep.png", 1);
  assert_shows_scene ("palette.png", 1);
  assert_shows_scene ("plain.webp", 12);
  assert_shows_scene ("lossless.webp", 0);
  assert_shows_scene ("deep.tiff", 1);
  assert_shows_scene ("packed.tiff", 0);
  assert_shows_scene ("plain.bmp", 0);
  assert_shows_scene ("palette.bmp", 1);
  assert_shows_scene ("runs-8.bmp", 0);
  assert_shows_scene ("runs-4.bmp", 0);
  assert_shows_scene ("fields-16.bmp", 8);
  assert_shows_scene ("fields-32.bmp", 0);
  assert_shows_scene ("plain.heic", 12);
  assert_shows_scene ("plain.avif", 12);
}

static void
test_turned (void)
{
  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *jpeg = g_strdup_printf ("turned-%d.jpg", orientation);
      g_autofree char *tiff = g_strdup_printf ("turned-%d.tiff", orientation);

      assert_shows_scene (jpeg, 3);
      assert_shows_scene (tiff, 0);
    }
  assert_shows_scene ("turned-6.png", 0);
  assert_shows_scene ("turned-6.webp", 12);
}

static void
test_grey (void)
{
  static const char *const names[] = { "grey.jpg", "grey.png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KonVisionImage image;

      g_assert_cmpint (decode_data (names[i], &image), ==, KON_VISION_OK);
      g_assert_cmpint (image.channels, ==, 3);
      assert_pixel (&image, 6, 6, 87, 87, 87, 4);
      assert_pixel (&image, 57, 25, 197, 197, 197, 4);
      kon_vision_image_clear (&image);
    }
}

/* Upper half opaque, lower half clear: red and green over white. */
static void
test_alpha (void)
{
  static const char *const names[] = { "deep-alpha.png", "palette-alpha.png", "alpha.webp", "alpha.heic", "alpha.avif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KonVisionImage image;

      g_assert_cmpint (decode_data (names[i], &image), ==, KON_VISION_OK);
      g_assert_cmpint (image.channels, ==, 3);
      assert_pixel (&image, 6, 6, 220, 30, 30, 14);
      assert_pixel (&image, 57, 6, 30, 180, 60, 14);
      assert_pixel (&image, 6, 25, 255, 255, 255, 3);
      assert_pixel (&image, 57, 25, 255, 255, 255, 3);
      kon_vision_image_clear (&image);
    }
}

/* Alpha 128 above, 0 below. */
static void
test_half_alpha (void)
{
  static const char *const names[] = { "alpha.png", "alpha.tiff" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KonVisionImage image;

      g_assert_cmpint (decode_data (names[i], &image), ==, KON_VISION_OK);
      assert_pixel (&image, 6, 6, 237, 142, 142, 2);
      assert_pixel (&image, 57, 6, 142, 217, 157, 2);
      assert_pixel (&image, 6, 25, 255, 255, 255, 0);
      kon_vision_image_clear (&image);
    }
}

static void
test_bilevel (void)
{
  KonVisionImage image;

  g_assert_cmpint (decode_data ("bilevel.tiff", &image), ==, KON_VISION_OK);
  g_assert_cmpint (image.channels, ==, 3);
  for (int i = 0; i < image.width * image.height * 3; i++)
    g_assert_true (image.pixels[i] == 0 || image.pixels[i] == 255);
  kon_vision_image_clear (&image);
}

static void
test_refused (void)
{
  KonVisionImage image;

  g_assert_cmpint (decode_data ("animated.gif", &image), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (decode_data ("animated.png", &image), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (decode_data ("animated.webp", &image), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (decode_data ("text.jpg", &image), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (decode_data ("empty.jpg", &image), ==, KON_VISION_UNSUPPORTED);
  g_assert_cmpint (decode_data ("truncated.jpg", &image), ==, KON_VISION_DAMAGED);
  g_assert_cmpint (decode_data ("truncated.png", &image), ==, KON_VISION_DAMAGED);
  g_assert_cmpint (decode_data ("truncated.webp", &image), ==, KON_VISION_DAMAGED);
  g_assert_cmpint (decode_data ("truncated.tiff", &image), ==, KON_VISION_DAMAGED);
  g_assert_cmpint (decode_data ("truncated.heic", &image), ==, KON_VISION_DAMAGED);
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) bytes = load_data ("plain.jpg");
  KonVisionImage image;

  g_assert_cmpint (decode_bytes (bytes, SCENE_WIDTH * SCENE_HEIGHT - 1, &image), ==, KON_VISION_TOO_LARGE);
  g_assert_cmpint (decode_bytes (bytes, SCENE_WIDTH * SCENE_HEIGHT, &image), ==, KON_VISION_OK);
  kon_vision_image_clear (&image);
}

/* 30000 x 30000 would be 2.7 GB: refused by the header, so that no such memory is ever asked for. */
static void
test_bomb (void)
{
  KonVisionImage image;
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  g_assert_cmpint (decode_data ("bomb.png", &image), ==, KON_VISION_TOO_LARGE);
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 20 * 1024);
}

/* A JPEG cut anywhere behind its header misses its end marker. */
static void
test_cut_jpeg (void)
{
  static const char *const names[] = { "turned-6.jpg", "progressive.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load_data (names[i]);

      for (gsize size = g_bytes_get_size (bytes) - 1; size > 3; size--)
        {
          g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (bytes, NULL), size);
          KonVisionImage image;

          g_assert_cmpint (decode_bytes (cut, ENOUGH_PIXELS, &image), ==, KON_VISION_DAMAGED);
        }
    }
}

/* Cameras append pictures and padding after the end marker. */
static void
test_jpeg_with_tail (void)
{
  g_autoptr (GBytes) bytes = load_data ("plain.jpg");
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) tailed = NULL;
  KonVisionImage image;

  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) "\0\0\0\0\xff\xd8\xff\xe1 and more", 17);
  tailed = g_bytes_new (longer->data, longer->len);
  g_assert_cmpint (decode_bytes (tailed, ENOUGH_PIXELS, &image), ==, KON_VISION_OK);
  assert_scene (&image, 3);
  kon_vision_image_clear (&image);
}

/* A JPEG of noise: some kilobytes of pixels between its header and its end marker. */
static GByteArray *
make_noise_jpeg (void)
{
  enum { SIDE = 256 };
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 3);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GByteArray *jpeg = g_byte_array_new ();
  guint8 *encoded = NULL;
  gsize size = 0;

  for (int i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] = (guint8) g_rand_int (random);
  g_assert_cmpint (kon_vision_encode_jpeg (pixels, SIDE, SIDE, SIDE * 3, 90, &encoded, &size, NULL), ==, KON_VISION_OK);
  g_byte_array_append (jpeg, encoded, (guint) size);
  free (encoded);
  return jpeg;
}

/* What stands before the fault is shown; that there is one is told. */
static void
test_broken_jpeg (void)
{
  g_autoptr (GByteArray) jpeg = make_noise_jpeg ();
  KonVisionImage whole, broken;
  KonVisionMessage message;

  g_assert_cmpint (kon_vision_decode (jpeg->data, jpeg->len, ENOUGH_PIXELS, &whole, &message), ==, KON_VISION_OK);
  g_assert_false (whole.is_broken);
  memset (jpeg->data + jpeg->len / 2, 0, 200);
  g_assert_cmpint (kon_vision_decode (jpeg->data, jpeg->len, ENOUGH_PIXELS, &broken, &message), ==, KON_VISION_OK);
  g_assert_true (broken.is_broken);
  g_assert_cmpmem (whole.pixels, (gsize) whole.width * 3 * 64, broken.pixels, (gsize) broken.width * 3 * 64);
  kon_vision_image_clear (&whole);
  kon_vision_image_clear (&broken);
}

/* Whoever decodes broken files reads on the standard error what the program says, and nothing of a library's own. */
static void
test_silence (void)
{
  static const char *const names[] = { "plain.jpg", "progressive.jpg", "cmyk.jpg", "plain.png", "palette-alpha.png", "deep.png", "plain.webp", "lossless.webp",
                                       "deep.tiff", "packed.tiff", "plain.bmp", "palette.bmp", "runs-8.bmp", "runs-4.bmp", "plain.heic", "plain.avif" };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("heard\n");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load_data (names[i]);

      for (int round = 0; round < 200; round++)
        {
          gsize size = g_bytes_get_size (bytes);
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
          KonVisionImage image;

          for (int k = 0; k <= round / 20; k++)
            copy[g_rand_int_range (random, 12, (int) size)] = (guint8) g_rand_int (random);
          kon_vision_decode (copy, size, ENOUGH_PIXELS, &image, NULL);
          kon_vision_image_clear (&image);
        }
    }
  fprintf (stderr, "%s\n", fileno (stderr) == STDERR_FILENO ? "heard" : "led elsewhere");
}

/* Every prefix of every kind gives a status: nothing is thrown, nothing is read past the end. */
static void
test_prefixes (void)
{
  static const char *const names[] = { "turned-6.png", "turned-6.webp", "turned-6.tiff", "packed.tiff", "plain.bmp", "runs-8.bmp", "runs-4.bmp", "fields-16.bmp",
                                       "plain.heic", "alpha.avif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = load_data (names[i]);
      gsize whole = g_bytes_get_size (bytes);

      for (gsize size = 4; size < whole; size += 1 + whole / 100)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
          KonVisionImage image;

          kon_vision_decode (copy, size, ENOUGH_PIXELS, &image, NULL);
          kon_vision_image_clear (&image);
        }
    }
}

static void
test_encode (void)
{
  KonVisionImage image, again;
  guint8 *jpeg = NULL;
  gsize size = 0;

  g_assert_cmpint (decode_data ("plain.png", &image), ==, KON_VISION_OK);
  g_assert_cmpint (kon_vision_encode_jpeg (image.pixels, image.width, image.height, (gsize) image.width * 3, 90, &jpeg, &size, NULL),
                   ==, KON_VISION_OK);
  g_assert_cmpint (kon_vision_decode (jpeg, size, ENOUGH_PIXELS, &again, NULL), ==, KON_VISION_OK);
  assert_scene (&again, 4);
  free (jpeg);
  kon_vision_image_clear (&again);

  g_assert_cmpint (kon_vision_encode_jpeg (image.pixels, 0, 0, 0, 90, &jpeg, &size, NULL), ==, KON_VISION_FAILED);
  g_assert_null (jpeg);
  kon_vision_image_clear (&image);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision-decode/bomb", test_bomb);
  g_test_add_func ("/vision-decode/kinds", test_kinds);
  g_test_add_func ("/vision-decode/turned", test_turned);
  g_test_add_func ("/vision-decode/grey", test_grey);
  g_test_add_func ("/vision-decode/alpha", test_alpha);
  g_test_add_func ("/vision-decode/half-alpha", test_half_alpha);
  g_test_add_func ("/vision-decode/bilevel", test_bilevel);
  g_test_add_func ("/vision-decode/refused", test_refused);
  g_test_add_func ("/vision-decode/too-large", test_too_large);
  g_test_add_func ("/vision-decode/cut-jpeg", test_cut_jpeg);
  g_test_add_func ("/vision-decode/jpeg-with-tail", test_jpeg_with_tail);
  g_test_add_func ("/vision-decode/broken-jpeg", test_broken_jpeg);
  g_test_add_func ("/vision-decode/silence", test_silence);
  g_test_add_func ("/vision-decode/prefixes", test_prefixes);
  g_test_add_func ("/vision-decode/encode", test_encode);
  return g_test_run ();
}
