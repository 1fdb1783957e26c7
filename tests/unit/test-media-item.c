/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items: what a picture gives when it is loaded, and one clear error for each way in which it cannot be. */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kon-error.h"
#include "kon-media-item.h"
#include "kon-vision.h"

typedef struct
{
  char *folder, *path;
  GFile *file;
} Fixture;

static void
name_file (Fixture *f, const char *name)
{
  g_clear_object (&f->file);
  g_free (f->path);
  f->path = g_build_filename (f->folder, name, NULL);
  f->file = g_file_new_for_path (f->path);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("kon-media-XXXXXX", NULL);
  name_file (f, "picture.jpg");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_remove (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_object_unref (f->file);
  g_free (f->folder);
  g_free (f->path);
}

static GBytes *
encode (int width, int height)
{
  g_autofree guint8 *rgb = g_malloc0 ((gsize) width * height * 3);
  KonVisionMessage message;
  guint8 *jpeg;
  size_t size;

  for (int i = 0; i < width * height * 3; i++)
    rgb[i] = i * 7;
  g_assert_cmpint (kon_vision_encode_jpeg (rgb, width, height, (size_t) width * 3, 90, &jpeg, &size, &message), ==, KON_VISION_OK);
  return g_bytes_new_with_free_func (jpeg, size, free, jpeg);
}

/* An EXIF block (big-endian TIFF) with DateTimeOriginal and, after it, OffsetTimeOriginal, put behind the JPEG's first marker. */
static GBytes *
add_exif (GBytes *jpeg, const char *date_time, const char *offset)
{
  static const guint8 head[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                                 0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0 };
  const guint8 entries[] = { 0, 2, 0x90, 0x03, 0, 2, 0, 0, 0, 20, 0, 0, 0, 56, 0x90, 0x11, 0, 2, 0, 0, 0, 7, 0, 0, 0, 76, 0, 0, 0, 0 };
  gsize size;
  const guint8 *bytes = g_bytes_get_data (jpeg, &size);
  GByteArray *out = g_byte_array_new ();
  guint8 marker[] = { 0xff, 0xe1, 0, 2 + sizeof head + sizeof entries + 20 + 8 };

  g_byte_array_append (out, bytes, 2);
  g_byte_array_append (out, marker, sizeof marker);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, entries, sizeof entries);
  g_byte_array_append (out, (const guint8 *) date_time, 20);
  g_byte_array_append (out, (const guint8 *) offset, 8);
  g_byte_array_append (out, bytes + 2, size - 2);
  g_bytes_unref (jpeg);
  return g_byte_array_free_to_bytes (out);
}

static void
write_bytes (Fixture *f, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (f->path, data, size, NULL));
}

static void
test_load (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (40, 30);
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *uri = g_file_get_uri (f->file);
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (f->file);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  write_bytes (f, bytes);
  g_assert_null (kon_media_item_get_sha256 (item));
  g_assert_cmpint (kon_media_item_get_width (item), ==, 0);
  g_assert_true (kon_media_item_load (item, 100, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kon_media_item_get_name (item), ==, f->path);
  g_assert_cmpstr (kon_media_item_get_uri (item), ==, uri);
  g_assert_cmpstr (kon_media_item_get_sha256 (item), ==, sum);
  g_assert_cmpstr (kon_media_item_get_mime (item), ==, "image/jpeg");
  g_assert_cmpint (kon_media_item_get_width (item), ==, 40);
  g_assert_cmpint (kon_media_item_get_height (item), ==, 30);
  g_assert_cmpint (kon_frame_get_width (kon_media_item_get_frame (item)), ==, 40);
  g_assert_true (g_bytes_equal (kon_media_item_get_bytes (item), bytes));
  g_assert_cmpfloat (kon_media_item_get_decode_ms (item), >, 0);
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (kon_media_item_get_seen_at (item)->origin, ==, KON_TIME_FILE);
  g_assert_cmpint (kon_media_item_get_seen_at (item)->unix_us / G_USEC_PER_SEC, ==, info.st_mtime);

  kon_media_item_unload (item);
  g_assert_null (kon_media_item_get_frame (item));
  g_assert_null (kon_media_item_get_bytes (item));
  g_assert_cmpstr (kon_media_item_get_sha256 (item), ==, sum);
  g_assert_true (kon_media_item_load (item, 100, NULL, NULL));
  g_assert_nonnull (kon_media_item_get_frame (item));
}

static void
check_time (Fixture *f, const char *date_time, const char *offset, KonTimeOrigin origin, const char *iso)
{
  g_autoptr (GBytes) bytes = add_exif (encode (16, 16), date_time, offset);
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (f->file);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_bytes (f, bytes);
  g_assert_true (kon_media_item_load (item, 100, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kon_media_item_get_seen_at (item)->origin, ==, origin);
  text = kon_timestamp_to_iso (kon_media_item_get_seen_at (item));
  if (iso)
    g_assert_cmpstr (text, ==, iso);
}

static void
test_time (Fixture *f, gconstpointer data)
{
  check_time (f, "2026:03:04 05:06:07", "+01:00\0", KON_TIME_EXIF, "2026-03-04T05:06:07+01:00");
  check_time (f, "2026:03:04 05:06:07", "\0\0\0\0\0\0\0", KON_TIME_EXIF_LOCAL, NULL);
  check_time (f, "0000:00:00 00:00:00", "\0\0\0\0\0\0\0", KON_TIME_FILE, NULL);
}

static void
test_bytes (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (20, 10);
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_bytes (bytes, "Pasted picture");
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_media_item_get_file (item));
  g_assert_null (kon_media_item_get_uri (item));
  g_assert_cmpstr (kon_media_item_get_name (item), ==, "Pasted picture");
  g_assert_true (kon_media_item_load (item, 100, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kon_media_item_get_width (item), ==, 20);
  g_assert_cmpint (kon_media_item_get_seen_at (item)->origin, ==, KON_TIME_CLOCK);
  kon_media_item_unload (item);
  g_assert_false (kon_media_item_load (item, 100, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

/* Loading fails with @code in one line that names the file. */
static void
check_fails (Fixture *f, int max_megapixels, KonErrorCode code)
{
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (f->file);
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (f->path);

  g_assert_false (kon_media_item_load (item, max_megapixels, NULL, &error));
  g_assert_error (error, KON_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "picture"));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (kon_media_item_get_frame (item));
}

static void
write_text (Fixture *f, const char *text, gssize size)
{
  g_assert_true (g_file_set_contents (f->path, text, size, NULL));
}

static void
test_bad_files (Fixture *f, gconstpointer data)
{
  check_fails (f, 100, KON_ERROR_NOT_FOUND);
  write_text (f, "", 0);
  check_fails (f, 100, KON_ERROR_DAMAGED);
  write_text (f, "x", 1);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
  write_text (f, "This is a letter and not a picture, whatever its name says.", -1);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
  write_text (f, "GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4", 22);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
}

static void
test_truncated (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (64, 64);

  write_text (f, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) / 2);
  check_fails (f, 100, KON_ERROR_DAMAGED);
  write_text (f, g_bytes_get_data (bytes, NULL), 40);
  check_fails (f, 100, KON_ERROR_DAMAGED);
}

/* A fault in the middle costs what cannot be seen, and is told. */
static void
test_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) whole = encode (160, 120);
  gsize size = g_bytes_get_size (whole);
  g_autofree char *broken = g_memdup2 (g_bytes_get_data (whole, NULL), size);
  g_autoptr (KonMediaItem) item = NULL;
  g_autoptr (GError) error = NULL;

  memset (broken + size / 2, 0, size / 8);
  g_assert_true (g_file_set_contents (f->path, broken, (gssize) size, NULL));
  item = kon_media_item_new_for_file (f->file);
  g_assert_true (kon_media_item_load (item, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (kon_media_item_get_frame (item));
  g_assert_nonnull (strstr (kon_media_item_get_warning (item), "damaged"));

  g_assert_true (g_file_set_contents (f->path, g_bytes_get_data (whole, NULL), (gssize) size, NULL));
  g_assert_true (kon_media_item_load (item, 0, NULL, &error));
  g_assert_null (kon_media_item_get_warning (item));
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (1200, 1000);
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (f->file);
  g_autoptr (GError) error = NULL;

  write_bytes (f, bytes);
  check_fails (f, 1, KON_ERROR_TOO_LARGE);
  g_assert_false (kon_media_item_load (item, 1, NULL, &error));
  g_assert_nonnull (kon_media_item_get_sha256 (item)); /* what is known stays known */
  g_assert_cmpint (kon_media_item_get_width (item), ==, 1200);
}

/* Neither a pipe without a writer nor a device may hold the program up. */
static void
test_special_files (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (mkfifo (f->path, 0600), ==, 0);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
  g_remove (f->path);

  g_assert_cmpint (symlink ("/dev/zero", f->path), ==, 0);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
  g_remove (f->path);

  g_assert_cmpint (symlink ("/nowhere/at all", f->path), ==, 0);
  check_fails (f, 100, KON_ERROR_NOT_FOUND);
  g_remove (f->path);

  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
}

static void
test_huge_file (Fixture *f, gconstpointer data)
{
  write_text (f, "\xff\xd8\xff\xe0", 4);
  g_assert_cmpint (truncate (f->path, (off_t) 3 << 30), ==, 0); /* a hole: takes no room */
  check_fails (f, 100, KON_ERROR_TOO_LARGE);
}

static void
test_no_permission (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (16, 16);
  gboolean root = geteuid () == 0;

  write_bytes (f, bytes);
  g_assert_cmpint (g_chmod (f->path, 0), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, 0755), ==, 0);
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  check_fails (f, 100, KON_ERROR_READ_ONLY);
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
check_name (Fixture *f, const char *name, const char *shown)
{
  g_autoptr (GBytes) bytes = encode (16, 16);
  g_autoptr (KonMediaItem) item = NULL;
  g_autoptr (GFile) again = NULL;
  g_autoptr (GError) error = NULL;

  g_remove (f->path);
  name_file (f, name);
  write_bytes (f, bytes);
  item = kon_media_item_new_for_file (f->file);
  g_assert_true (kon_media_item_load (item, 100, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (kon_media_item_get_name (item), shown));
  g_assert_true (g_utf8_validate (kon_media_item_get_name (item), -1, NULL));
  again = g_file_new_for_uri (kon_media_item_get_uri (item));
  g_assert_true (g_file_equal (f->file, again)); /* the URI is exact */
  write_text (f, "broken", -1);
  check_fails (f, 100, KON_ERROR_UNSUPPORTED);
}

static void
test_odd_names (Fixture *f, gconstpointer data)
{
  check_name (f, "picture\xff\xfe.jpg", "picture\357\277\275\357\277\275.jpg");
  check_name (f, "picture\nline.jpg", "picture\nline.jpg");
  check_name (f, "picture %d %s.jpg", "picture %d %s.jpg");
}

static void
test_failed (Fixture *f, gconstpointer data)
{
  g_autoptr (KonMediaItem) item
    = kon_media_item_new_failed (f->file, g_error_new_literal (KON_ERROR, KON_ERROR_READ_ONLY, "no entry"));

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kon_media_item_load (item, 100, NULL, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_READ_ONLY);
      g_assert_cmpstr (error->message, ==, "no entry");
    }
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = encode (16, 16);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KonMediaItem) item = kon_media_item_new_for_file (f->file);
  g_autoptr (GError) error = NULL;

  write_bytes (f, bytes);
  g_cancellable_cancel (cancellable);
  g_assert_false (kon_media_item_load (item, 100, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/media/item/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("load", test_load);
  ADD ("time", test_time);
  ADD ("bytes", test_bytes);
  ADD ("bad-files", test_bad_files);
  ADD ("truncated", test_truncated);
  ADD ("broken", test_broken);
  ADD ("too-large", test_too_large);
  ADD ("special-files", test_special_files);
  ADD ("huge-file", test_huge_file);
  ADD ("no-permission", test_no_permission);
  ADD ("odd-names", test_odd_names);
  ADD ("failed", test_failed);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
