/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The countries and states whose plates the program knows, for people to choose from. No organization's data: no session is asked for. */
#pragma once

#include "kon-engine.h"

G_BEGIN_DECLS

typedef struct
{
  char *code;    /* "DE", "US-CA" */
  char *name;    /* in English */
  char *country; /* code of the country of a state; NULL for a country */
} KonRegionEntry;

typedef struct
{
  GPtrArray *regions;  /* of KonRegionEntry; countries by code, each followed by its states */
  GPtrArray *problems; /* of char *: what could not be loaded, a sentence each */
} KonRegionList;

void kon_region_list_free (KonRegionList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRegionList, kon_region_list_free)

/* NULL where unknown. (transfer none) */
const KonRegionEntry *kon_region_list_find (const KonRegionList *list, const char *code);

/* @codes as a person writes them ("de, US-CA"): in capitals, without spaces, each once; a state whose country is there too is left out.
 * Returns: (transfer full), or NULL with KON_ERROR_NOT_FOUND naming the first that is unknown. */
char *kon_region_list_normalize (const KonRegionList *list, const char *codes, GError **error);

/* Reads the format packs anew. The blocking form is for the command line and tests; the other answers on the main thread.
 * Returns: (transfer full); the finishing form NULL where it was cancelled or the engine is shut down. */
KonRegionList *kon_engine_list_regions (KonEngine *self);
void kon_engine_list_regions_async (KonEngine *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonRegionList *kon_engine_list_regions_finish (KonEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
