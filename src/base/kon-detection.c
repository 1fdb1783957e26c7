/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making and freeing detections and reads. */
#include "config.h"

#include "kon-detection.h"

static void
clear_alternative (gpointer data)
{
  g_free (((KonAlternative *) data)->text);
}

const char *
kon_layout_to_string (KonLayout layout)
{
  switch (layout)
    {
    case KON_LAYOUT_ONE_ROW:
      return "one-row";
    case KON_LAYOUT_TWO_ROW:
      return "two-row";
    case KON_LAYOUT_UNKNOWN:
    default:
      return NULL;
    }
}

KonLayout
kon_layout_from_string (const char *text)
{
  if (g_strcmp0 (text, "one-row") == 0)
    return KON_LAYOUT_ONE_ROW;
  if (g_strcmp0 (text, "two-row") == 0)
    return KON_LAYOUT_TWO_ROW;
  return KON_LAYOUT_UNKNOWN;
}

KonRead *
kon_read_new (void)
{
  KonRead *read = g_new0 (KonRead, 1);

  read->characters = g_array_new (FALSE, TRUE, sizeof (KonCharacter));
  read->alternatives = g_array_new (FALSE, TRUE, sizeof (KonAlternative));
  g_array_set_clear_func (read->alternatives, clear_alternative);
  return read;
}

void
kon_read_free (KonRead *read)
{
  if (read == NULL)
    return;
  g_free (read->text);
  g_free (read->raw);
  g_array_unref (read->characters);
  g_array_unref (read->alternatives);
  g_free (read->region_code);
  g_free (read->region_name);
  g_free (read);
}

KonDetection *
kon_detection_new (const char *class_name)
{
  KonDetection *detection;

  g_return_val_if_fail (class_name != NULL, NULL);

  detection = g_new0 (KonDetection, 1);
  g_atomic_ref_count_init (&detection->ref_count);
  detection->class_name = g_strdup (class_name);
  return detection;
}

KonDetection *
kon_detection_ref (KonDetection *detection)
{
  g_return_val_if_fail (detection != NULL, NULL);

  g_atomic_ref_count_inc (&detection->ref_count);
  return detection;
}

void
kon_detection_unref (KonDetection *detection)
{
  g_return_if_fail (detection != NULL);

  if (!g_atomic_ref_count_dec (&detection->ref_count))
    return;
  g_free (detection->class_name);
  kon_read_free (detection->read);
  g_clear_pointer (&detection->crop, kon_frame_unref);
  g_free (detection);
}
