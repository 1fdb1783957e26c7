/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finds organizations by the names in their org.json, and keeps those that are open. */
#include "config.h"

#include "kon-organizations.h"

#include "kon-error.h"
#include "kon-json.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MAX_ORG_JSON_BYTES (64 * 1024)

struct _KonOrganizations
{
  char *orgs_dir;
  KonClock *clock;

  GMutex opening; /* held while one is opened, so that a store is opened once */
  GMutex lock;    /* guards what follows, never held for long: the main thread looks up */
  GHashTable *open; /* id -> KonOrganization */
};

/* One folder below orgs/. */
typedef struct
{
  char *id;
  char *name;    /* NULL where unknown */
  GError *error; /* why the name is unknown; KON_ERROR_NOT_FOUND where it was never written */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  g_free (entry->name);
  g_clear_error (&entry->error);
  g_free (entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *entry_a = *(const Entry *const *) a;
  const Entry *entry_b = *(const Entry *const *) b;

  return strcmp (entry_a->id, entry_b->id);
}

/* One whose making was cut short: nothing is in it yet. */
static gboolean
is_unfinished (const Entry *entry)
{
  return g_error_matches (entry->error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

/* Returns: NULL */
static char *
refuse_card (const char *shown, GError **error)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("The file “%s” does not describe an organization. Restore it from a backup."), shown);
  return NULL;
}

static char *
read_name (const char *orgs_dir, const char *id, GError **error)
{
  g_autofree char *path = g_build_filename (orgs_dir, id, "org.json", NULL);
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = NULL;
  const char *name;
  gsize size;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      int saved_errno = errno;

      g_set_error (error, KON_ERROR, kon_error_code_from_errno (saved_errno), _("The file “%s” cannot be read: %s."), shown, g_strerror (saved_errno));
      return NULL;
    }
  if (!S_ISREG (info.st_mode) || info.st_size > MAX_ORG_JSON_BYTES)
    return refuse_card (shown, error);
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  object = kon_json_parse_object (text, size, MAX_ORG_JSON_BYTES, shown, error);
  if (object == NULL)
    return NULL;
  return kon_json_get_string (object, "name", &name, NULL) ? g_strdup (name) : refuse_card (shown, error);
}

/* All folders that may be organizations, by id. Returns: (transfer full), NULL where @orgs_dir cannot be listed */
static GPtrArray *
list_entries (const char *orgs_dir, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = NULL;
  const char *file_name;

  if (!g_file_test (orgs_dir, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&entries);
  dir = g_dir_open (orgs_dir, 0, error);
  if (dir == NULL)
    return NULL;
  while ((file_name = g_dir_read_name (dir)) != NULL)
    {
      Entry *entry;

      if (!kon_id_is_valid (file_name))
        continue;
      entry = g_new0 (Entry, 1);
      entry->id = g_strdup (file_name);
      entry->name = read_name (orgs_dir, file_name, &entry->error);
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

static char *
join_names (GPtrArray *entries)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      if (is_unfinished (entry))
        continue;
      if (names->len > 0)
        g_string_append (names, ", ");
      if (entry->name != NULL)
        g_string_append_printf (names, "%s (%s)", entry->name, entry->id);
      else
        g_string_append (names, entry->id);
    }
  return g_string_free (names, FALSE);
}

/* Makes @orgs_dir where absent and locks it against other processes that look for or make organizations.
 * Returns: a file descriptor whose closing unlocks, or -1 */
static int
lock_folder (const char *orgs_dir, GError **error)
{
  g_autofree char *shown = g_filename_display_name (orgs_dir);
  int saved_errno;
  int fd;

  if (g_mkdir_with_parents (orgs_dir, 0700) != 0)
    {
      saved_errno = errno;
      g_set_error (error, KON_ERROR, kon_error_code_from_errno (saved_errno),
                   _("The folder “%s” for your data cannot be made: %s. Free some space, or check who may write there."), shown, g_strerror (saved_errno));
      return -1;
    }
  fd = open (orgs_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      while (flock (fd, LOCK_EX) != 0)
        if (errno != EINTR)
          {
            saved_errno = errno;
            close (fd);
            fd = -1;
            errno = saved_errno;
            break;
          }
    }
  if (fd < 0)
    {
      saved_errno = errno;
      g_set_error (error, KON_ERROR, kon_error_code_from_errno (saved_errno), _("The folder “%s” with your data cannot be opened: %s. Check who may read it."),
                   shown, g_strerror (saved_errno));
    }
  return fd;
}

/* The id of the organization called @name, of several the one with the smallest id; one whose making was cut short counts too.
 * NULL without @error where there is none. Returns: (transfer full) */
static char *
find_or_none (const char *orgs_dir, const char *name, GError **error)
{
  g_autoptr (GPtrArray) entries = list_entries (orgs_dir, error);
  Entry *unfinished = NULL;
  Entry *unreadable = NULL;

  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->name, name) == 0)
        return g_strdup (entry->id);
      if (is_unfinished (entry))
        unfinished = entry;
      else if (entry->error != NULL)
        unreadable = entry;
    }
  /* It may be the one that is looked for: making another beside it would hide a whole history. */
  if (unreadable != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unreadable->error));
      return NULL;
    }
  return unfinished != NULL ? g_strdup (unfinished->id) : NULL;
}

/* The id of the one organization with this id or name. Returns: (transfer full) */
static char *
find_one (const char *orgs_dir, const char *id_or_name, GError **error)
{
  g_autoptr (GPtrArray) entries = list_entries (orgs_dir, error);
  g_autofree char *names = NULL;
  const Entry *found = NULL;
  guint n_found = 0;

  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      if (strcmp (entry->id, id_or_name) == 0 && !is_unfinished (entry))
        return g_strdup (entry->id);
      if (g_strcmp0 (entry->name, id_or_name) == 0)
        {
          found = entry;
          n_found++;
        }
    }
  if (n_found == 1)
    return g_strdup (found->id);

  names = join_names (entries);
  if (n_found > 1)
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("Several organizations are called “%s”. Give the id of one: %s."), id_or_name, names);
  else if (*names == '\0')
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("There is no organization “%s”, nor any other yet."), id_or_name);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_NOT_FOUND, _("There is no organization “%s”. There are: %s."), id_or_name, names);
  return NULL;
}

/* While opening is held. Returns: (transfer full) */
static KonOrganization *
open_by_id (KonOrganizations *self, const char *id, const char *name, GError **error)
{
  KonOrganization *organization = kon_organizations_lookup (self, id);
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *directory = NULL;

  if (organization != NULL)
    return organization;
  directory = g_build_filename (self->orgs_dir, id, NULL);
  organization = kon_organization_open (directory, name, self->clock, error);
  if (organization == NULL)
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  g_hash_table_insert (self->open, g_strdup (kon_store_get_id (kon_organization_get_store (organization))), kon_organization_ref (organization));
  return organization;
}

KonOrganizations *
kon_organizations_new (const char *orgs_dir, KonClock *clock)
{
  KonOrganizations *self;

  g_return_val_if_fail (orgs_dir != NULL && clock != NULL, NULL);

  self = g_new0 (KonOrganizations, 1);
  self->orgs_dir = g_strdup (orgs_dir);
  self->clock = kon_clock_ref (clock);
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kon_organization_unref);
  g_mutex_init (&self->opening);
  g_mutex_init (&self->lock);
  return self;
}

void
kon_organizations_free (KonOrganizations *self)
{
  if (self == NULL)
    return;
  kon_organizations_close_all (self);
  g_hash_table_unref (self->open);
  g_mutex_clear (&self->opening);
  g_mutex_clear (&self->lock);
  kon_clock_unref (self->clock);
  g_free (self->orgs_dir);
  g_free (self);
}

guint64
kon_organizations_get_free_bytes (KonOrganizations *self)
{
  g_autoptr (GFile) dir = g_file_new_for_path (self->orgs_dir);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (dir, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return G_MAXUINT64;
  return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
}

void
kon_organizations_close_all (KonOrganizations *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer organization;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &organization))
    kon_organization_close (organization);
  g_hash_table_remove_all (self->open);
}

KonOrganization *
kon_organizations_lookup (KonOrganizations *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  KonOrganization *organization = g_hash_table_lookup (self->open, id);

  return organization != NULL ? kon_organization_ref (organization) : NULL;
}

KonOrganization *
kon_organizations_open_or_create (KonOrganizations *self, const char *name, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->opening);
  g_autofree char *id = NULL;
  KonOrganization *organization = NULL;
  GError *local_error = NULL;
  int fd = lock_folder (self->orgs_dir, error);

  if (fd < 0)
    return NULL;
  id = find_or_none (self->orgs_dir, name, &local_error);
  if (id == NULL && local_error == NULL)
    id = kon_clock_new_random_id (self->clock);
  if (id != NULL)
    organization = open_by_id (self, id, name, &local_error);
  close (fd);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return organization;
}

KonOrganization *
kon_organizations_open_existing (KonOrganizations *self, const char *id_or_name, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->opening);
  g_autofree char *id = find_one (self->orgs_dir, id_or_name, error);

  return id != NULL ? open_by_id (self, id, id_or_name, error) : NULL;
}
