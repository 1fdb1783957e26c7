/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within detect: what a format pack is made of. Values that do not change once they are loaded; any thread. */
#pragma once

#include "kon-regions.h"

G_BEGIN_DECLS

#define KON_REGION_MAX_SPANS 3
#define KON_REGION_SIGNS 36 /* A-Z, then 0-9; a set of them is a mask */

/* The words of one length of a list, as numbers of base 36, sorted, each once. */
typedef struct
{
  int length;
  guint n_words;
  guint32 *words;
} KonRegionWords;

#define KON_REGION_MAX_WORD 4

/* A list that patterns name: words of 1 to KON_REGION_MAX_WORD characters. */
typedef struct
{
  KonRegionWords of_length[KON_REGION_MAX_WORD + 1];
  guint n_words;
} KonRegionList;

/* Places of a text that together are a word of a list. */
typedef struct
{
  const KonRegionWords *words;
  int start;
} KonRegionSpan;

/* One form that a pattern can take: so many characters, and at each place the set of those that may stand there. */
typedef struct
{
  guint64 allowed[KON_REGION_MAX_LENGTH];
  char gaps[KON_REGION_MAX_LENGTH + 1]; /* the separator shown before a place; 0: none */
  int length;
  int n_spans;
  KonRegionSpan spans[KON_REGION_MAX_SPANS];
  double weight;                        /* the share of this form when a text is drawn from the pattern */
} KonRegionForm;

/* -1 for anything but A-Z and 0-9. */
int kon_region_sign_index (char character);
char kon_region_sign_at (int index);

/* Whether the characters that begin at @index (indices of signs) are one of @words. */
gboolean kon_region_words_contain (const KonRegionWords *words, const guint8 *indices);

/* All forms of @pattern (the language: docs/regions.md). @lists: name -> KonRegionList, or NULL.
 * Returns: (transfer full): of KonRegionForm, at least one; or NULL with KON_ERROR_DAMAGED. */
GArray *kon_region_pattern_expand (const char *pattern, guint64 letters, GHashTable *lists, GError **error);

/* Whether @form can be the text of these signs. */
gboolean kon_region_form_matches (const KonRegionForm *form, const guint8 *indices);

/* How many texts the form stands for. */
double kon_region_form_count (const KonRegionForm *form);

/* One format of a region. */
typedef struct
{
  GArray *forms;    /* of KonRegionForm */
  double weight;
  KonLayout layout; /* UNKNOWN where both are usual */
} KonRegionFormat;

/* One region as its file says. */
typedef struct
{
  char *code, *name;
  double weight;
  GPtrArray *formats; /* of KonRegionFormat */
} KonRegionPart;

/* One file: the country first, then its states. */
typedef struct
{
  GPtrArray *parts; /* of KonRegionPart */
  GPtrArray *lists; /* of KonRegionList, that the forms point into */
} KonRegionPack;

/* Parses and checks the text of a pack, its examples and counter-examples too. @code: what its file is named after, in capitals.
 * Returns: (transfer full), or NULL with a reason (no file's name in it): KON_ERROR_DAMAGED, TOO_LARGE or NEWER_VERSION. */
KonRegionPack *kon_region_pack_parse (const char *text, gsize size, const char *code, GError **error);
void kon_region_pack_free (KonRegionPack *pack);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRegionPack, kon_region_pack_free)

/* ---- kon-regions.c gives to the guess and the rule */

/* A form in its place among all. */
typedef struct
{
  KonRegionForm form;
  int region;
  KonLayout layout;
  double density; /* probability of one of its texts among those of its region */
} KonRegionFormEntry;

/* Of KonRegionFormEntry; those whose texts have @length characters. */
const GArray *kon_regions_get_entries (KonRegions *regions, int length);

/* What is known before a plate is looked at. */
struct _KonRegionSet
{
  KonRegions *regions;
  double *priors;       /* of each region; sum 1 - others */
  gboolean *is_chosen;
  double others;        /* of plates that follow no format */
};

/* Prior probability and density of a text that follows no format. */
double kon_region_set_stranger_mass (const KonRegionSet *set, int length);

/* How well the rows of a plate go with a format for one or two. */
double kon_region_layout_factor (KonLayout seen, KonLayout expected);

G_END_DECLS
