/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions of interest as given on the command line. */
#pragma once

#include <kon.h>

G_BEGIN_DECLS

typedef struct
{
  char **regions; /* each a FILE or "x,y x,y x,y"; a leading ! excludes */
  char *rule;     /* NULL: that of the first file that has one, else the centre */
} KonCliRoi;

void kon_cli_roi_clear (KonCliRoi *roi);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KonCliRoi, kon_cli_roi_clear)

/* Adds --roi and --roi-rule to @context, as a group of their own. @roi must outlive it. */
void kon_cli_roi_add_options (KonCliRoi *roi, GOptionContext *context);

/* All regions as one set (transfer full); *@out_set is NULL where none was given. Reads files. FALSE after the reason was printed, with
 * *@out_status what the program ends with. @verb is whose help is named. */
gboolean kon_cli_roi_read (const KonCliRoi *roi, const char *verb, KonRoiSet **out_set, int *out_status);

G_END_DECLS
