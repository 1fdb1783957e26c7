/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Source "folder": every supported picture below a folder. Files and folders of one folder come together, ordered by the bytes of
 * their names, so that the order does not depend on language or file system. Each folder is walked once, whichever links
 * lead to it. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include <string.h>

#include "kon-media-file-private.h"
#include "kon-source-private.h"

/* A folder being walked. */
typedef struct
{
  GFile *file;
  char *name;        /* for the names of what is in it */
  GPtrArray *entries; /* of Entry, in order */
  guint next;
} Level;

typedef struct
{
  char *name; /* bytes, as in the file system */
  gboolean folder;
  char *identity; /* of a folder: device and inode */
} Entry;

typedef struct
{
  GPtrArray *levels; /* of Level; the last is the deepest */
  GHashTable *walked; /* identities of folders */
} FolderSource;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->identity);
  g_free (entry);
}

static void
level_free (gpointer data)
{
  Level *level = data;

  g_object_unref (level->file);
  g_free (level->name);
  g_ptr_array_unref (level->entries);
  g_free (level);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(Entry *const *) a, *second = *(Entry *const *) b;

  return strcmp (first->name, second->name);
}

/* Device and inode; where the file system has none, the place. */
static char *
identify (GFile *file, GFileInfo *info)
{
  if (!g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_UNIX_INODE))
    return g_file_get_uri (file);
  return g_strdup_printf ("%u:%" G_GUINT64_FORMAT, g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_DEVICE),
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_UNIX_INODE));
}

static void
add_entry (Level *level, GFileInfo *info)
{
  GFileType type = g_file_info_get_file_type (info);
  Entry *entry;

  if (type != G_FILE_TYPE_DIRECTORY && type != G_FILE_TYPE_REGULAR)
    return; /* pipes, devices, links to nowhere */
  entry = g_new0 (Entry, 1);
  entry->name = g_strdup (g_file_info_get_name (info));
  entry->folder = type == G_FILE_TYPE_DIRECTORY;
  if (entry->folder)
    {
      g_autoptr (GFile) child = g_file_get_child (level->file, entry->name);

      entry->identity = identify (child, info);
    }
  g_ptr_array_add (level->entries, entry);
}

#define ATTRIBUTES                                                                                                                     \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_UNIX_DEVICE "," G_FILE_ATTRIBUTE_UNIX_INODE

/* Lists @file and makes it the deepest level. Errors are ours. */
static gboolean
enter (FolderSource *self, GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileEnumerator) children
    = g_file_enumerate_children (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &reason);
  GFileInfo *info = NULL;
  Level *level = g_new0 (Level, 1);

  level->file = g_object_ref (file);
  level->name = g_strdup (name);
  level->entries = g_ptr_array_new_with_free_func (entry_free);
  while (children && g_file_enumerator_iterate (children, &info, NULL, cancellable, &reason) && info)
    add_entry (level, info);
  if (reason)
    {
      level_free (level);
      kon_media_propagate (error, g_steal_pointer (&reason), name);
      return FALSE;
    }
  g_ptr_array_sort (level->entries, compare_entries);
  g_ptr_array_add (self->levels, level);
  return TRUE;
}

/* An item that carries @error, unless the walk itself was cancelled: then NULL and @error. */
static KonMediaItem *
fail_item (GFile *file, const char *name, GError *reason, GError **error)
{
  KonMediaItem *item;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return NULL;
    }
  item = kon_media_item_new_failed (file, reason);
  kon_media_item_set_name (item, name);
  return item;
}

/* A picture gives its item; what is none, or is gone by now, gives NULL; what cannot be looked into gives an item with the error. */
static KonMediaItem *
take_file (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL, *ours = NULL;
  KonVisionFormat format;
  KonMediaItem *item;

  if (!kon_media_sniff_file (file, &format, cancellable, &reason))
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_error_free (reason);
          return NULL;
        }
      kon_media_propagate (&ours, reason, name);
      return fail_item (file, name, ours, error);
    }
  if (format == KON_VISION_FORMAT_UNKNOWN)
    return NULL;
  item = kon_media_item_new_for_file (file);
  kon_media_item_set_name (item, name);
  return item;
}

/* One entry: NULL without @error means that there is nothing to hand out, and the walk goes on. */
static KonMediaItem *
take_entry (FolderSource *self, const Level *level, const Entry *entry, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (level->file, entry->name);
  g_autofree char *name = g_build_filename (level->name, entry->name, NULL);
  GError *reason = NULL;

  if (!entry->folder)
    return take_file (file, name, cancellable, error);
  if (!g_hash_table_add (self->walked, g_strdup (entry->identity)))
    return NULL;
  if (enter (self, file, name, cancellable, &reason))
    return NULL;
  return fail_item (file, name, reason, error);
}

static gboolean
fits (GFile *file, GFileType type)
{
  return type == G_FILE_TYPE_DIRECTORY;
}

static void
close_folder (gpointer state)
{
  FolderSource *self = state;

  g_ptr_array_unref (self->levels);
  g_hash_table_unref (self->walked);
  g_free (self);
}

static gpointer
open_folder (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  FolderSource *self = g_new0 (FolderSource, 1);

  self->levels = g_ptr_array_new_with_free_func (level_free);
  self->walked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (info)
    g_hash_table_add (self->walked, identify (file, info));
  if (!enter (self, file, name, cancellable, error))
    {
      close_folder (self);
      return NULL;
    }
  return self;
}

static KonMediaItem *
next_file (gpointer state, GCancellable *cancellable, GError **error)
{
  FolderSource *self = state;

  while (self->levels->len > 0)
    {
      Level *level = g_ptr_array_index (self->levels, self->levels->len - 1);
      g_autoptr (GError) reason = NULL;
      KonMediaItem *item;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (level->next == level->entries->len)
        {
          g_ptr_array_set_size (self->levels, self->levels->len - 1);
          continue;
        }
      item = take_entry (self, level, g_ptr_array_index (level->entries, level->next++), cancellable, &reason);
      if (item)
        return item;
      if (reason)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
  return NULL;
}

const KonSourcePlug kon_folder_source = {
  .kind = "folder",
  .folder = TRUE,
  .fits = fits,
  .open = open_folder,
  .next = next_file,
  .close = close_folder,
};
