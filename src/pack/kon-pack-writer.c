/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Archives by libarchive; errors become ours here. */
#define G_LOG_DOMAIN "kon-pack"
#include "config.h"

#include "kon-pack-writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kon-error.h"

#define PIECE_BYTES (256 * 1024)

struct _KonPackWriter
{
  char *path, *part;
  gboolean replaces;
  int fd;
  struct archive *archive;
};

static gboolean
fail (KonPackWriter *writer, int system_error, GError **error)
{
  g_autofree char *name = g_filename_display_name (writer->path);

  if (system_error == EEXIST)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_REFUSED, _("The file “%s” is there already. Choose another name, or let it be replaced."), name);
      return FALSE;
    }
  if (system_error == EISDIR)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("“%s” is no file that could be replaced. Choose another name."), name);
      return FALSE;
    }
  switch (kon_error_code_from_errno (system_error))
    {
    case KON_ERROR_NO_SPACE:
      g_set_error (error, KON_ERROR, KON_ERROR_NO_SPACE, _("The disk is full: the file “%s” could not be written. Free some space or choose another disk, then try again."), name);
      break;
    case KON_ERROR_READ_ONLY:
      g_set_error (error, KON_ERROR, KON_ERROR_READ_ONLY, _("The file “%s” cannot be written there. Choose a folder that you may write to."), name);
      break;
    case KON_ERROR_NOT_FOUND:
      g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("The folder for the file “%s” does not exist. Make it first, or choose another."), name);
      break;
    default:
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The file “%s” could not be written: %s. Try another folder or disk."), name, g_strerror (system_error));
    }
  return FALSE;
}

static gboolean
fail_to_archive (KonPackWriter *writer, GError **error)
{
  int system_error = archive_errno (writer->archive);

  return fail (writer, system_error > 0 ? system_error : EIO, error);
}

KonPackWriter *
kon_pack_writer_new (const char *path, gboolean replaces, GError **error)
{
  g_autoptr (KonPackWriter) writer = NULL;
  struct stat status;

  g_return_val_if_fail (path != NULL, NULL);

  writer = g_new0 (KonPackWriter, 1);
  writer->path = g_strdup (path);
  writer->replaces = replaces;
  writer->fd = -1;
  if (lstat (path, &status) == 0 && (!replaces || !S_ISREG (status.st_mode)))
    {
      fail (writer, S_ISREG (status.st_mode) ? EEXIST : EISDIR, error);
      return NULL;
    }
  writer->part = g_strconcat (path, ".part", NULL);
  writer->fd = open (writer->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (writer->fd < 0)
    {
      fail (writer, errno, error);
      g_clear_pointer (&writer->part, g_free);
      return NULL;
    }
  writer->archive = archive_write_new ();
  if (writer->archive == NULL || archive_write_set_format_pax_restricted (writer->archive) != ARCHIVE_OK
      || archive_write_open_fd (writer->archive, writer->fd) != ARCHIVE_OK)
    {
      fail (writer, ENOMEM, error);
      return NULL;
    }
  return g_steal_pointer (&writer);
}

void
kon_pack_writer_free (KonPackWriter *writer)
{
  if (writer == NULL)
    return;
  if (writer->archive != NULL)
    archive_write_fail (writer->archive);
  g_clear_pointer (&writer->archive, archive_write_free);
  if (writer->fd >= 0)
    close (writer->fd);
  if (writer->part != NULL)
    g_unlink (writer->part);
  g_free (writer->part);
  g_free (writer->path);
  g_free (writer);
}

static gboolean
add_head (KonPackWriter *writer, const char *name, const struct stat *status, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean added;

  archive_entry_set_pathname_utf8 (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, status->st_size);
  archive_entry_set_mtime (entry, status->st_mtim.tv_sec, 0);
  added = archive_write_header (writer->archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);
  return added || fail_to_archive (writer, error);
}

/* As many bytes as the head promised. */
static gboolean
add_body (KonPackWriter *writer, int from, gint64 size, const char *from_name, GCancellable *cancellable, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE_BYTES);

  while (size > 0)
    {
      gssize count;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      count = read (from, piece, (gsize) MIN (size, PIECE_BYTES));
      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        {
          g_autofree char *name = g_filename_display_name (from_name);

          g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("The file “%s” could not be read: %s. Try again, or check the disk."), name,
                       count < 0 ? g_strerror (errno) : _("it became shorter meanwhile"));
          return FALSE;
        }
      if (archive_write_data (writer->archive, piece, (gsize) count) != count)
        return fail_to_archive (writer, error);
      size -= count;
    }
  return TRUE;
}

gboolean
kon_pack_writer_add_file (KonPackWriter *writer, const char *name, const char *from, GCancellable *cancellable, GError **error)
{
  struct stat status;
  gboolean added;
  int fd;

  g_return_val_if_fail (writer != NULL && writer->archive != NULL, FALSE);
  g_return_val_if_fail (name != NULL && from != NULL, FALSE);

  fd = open (from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      g_autofree char *shown = g_filename_display_name (from);

      g_set_error (error, KON_ERROR, fd >= 0 || errno == ENOENT ? KON_ERROR_NOT_FOUND : KON_ERROR_FAILED, _("The file “%s” cannot be read: %s."), shown,
                   fd >= 0 ? _("it is no file") : g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  added = add_head (writer, name, &status, error) && add_body (writer, fd, status.st_size, from, cancellable, error);
  close (fd);
  return added;
}

/* The finished file takes its name; FALSE with errno. */
static gboolean
take_name (KonPackWriter *writer)
{
  if (writer->replaces)
    return g_rename (writer->part, writer->path) == 0;
  if (renameat2 (AT_FDCWD, writer->part, AT_FDCWD, writer->path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  /* A file system that cannot do both in one step. */
  if (g_file_test (writer->path, G_FILE_TEST_EXISTS))
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (writer->part, writer->path) == 0;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
kon_pack_writer_close (KonPackWriter *writer, GError **error)
{
  g_return_val_if_fail (writer != NULL && writer->archive != NULL, FALSE);

  if (archive_write_close (writer->archive) != ARCHIVE_OK)
    return fail_to_archive (writer, error);
  g_clear_pointer (&writer->archive, archive_write_free);
  return fsync (writer->fd) == 0 || fail (writer, errno, error);
}

gboolean
kon_pack_writer_finish (KonPackWriter *writer, GError **error)
{
  g_return_val_if_fail (writer != NULL && writer->archive == NULL && writer->part != NULL, FALSE);

  if (!take_name (writer))
    return fail (writer, errno, error);
  g_clear_pointer (&writer->part, g_free);
  sync_folder (writer->path);
  return TRUE;
}
