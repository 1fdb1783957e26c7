/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading files that may be anything. Not by mapping: a file that shrinks while it is mapped ends the program. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-media-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-paths.h"
#include "kon-vault-digest.h"

#define MAX_FILE ((goffset) 1 << 30)
#define SNIFFED 32
#define CHUNK ((gsize) 1 << 20) /* between two looks at the cancellable */

char *
kon_media_quote_name (const char *name)
{
  g_autofree char *valid = kon_paths_display_name (name);
  GString *quoted = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (quoted, g_unichar_iscntrl (character) ? 0xFFFD : character);
    }
  return g_string_free (quoted, FALSE);
}

char *
kon_media_file_name (GFile *file)
{
  char *path = g_file_get_path (file);

  return path ? path : g_file_get_uri (file);
}

void
kon_media_propagate (GError **error, GError *reason, const char *name)
{
  g_autofree char *shown = kon_media_quote_name (name);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) || reason->domain == KON_ERROR)
    {
      g_propagate_error (error, reason);
      return;
    }
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("%s does not exist. Check the name and the folder."), shown);
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, KON_ERROR, KON_ERROR_READ_ONLY,
                 _("There is no permission to read %s. Change its permissions or copy it to a place of yours."), shown);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("%s could not be read (%s). Check the disk or copy the file again."),
                 shown, reason->message);
  g_error_free (reason);
}

/* Asks before opening: to open a pipe may wait for ever, to open a device may do anything. */
static GFileInfo *
query (GFile *file, GCancellable *cancellable, GError **error)
{
  return g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED
                                                           "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
}

gboolean
kon_media_sniff_file (GFile *file, KonVisionFormat *format, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = query (file, cancellable, error);
  g_autoptr (GFileInputStream) stream = NULL;
  guint8 start[SNIFFED];
  gsize size;

  *format = KON_VISION_FORMAT_UNKNOWN;
  if (!info)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return TRUE;
  stream = g_file_read (file, cancellable, error);
  if (!stream || !g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &size, cancellable, error))
    return FALSE;
  *format = kon_vision_sniff (start, size);
  return TRUE;
}

static gboolean
is_readable_kind (GFileInfo *info, const char *name, GError **error)
{
  g_autofree char *shown = kon_media_quote_name (name);
  GFileType type = g_file_info_get_file_type (info);

  if (type == G_FILE_TYPE_DIRECTORY)
    g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED, _("%s is a folder. Choose a picture in it."), shown);
  else if (type == G_FILE_TYPE_SYMBOLIC_LINK) /* links that lead somewhere were followed */
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("%s is a link that leads nowhere. Choose the picture itself."), shown);
  else if (type != G_FILE_TYPE_REGULAR)
    g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED, _("%s is a device or a pipe. Choose a picture file."), shown);
  else if (g_file_info_get_size (info) > MAX_FILE)
    g_set_error (error, KON_ERROR, KON_ERROR_TOO_LARGE,
                 _("%s is larger than 1 GiB. Save the picture in a smaller file."), shown);
  else if (g_file_info_get_size (info) == 0)
    g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                 _("%s is empty. Copy it again from where it came from."), shown);
  else
    return TRUE;
  return FALSE;
}

/* The file may be changing under us: what counts is what can be read, up to the size it had. */
static GBytes *
read_stream (GInputStream *stream, gsize size, const char *name, char **sha256, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *bytes = g_try_malloc (size);
  g_autofree char *shown = kon_media_quote_name (name);
  gsize used = 0, got;

  if (!bytes)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED,
                   _("There is not enough memory to open %s. Close other programs and try again."), shown);
      return NULL;
    }
  do
    {
      gsize wanted = MIN (used == 0 ? SNIFFED : CHUNK, size - used);

      if (!g_input_stream_read_all (stream, bytes + used, wanted, &got, cancellable, error))
        return NULL;
      used += got;
      if (used <= SNIFFED && kon_vision_sniff (bytes, used) == KON_VISION_FORMAT_UNKNOWN)
        {
          g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED,
                       _("%s is not a picture that can be read here. Choose a JPEG, PNG, WebP, TIFF, BMP, HEIC or AVIF file."), shown);
          return NULL;
        }
    }
  while (got > 0 && used < size);
  *sha256 = kon_vault_sha256 (bytes, used);
  return g_bytes_new_take (g_steal_pointer (&bytes), used);
}

GBytes *
kon_media_read_file (GFile *file, const char *name, char **sha256, gint64 *modified_us, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInfo) info = query (file, cancellable, &reason);
  g_autoptr (GFileInputStream) stream = NULL;
  GBytes *bytes = NULL;

  if (info)
    {
      g_autoptr (GDateTime) modified = g_file_info_get_modification_date_time (info);

      if (modified)
        *modified_us = g_date_time_to_unix (modified) * G_USEC_PER_SEC + g_date_time_get_microsecond (modified);
      if (!is_readable_kind (info, name, error))
        return NULL;
      stream = g_file_read (file, cancellable, &reason);
    }
  if (stream)
    bytes = read_stream (G_INPUT_STREAM (stream), g_file_info_get_size (info), name, sha256, cancellable, &reason);
  if (!bytes)
    kon_media_propagate (error, g_steal_pointer (&reason), name);
  return bytes;
}
