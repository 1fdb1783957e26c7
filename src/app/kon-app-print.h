/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Onto paper: the picture with its boxes, and a table of the reads. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "kon.h"

G_BEGIN_DECLS

/* What is printed; everything is copied or referenced when printing begins. */
typedef struct
{
  const char *name;
  KonDrawPicture *picture;
  GListModel *results; /* of KonAppResult */
  const KonTimestamp *seen_at;
} KonAppPrintJob;

/* The operation, ready to run. Returns: (transfer full) */
GtkPrintOperation *kon_app_print_operation_new (const KonAppPrintJob *job);

/* Asks for the printer and prints. NULL, or in @out_message what went wrong. Returns: FALSE where it failed. */
gboolean kon_app_print (const KonAppPrintJob *job, GtkWindow *parent, char **out_message);

G_END_DECLS
