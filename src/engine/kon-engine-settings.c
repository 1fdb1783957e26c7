/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings as one small JSON text in the store, and the space an organization takes. */
#include "config.h"

#include "kon-engine-settings.h"

#include "kon-engine-private.h"
#include "kon-engine-settings-private.h"
#include "kon-error.h"
#include "kon-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY "reading"
#define MAX_SETTING_BYTES (16 * 1024)
#define MEGAPIXELS_MIN 1
#define MEGAPIXELS_MAX 1000
#define MEGAPIXELS_DEFAULT 100

static const char *const originals_names[] = {
  [KON_ORIGINALS_COPY] = "copy",
  [KON_ORIGINALS_CROPS] = "crops",
  [KON_ORIGINALS_REFER] = "refer",
};

typedef struct
{
  KonSettings settings;
  char *user_id;
} SetRequest;

static void
set_request_free (gpointer data)
{
  SetRequest *request = data;

  g_free (request->user_id);
  g_free (request);
}

static gboolean
is_sensible (const KonSettings *settings)
{
  return memchr (settings->regions, '\0', sizeof settings->regions) != NULL && settings->max_megapixels >= MEGAPIXELS_MIN && settings->max_megapixels <= MEGAPIXELS_MAX &&
         (guint) settings->originals < G_N_ELEMENTS (originals_names);
}

/* What is missing or makes no sense keeps its default: a setting is never a reason not to work. */
static void
settings_from_text (const char *text, KonSettings *out)
{
  g_autoptr (JsonObject) object = kon_json_parse_object (text, strlen (text), MAX_SETTING_BYTES, KEY, NULL);
  const char *originals = NULL, *regions;
  gint64 megapixels;

  if (object == NULL)
    return;
  if (kon_json_get_int (object, "max_megapixels", MEGAPIXELS_MIN, MEGAPIXELS_MAX, &megapixels, NULL))
    out->max_megapixels = (int) megapixels;
  if (kon_json_get_string (object, "regions", &regions, NULL) && strlen (regions) < sizeof out->regions)
    g_strlcpy (out->regions, regions, sizeof out->regions);
  if (!kon_json_get_string (object, "originals", &originals, NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (originals_names); i++)
    if (strcmp (originals, originals_names[i]) == 0)
      out->originals = (KonOriginals) i;
}

static char *
settings_to_text (const KonSettings *settings)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "max_megapixels", settings->max_megapixels);
  json_object_set_string_member (object, "originals", originals_names[settings->originals]);
  json_object_set_string_member (object, "regions", settings->regions);
  return kon_json_to_line (object);
}

KonSettings
kon_settings_get_default (void)
{
  return (KonSettings){ .max_megapixels = MEGAPIXELS_DEFAULT, .originals = KON_ORIGINALS_COPY };
}

gboolean
kon_settings_load (KonStore *store, KonSettings *out, GError **error)
{
  g_autofree char *text = NULL;
  GError *local_error = NULL;

  *out = kon_settings_get_default ();
  text = kon_store_get_setting (store, KEY, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (text != NULL)
    settings_from_text (text, out);
  return TRUE;
}

static void
get_settings (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  g_autofree KonSettings *settings = g_new0 (KonSettings, 1);
  GError *error = NULL;

  if (kon_settings_load (store, settings, &error))
    g_task_return_pointer (task, g_steal_pointer (&settings), g_free);
  else
    g_task_return_error (task, error);
}

static void
set_settings (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  const SetRequest *wanted = request;
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (!is_sensible (&wanted->settings))
    {
      g_task_return_new_error (task, KON_ERROR, KON_ERROR_FAILED, _("Pictures can be limited to %d up to %d megapixels; choose a number between."),
                               MEGAPIXELS_MIN, MEGAPIXELS_MAX);
      return;
    }
  text = settings_to_text (&wanted->settings);
  if (kon_store_set_setting (store, KEY, text, wanted->user_id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
get_usage (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable)
{
  KonStoreUsage found;
  KonUsage *usage;
  GError *error = NULL;

  if (!kon_store_get_usage (store, &found, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  usage = g_new0 (KonUsage, 1);
  *usage = (KonUsage){ found.database_bytes, found.image_bytes, found.free_bytes, found.n_images, found.n_records };
  g_task_return_pointer (task, usage, g_free);
}

void
kon_engine_get_settings_async (KonEngine *self, KonSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  kon_engine_call (self, session, KON_PERMISSION_SEE_SETTINGS, KON_POOL_QUERY, get_settings, NULL, NULL, cancellable, callback, user_data);
}

gboolean
kon_engine_get_settings_finish (KonEngine *self, GAsyncResult *result, KonSettings *out, GError **error)
{
  g_autofree KonSettings *settings = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self) && out != NULL, FALSE);

  settings = g_task_propagate_pointer (G_TASK (result), error);
  if (settings == NULL)
    return FALSE;
  *out = *settings;
  return TRUE;
}

void
kon_engine_set_settings_async (KonEngine *self, KonSession *session, const KonSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  SetRequest *request;

  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  g_return_if_fail (settings != NULL);

  request = g_new0 (SetRequest, 1);
  request->settings = *settings;
  request->user_id = g_strdup (kon_session_get_user_id (session));
  kon_engine_call (self, session, KON_PERMISSION_CHANGE_SETTINGS, KON_POOL_QUERY, set_settings, request, set_request_free, cancellable, callback, user_data);
}

gboolean
kon_engine_set_settings_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kon_engine_get_usage_async (KonEngine *self, KonSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_ENGINE (self) && KON_IS_SESSION (session));
  kon_engine_call (self, session, KON_PERMISSION_SEE_SETTINGS, KON_POOL_QUERY, get_usage, NULL, NULL, cancellable, callback, user_data);
}

gboolean
kon_engine_get_usage_finish (KonEngine *self, GAsyncResult *result, KonUsage *out, GError **error)
{
  g_autofree KonUsage *usage = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self) && out != NULL, FALSE);

  usage = g_task_propagate_pointer (G_TASK (result), error);
  if (usage == NULL)
    return FALSE;
  *out = *usage;
  return TRUE;
}
