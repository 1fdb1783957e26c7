/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions: which countries and states write their plates how, loaded from format packs (docs/regions.md), and what that tells of a
 * read: where it is from, and which of two look-alikes it must be. Loaded once, immutable, any thread. */
#pragma once

#include "kon-detection.h"
#include "kon-likeness.h"

G_BEGIN_DECLS

#define KON_REGION_MAX_LENGTH 12 /* characters of a plate */

typedef struct _KonRegions KonRegions;

typedef struct
{
  const char *code; /* ISO 3166: "DE", "US-CA" */
  const char *name; /* in English */
  int parent;       /* index of the country of a state; -1 for a country */
} KonRegion;

/* Loads every *.json of @directory. A file that cannot be used adds its error to @problems (of GError; may be NULL), the others go on.
 * Returns: (transfer full): maybe without any region. */
KonRegions *kon_regions_load (const char *directory, GPtrArray *problems);
KonRegions *kon_regions_ref (KonRegions *regions);
void kon_regions_unref (KonRegions *regions);

/* Countries by code, each followed by its states. */
guint kon_regions_get_n (KonRegions *regions);
const KonRegion *kon_regions_get (KonRegions *regions, guint index);

/* -1 where unknown. */
int kon_regions_find (KonRegions *regions, const char *code);

/* Whether @text (A-Z0-9) is in a format of the region or of one of its states. */
gboolean kon_regions_match (KonRegions *regions, int region, const char *text);

/* @text with the separators of its region, as people write it; where formats disagree, only those that they agree upon; as it is, where it
 * is in no format of the region. Returns: (transfer full) */
char *kon_regions_show (KonRegions *regions, int region, const char *text);

/* What is expected before a plate is looked at: all regions, or mostly some. Immutable, any thread. */
typedef struct _KonRegionSet KonRegionSet;

/* @codes: of regions, separated by commas; a country takes its states along. Unknown ones are left out; without any, all regions alike.
 * Returns: (transfer full) */
KonRegionSet *kon_region_set_new (KonRegions *regions, const char *codes);
void kon_region_set_free (KonRegionSet *set);

typedef struct
{
  int region;        /* -1: no guess */
  double confidence; /* 0..1 */
} KonRegionGuess;

/* Where a plate with this text is from: the state, else the country, that is clearly more likely than all others together (0.6). */
KonRegionGuess kon_region_set_guess (const KonRegionSet *set, const char *text, KonLayout layout);

/* Settles look-alikes in @read where the formats leave no doubt, orders the alternatives by how well they fit, and fills in the region.
 * raw stays; text differs from raw in look-alikes only. The confidence becomes that of all the readings that are now the same text.
 * @likes: of KonLikeness, one for each character of raw. */
void kon_region_set_settle (const KonRegionSet *set, const GArray *likes, KonLayout layout, KonRead *read);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRegions, kon_regions_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRegionSet, kon_region_set_free)

G_END_DECLS
