/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Carries a picture from the walk to the one who asked. */
#include "config.h"

#include "kon-read-entry.h"

#include "kon-picture-private.h"

#include <glib/gi18n-lib.h>

/* Nobody asked for pixels: a batch of a hundred thousand pictures must not keep its crops. */
static void
drop_crops (GPtrArray *detections)
{
  for (guint i = 0; i < detections->len; i++)
    {
      KonDetection *detection = g_ptr_array_index (detections, i);

      g_clear_pointer (&detection->crop, kon_frame_unref);
    }
}

KonReadEntry *
kon_read_entry_new (KonWalkStep *step)
{
  KonReadEntry *entry;

  g_return_val_if_fail (step != NULL, NULL);

  entry = g_new0 (KonReadEntry, 1);
  if (step->item != NULL)
    {
      entry->item = g_steal_pointer (&step->item);
      entry->picture = kon_picture_new (entry->item);
    }
  else
    {
      entry->empty_folder = g_steal_pointer (&step->empty_folder);
      entry->empty_folder_name = g_steal_pointer (&step->empty_folder_name);
      entry->is_done = TRUE;
    }
  return entry;
}

void
kon_read_entry_free (KonReadEntry *entry)
{
  if (entry == NULL)
    return;
  g_clear_object (&entry->picture);
  g_clear_pointer (&entry->item, kon_media_item_unref);
  g_clear_object (&entry->empty_folder);
  g_free (entry->empty_folder_name);
  g_clear_pointer (&entry->result, kon_reading_result_free);
  g_clear_error (&entry->error);
  g_free (entry);
}

void
kon_read_entry_fill_picture (KonReadEntry *entry, gboolean was_to_be_saved, gboolean wants_pixels)
{
  KonReadingResult *result = entry->result;
  KonPictureResult known = { 0 };

  g_return_if_fail (entry->picture != NULL && entry->is_done);

  if (result == NULL)
    {
      kon_picture_set_failed (entry->picture, entry->item, g_steal_pointer (&entry->error));
      return;
    }
  if (!wants_pixels)
    drop_crops (result->detected->detections);
  known.detections = result->detected->detections;
  known.image_id = result->saved != NULL ? result->saved->image_id : NULL;
  known.record_ids = result->saved != NULL ? result->saved->record_ids : NULL;
  known.thumbnail = wants_pixels ? result->thumbnail : NULL;
  known.timings = result->timings;
  /* Why is said once, by the job's error. */
  if (was_to_be_saved && result->saved == NULL)
    known.warning = _("Read, but not saved to the history.");
  kon_picture_set_result (entry->picture, entry->item, &known);
}
