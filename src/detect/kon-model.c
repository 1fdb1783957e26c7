/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A model in memory: its checked manifest and the ONNX bytes that match it. Immutable, any thread. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-model.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-paths.h"
#include "kon-vault-digest.h"

#define MAX_MANIFEST (256 * 1024)

struct _KonModel
{
  gatomicrefcount ref_count;
  KonManifest *manifest;
  GBytes *onnx;
  char *label;
};

static gboolean
fail_reading (const char *path, const GError *reason, GError **error)
{
  g_autofree char *name = kon_paths_display_name (path);

  /* GIO would name the file a second time. */
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("The model file %s is missing. Install the program again."), name);
  else
    g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("The model file %s cannot be read (%s). Install the program again."),
                 name, reason->message);
  return FALSE;
}

/* Reads at most @max_size bytes: the size is asked before anything is allocated. */
static gboolean
read_limited (const char *path, gint64 max_size, char **text, gsize *size, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, &reason);

  if (!info)
    return fail_reading (path, reason, error);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > max_size)
    {
      g_set_error_literal (&reason, KON_ERROR, KON_ERROR_MODEL, _("it is too large or not a file"));
      return fail_reading (path, reason, error);
    }
  if (!g_file_get_contents (path, text, size, &reason))
    return fail_reading (path, reason, error);
  return TRUE;
}

static gboolean
matches_manifest (const KonManifest *manifest, GBytes *onnx)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (onnx, &size);
  g_autofree char *sum = kon_vault_sha256 (bytes, size);

  return (gint64) size == manifest->size && g_str_equal (sum, manifest->sha256);
}

KonModel *
kon_model_load (const char *directory, const char *name, GError **error)
{
  g_autofree char *manifest_name = g_strconcat (name, ".json", NULL);
  g_autofree char *manifest_path = g_build_filename (directory, manifest_name, NULL);
  g_autofree char *shown = kon_paths_display_name (manifest_path);
  g_autofree char *text = NULL;
  g_autofree char *onnx_path = NULL;
  g_autoptr (KonManifest) manifest = NULL;
  g_autoptr (GBytes) onnx = NULL;
  char *bytes;
  gsize size;
  KonModel *model;

  g_return_val_if_fail (directory != NULL && name != NULL, NULL);

  if (!read_limited (manifest_path, MAX_MANIFEST, &text, &size, error))
    return NULL;
  manifest = kon_manifest_parse (text, size, shown, error);
  if (!manifest)
    return NULL;
  onnx_path = g_build_filename (directory, manifest->file, NULL);
  if (!read_limited (onnx_path, manifest->size, &bytes, &size, error))
    return NULL;
  onnx = g_bytes_new_take (bytes, size);
  if (!matches_manifest (manifest, onnx))
    {
      g_autofree char *shown_onnx = kon_paths_display_name (onnx_path);

      g_set_error (error, KON_ERROR, KON_ERROR_MODEL,
                   _("The model file %s does not match its description. Install the program again."), shown_onnx);
      return NULL;
    }

  model = g_new0 (KonModel, 1);
  g_atomic_ref_count_init (&model->ref_count);
  model->label = g_strdup_printf ("%s %s", manifest->name, manifest->version);
  model->manifest = g_steal_pointer (&manifest);
  model->onnx = g_steal_pointer (&onnx);
  return model;
}

KonModel *
kon_model_ref (KonModel *model)
{
  g_atomic_ref_count_inc (&model->ref_count);
  return model;
}

void
kon_model_unref (KonModel *model)
{
  if (!g_atomic_ref_count_dec (&model->ref_count))
    return;
  kon_manifest_free (model->manifest);
  g_bytes_unref (model->onnx);
  g_free (model->label);
  g_free (model);
}

const KonManifest *
kon_model_get_manifest (KonModel *model)
{
  return model->manifest;
}

GBytes *
kon_model_get_onnx (KonModel *model)
{
  return model->onnx;
}

const char *
kon_model_get_label (KonModel *model)
{
  return model->label;
}
