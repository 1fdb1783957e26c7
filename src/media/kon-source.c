/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A source: finds the plug that fits and passes the calls on. */
#define G_LOG_DOMAIN "kon-media"
#include "config.h"

#include "kon-source.h"

#include <glib/gi18n-lib.h>

#include "kon-error.h"
#include "kon-media-file-private.h"
#include "kon-source-private.h"

struct _KonSource
{
  const KonSourcePlug *plug;
  gpointer state;
};

KonSource *
kon_source_open (GFile *file, GCancellable *cancellable, GError **error)
{
  return kon_source_open_named (file, NULL, cancellable, error);
}

KonSource *
kon_source_open_named (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *own_name = NULL;
  const KonSourcePlug *plug;
  KonSource *source;
  gpointer state;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  own_name = name ? g_strdup (name) : kon_media_file_name (file);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable, &reason);
  if (!info)
    {
      kon_media_propagate (error, g_steal_pointer (&reason), own_name);
      return NULL;
    }
  plug = kon_source_lookup (file, g_file_info_get_file_type (info));
  if (!plug)
    {
      g_autofree char *shown = kon_media_quote_name (own_name);

      g_set_error (error, KON_ERROR, KON_ERROR_UNSUPPORTED, _("%s is nothing that can be read. Choose a picture or a folder."), shown);
      return NULL;
    }
  state = plug->open (file, own_name, cancellable, error);
  if (!state)
    return NULL;
  source = g_new0 (KonSource, 1);
  source->plug = plug;
  source->state = state;
  return source;
}

KonMediaItem *
kon_source_next (KonSource *source, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (source != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return source->plug->next (source->state, cancellable, error);
}

gboolean
kon_source_is_live (KonSource *source)
{
  return source->plug->live;
}

gboolean
kon_source_is_folder (KonSource *source)
{
  return source->plug->folder;
}

void
kon_source_close (KonSource *source)
{
  if (!source)
    return;
  source->plug->close (source->state);
  g_free (source);
}
