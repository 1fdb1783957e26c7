/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stored pictures as files: images/<last two digits of the id>/<id> holds an original, thumbs/ likewise a thumbnail (by picture
 * id) or a plate crop (by record id). Each file is a header of 16 bytes, then the bytes as they came:
 *    0  "KONP"
 *    4  version, 1
 *    5  cipher, 0: none
 *    6  two zeros, reserved
 *    8  number of bytes after the header, little endian
 * Written as <id>.part, renamed when complete. Knows nothing of the database. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kon-error.h"

#define MAGIC "KONP"
#define MAGIC_SIZE 4
#define VERSION 1
#define CIPHER_NONE 0
#define HEADER_SIZE 16
#define MAX_SIZE (G_GINT64_CONSTANT (2) << 30)

char *
kon_store_file_name (KonStoreFolder folder, const char *id)
{
  const char *digits = id + strlen (id) - 2;

  return g_build_filename (folder == KON_STORE_ORIGINAL ? "images" : "thumbs", digits, id, NULL);
}

static char *
path_of_file (KonStore *store, KonStoreFolder folder, const char *id)
{
  g_autofree char *name = kon_store_file_name (folder, id);

  return g_build_filename (store->directory, name, NULL);
}

static void
fill_header (guint8 header[HEADER_SIZE], gsize size)
{
  guint64 size_le = GUINT64_TO_LE (size);

  memset (header, 0, HEADER_SIZE);
  memcpy (header, MAGIC, MAGIC_SIZE);
  header[4] = VERSION;
  header[5] = CIPHER_NONE;
  memcpy (header + 8, &size_le, sizeof size_le);
}

/* FALSE with errno. */
static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= n;
    }
  return TRUE;
}

/* FALSE with errno. */
static gboolean
write_part (const char *part, GBytes *bytes, gboolean durable)
{
  guint8 header[HEADER_SIZE];
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean written;
  int saved_errno;
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return FALSE;
  fill_header (header, size);
  written = write_all (fd, header, HEADER_SIZE) && write_all (fd, data, size) && (!durable || fsync (fd) == 0);
  saved_errno = errno;
  if (close (fd) != 0 && written)
    return FALSE;
  errno = saved_errno;
  return written;
}

static gboolean
fail_to_write (KonStore *store, int system_error, GError **error)
{
  g_autofree char *name = g_filename_display_name (store->directory);
  KonErrorCode code = kon_error_code_from_errno (system_error);

  if (code == KON_ERROR_NO_SPACE)
    g_set_error (error, KON_ERROR, KON_ERROR_NO_SPACE,
                 _ ("The disk is full: the picture could not be stored in “%s”. Free some space, then try again."), name);
  else if (code == KON_ERROR_READ_ONLY)
    g_set_error (error, KON_ERROR, KON_ERROR_READ_ONLY,
                 _ ("The picture could not be stored: “%s” cannot be written. Check the permissions of this folder."), name);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _ ("The picture could not be stored in “%s”: %s. Check the folder and its disk."), name,
                 g_strerror (system_error));
  return FALSE;
}

/* FALSE with errno. */
static gboolean
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;
  int saved_errno;

  if (fd < 0)
    return FALSE;
  /* EINVAL: a file system that syncs no folders. */
  synced = fsync (fd) == 0 || errno == EINVAL;
  saved_errno = errno;
  close (fd);
  errno = saved_errno;
  return synced;
}

/* A new folder's own name is synced too. FALSE with errno. */
static gboolean
make_folder (const char *path, gboolean durable)
{
  g_autofree char *parent = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir_with_parents (path, 0700) != 0)
    return FALSE;
  parent = g_path_get_dirname (path);
  return !durable || sync_folder (parent);
}

gboolean
kon_store_file_write (KonStore *store, KonStoreFolder folder, const char *id, GBytes *bytes, gboolean durable, GError **error)
{
  g_autofree char *folder_path = NULL;
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;

  KON_STORE_ASSERT_WRITER (store);
  g_assert (kon_id_is_valid (id));

  path = path_of_file (store, folder, id);
  folder_path = g_path_get_dirname (path);
  part = g_strconcat (path, ".part", NULL);
  if (!make_folder (folder_path, durable))
    return fail_to_write (store, errno, error);
  if (!write_part (part, bytes, durable) || g_rename (part, path) != 0 || (durable && !sync_folder (folder_path)))
    {
      int system_error = errno;

      g_unlink (part);
      return fail_to_write (store, system_error, error);
    }
  return TRUE;
}

/* FALSE with @error where @contents is no complete picture file of a version we know. */
static gboolean
check_header (const char *path, const guint8 *contents, gsize size, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  guint64 size_le;

  if (size < HEADER_SIZE || memcmp (contents, MAGIC, MAGIC_SIZE) != 0)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _ ("The stored picture “%s” is damaged: this is no picture of the store. Read the original photo again."),
                   name);
      return FALSE;
    }
  if (contents[4] != VERSION || contents[5] != CIPHER_NONE)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION,
                   _ ("The stored picture “%s” was written by a newer version of this program. Use that version to open it."),
                   name);
      return FALSE;
    }
  memcpy (&size_le, contents + 8, sizeof size_le);
  if (GUINT64_FROM_LE (size_le) != size - HEADER_SIZE)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _ ("The stored picture “%s” is damaged: it is not complete. Read the original photo again."), name);
      return FALSE;
    }
  return TRUE;
}

/* The whole of an open file, or NULL with errno. */
static guint8 *
read_all (int fd, gsize *out_size)
{
  g_autofree guint8 *contents = NULL;
  struct stat status;
  gsize size = 0;

  if (fstat (fd, &status) != 0)
    return NULL;
  if (!S_ISREG (status.st_mode) || status.st_size > MAX_SIZE)
    {
      errno = EFBIG;
      return NULL;
    }
  contents = g_try_malloc (status.st_size + 1);
  if (contents == NULL)
    return NULL;
  while (size < (gsize) status.st_size)
    {
      gssize n = read (fd, contents + size, status.st_size - size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      size += n;
    }
  *out_size = size;
  return g_steal_pointer (&contents);
}

GBytes *
kon_store_file_read (KonStore *store, KonStoreFolder folder, const char *id, GError **error)
{
  g_autofree char *path = path_of_file (store, folder, id);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) file = NULL;
  guint8 *contents = NULL;
  gsize size;
  int system_error;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd >= 0)
    contents = read_all (fd, &size);
  system_error = errno;
  if (fd >= 0)
    close (fd);
  if (contents == NULL && system_error == ENOENT)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND,
                   _ ("The stored picture “%s” is gone. Read the original photo again."), name);
      return NULL;
    }
  if (contents == NULL)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _ ("The stored picture “%s” could not be read: %s. Check the disk."), name,
                   g_strerror (system_error));
      return NULL;
    }
  file = g_bytes_new_take (contents, size);
  if (!check_header (path, contents, size, error))
    return NULL;
  return g_bytes_new_from_bytes (file, HEADER_SIZE, size - HEADER_SIZE);
}

void
kon_store_file_remove (KonStore *store, KonStoreFolder folder, const char *id)
{
  g_autofree char *path = path_of_file (store, folder, id);

  KON_STORE_ASSERT_WRITER (store);

  g_unlink (path);
}

void
kon_store_file_remove_part (KonStore *store, KonStoreFolder folder, const char *id)
{
  g_autofree char *path = path_of_file (store, folder, id);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  KON_STORE_ASSERT_WRITER (store);

  g_unlink (part);
}

gint64
kon_store_file_size (GBytes *bytes)
{
  return (gint64) g_bytes_get_size (bytes) + HEADER_SIZE;
}
