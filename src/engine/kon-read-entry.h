/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One line of a reading job's list, from when it is found until it is handed out: a picture, or a folder that has none.
 * Engine-internal; main thread. */
#pragma once

#include "kon-picture.h"
#include "kon-read-walk.h"
#include "kon-reading.h"

G_BEGIN_DECLS

typedef struct
{
  KonPicture *picture; /* NULL for an empty folder */
  KonMediaItem *item;
  GFile *empty_folder;
  char *empty_folder_name;

  gboolean is_done;
  KonReadingResult *result; /* NULL where it failed */
  GError *error;
} KonReadEntry;

/* Takes what @step holds. Returns: (transfer full) */
KonReadEntry *kon_read_entry_new (KonWalkStep *step);
void kon_read_entry_free (KonReadEntry *entry); /* NULL is fine */

/* The picture gets what reading it brought. @was_to_be_saved: then one that was not saved says so. @wants_pixels: keeps thumbnail and crops. */
void kon_read_entry_fill_picture (KonReadEntry *entry, gboolean was_to_be_saved, gboolean wants_pixels);

G_END_DECLS
