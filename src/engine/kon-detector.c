/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The interface behind which whoever detects stands. */
#include "config.h"

#include "kon-detector.h"

G_DEFINE_INTERFACE (KonDetector, kon_detector, G_TYPE_OBJECT)

static void
kon_detector_default_init (KonDetectorInterface *iface)
{
}

void
kon_detect_result_free (KonDetectResult *result)
{
  if (result == NULL)
    return;
  g_free (result->provider);
  g_free (result->find_model);
  g_free (result->find_model_sha256);
  g_free (result->read_model);
  g_free (result->read_model_sha256);
  g_clear_pointer (&result->detections, g_ptr_array_unref);
  g_free (result);
}

void
kon_detector_detect_async (KonDetector *self, KonFrame *frame, const KonDetectOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KON_IS_DETECTOR (self));
  g_return_if_fail (frame != NULL && options != NULL);

  KON_DETECTOR_GET_IFACE (self)->detect_async (self, frame, options, cancellable, callback, user_data);
}

KonDetectResult *
kon_detector_detect_finish (KonDetector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KON_IS_DETECTOR (self), NULL);
  return KON_DETECTOR_GET_IFACE (self)->detect_finish (self, result, error);
}
