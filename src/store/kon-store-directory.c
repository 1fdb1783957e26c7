/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The organization's directory: made where absent, locked, and identified by org.json. Knows nothing of what the database and
 * the pictures hold. The lock is a file lock on "lock": shared while a store is open, alone while one is created or migrated,
 * so that a killed process leaves no lock behind. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kon-error.h"
#include "kon-json.h"

#define LOCK_WAIT_MS 10000
#define LOCK_STEP_MS 20
#define CARD_FORMAT 1
#define CARD_MAX_SIZE 65536
#define NAME_MAX_LENGTH 200 /* characters */

static gboolean
fail_on_folder (const char *path, int system_error, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  KonErrorCode code = kon_error_code_from_errno (system_error);

  if (code == KON_ERROR_NO_SPACE)
    g_set_error (error, KON_ERROR, KON_ERROR_NO_SPACE,
                 _ ("The disk is full: the data folder “%s” could not be opened. Free some space, then try again."), name);
  else if (code == KON_ERROR_READ_ONLY)
    g_set_error (error, KON_ERROR, KON_ERROR_READ_ONLY,
                 _ ("The data folder “%s” cannot be written. Check its permissions, or choose another data folder."), name);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _ ("The data folder “%s” could not be opened: %s. Check the folder and its disk."), name,
                 g_strerror (system_error));
  return FALSE;
}

static gboolean
make_folders (const char *directory, GError **error)
{
  static const char *const folders[] = { "images", "thumbs", "backups" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (directory, folders[i], NULL);

      if (g_mkdir_with_parents (path, 0700) != 0)
        return fail_on_folder (directory, errno, error);
    }
  return TRUE;
}

int
kon_store_directory_lock (const char *directory, gboolean *out_alone, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  g_autofree char *name = g_filename_display_name (directory);
  int fd;

  if (!make_folders (directory, error))
    return -1;
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      fail_on_folder (directory, errno, error);
      return -1;
    }

  for (int waited_ms = 0; waited_ms <= LOCK_WAIT_MS; waited_ms += LOCK_STEP_MS)
    {
      *out_alone = flock (fd, LOCK_EX | LOCK_NB) == 0;
      if (*out_alone || flock (fd, LOCK_SH | LOCK_NB) == 0)
        return fd;
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          fail_on_folder (directory, errno, error);
          close (fd);
          return -1;
        }
      g_usleep (LOCK_STEP_MS * G_TIME_SPAN_MILLISECOND);
    }
  close (fd);
  g_set_error (error, KON_ERROR, KON_ERROR_BUSY,
               _ ("Another program is just setting up the data folder “%s”. Try again in a minute."), name);
  return -1;
}

void
kon_store_directory_share (int lock_fd)
{
  /* Not one step: somebody else may be alone for a moment in between. Nothing is in work here at that time. */
  while (flock (lock_fd, LOCK_SH) != 0 && errno == EINTR)
    ;
}

/* ISO 8601 UTC. */
static char *
format_time (gint64 unix_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* The directory is named after its id where the engine made it; elsewhere a new one is drawn. */
static char *
make_id (KonStore *store)
{
  g_autofree char *base = g_path_get_basename (store->directory);

  return kon_id_is_valid (base) ? g_steal_pointer (&base) : kon_clock_new_random_id (store->clock);
}

/* Gives the directory a name and an id. A new directory is locked alone: nobody else writes the card meanwhile. */
static gboolean
write_card (KonStore *store, const char *path, const char *name, GError **error)
{
  g_autoptr (JsonObject) card = json_object_new ();
  g_autofree char *id = make_id (store);
  g_autofree char *created = format_time (kon_clock_now_us (store->clock));
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  GFileSetContentsFlags flags = G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;
  int system_error = EIO;

  json_object_set_int_member (card, "format", CARD_FORMAT);
  json_object_set_string_member (card, "id", id);
  json_object_set_string_member (card, "name", name);
  json_object_set_string_member (card, "created", created);
  line = kon_json_to_line (card);
  text = g_strconcat (line, "\n", NULL);
  if (g_file_set_contents_full (path, text, -1, flags, 0600, &local_error))
    return TRUE;
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    system_error = ENOSPC;
  else if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_ACCES))
    system_error = EACCES;
  return fail_on_folder (store->directory, system_error, error);
}

static gboolean
read_card (KonStore *store, const char *path, const char *text, gsize size, GError **error)
{
  g_autofree char *display_name = g_filename_display_name (path);
  g_autoptr (JsonObject) card = kon_json_parse_object (text, size, CARD_MAX_SIZE, display_name, error);
  const char *id = NULL;
  const char *name = NULL;
  gint64 format = 0;

  if (card == NULL)
    return FALSE;
  if (kon_json_get_int (card, "format", CARD_FORMAT + 1, G_MAXINT32, &format, NULL))
    {
      g_autofree char *folder = g_filename_display_name (store->directory);

      g_set_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION,
                   _ ("The data folder “%s” was made by a newer version of this program. Use that version to open it."), folder);
      return FALSE;
    }
  if (!kon_json_get_int (card, "format", CARD_FORMAT, CARD_FORMAT, &format, NULL)
      || !kon_json_get_string (card, "id", &id, NULL) || !kon_json_get_string (card, "name", &name, NULL)
      || !kon_id_is_valid (id) || name[0] == '\0' || g_utf8_strlen (name, -1) > NAME_MAX_LENGTH)
    {
      g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                   _ ("“%s” is damaged: it has no valid id or name. Bring it back from a backup."), display_name);
      return FALSE;
    }
  store->id = g_strdup (id);
  store->name = g_strdup (name);
  return TRUE;
}

gboolean
kon_store_directory_identify (KonStore *store, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (store->directory, "org.json", NULL);
  g_autofree char *display_name = g_filename_display_name (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      /* A database without a card is no new organization: giving it another id would make a stranger of it. */
      if (g_file_test (store->database_path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED,
                       _ ("“%s” is missing although there is a database beside it. Bring it back from a backup."), display_name);
          return FALSE;
        }
      if (!write_card (store, path, name, error))
        return FALSE;
    }
  if (!g_file_get_contents (path, &text, &size, &local_error))
    {
      g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _ ("“%s” could not be read: %s. Bring it back from a backup."), display_name, local_error->message);
      return FALSE;
    }
  return read_card (store, path, text, size, error);
}
