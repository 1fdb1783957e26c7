/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonRoi: one region of interest of a source, and KonRoiSet: those of a source and how a plate counts. Points are normalised: 0..1 of
 * the width and the height of the upright picture, so they hold at any resolution.
 * A set is filled by its maker and not changed after it is handed on (to edit one, edit a copy); references may be on any thread. */
#pragma once

#include <gio/gio.h>

#include "kon-geometry.h"

G_BEGIN_DECLS

#define KON_ROI_MAX_REGIONS 64
#define KON_ROI_MAX_POINTS 500 /* of one region */
#define KON_ROI_MAX_NAME 100   /* characters */

typedef enum
{
  KON_ROI_INCLUDE,
  KON_ROI_EXCLUDE,
} KonRoiKind;

/* When a plate counts. What counts is the area of the include regions (the whole picture where there is none) less the exclude regions. */
typedef enum
{
  KON_ROI_CENTRE, /* its middle lies in what counts (default) */
  KON_ROI_ANY,    /* any part: at least 2 % of it, which is how well corners are known */
  KON_ROI_ALL,    /* all of it that is in the picture: at least 98 % */
} KonRoiRule;

/* "centre", "any", "all"; and back (FALSE for anything else). */
const char *kon_roi_rule_to_string (KonRoiRule rule);
gboolean kon_roi_rule_from_string (const char *text, KonRoiRule *out);

typedef struct
{
  char *id;        /* tells it from the others of its set; kon_roi_set_add() gives one where it is NULL */
  char *name;      /* may be empty */
  guint32 colour;  /* 0xrrggbb */
  KonRoiKind kind;
  gboolean enabled; /* others do as if they were not there */
  GArray *points;  /* of KonPoint */
} KonRoi;

/* Returns: (transfer full): enabled, nameless, without an id, in the colour of its kind. */
KonRoi *kon_roi_new (KonRoiKind kind, const KonPoint *points, guint n);
KonRoi *kon_roi_copy (const KonRoi *roi); /* with its id */
void kon_roi_free (KonRoi *roi);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRoi, kon_roi_free)

/* FALSE with KON_ERROR_FAILED and a sentence for people: too few or too many points, outside the picture, crossing itself, tiny. */
gboolean kon_roi_validate (const KonRoi *roi, GError **error);

typedef struct
{
  gatomicrefcount ref_count;
  KonRoiRule rule;
  GPtrArray *regions; /* of KonRoi */
} KonRoiSet;

#define KON_TYPE_ROI_SET (kon_roi_set_get_type ())
GType kon_roi_set_get_type (void);

KonRoiSet *kon_roi_set_new (KonRoiRule rule);
KonRoiSet *kon_roi_set_copy (const KonRoiSet *set); /* deep: for editing */
KonRoiSet *kon_roi_set_ref (KonRoiSet *set);
void kon_roi_set_unref (KonRoiSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRoiSet, kon_roi_set_unref)

/* Takes @roi, at the end; one whose id is NULL or taken gets the smallest number that is free. */
void kon_roi_set_add (KonRoiSet *set, KonRoi *roi);

/* Every region alone, and not too many of them. */
gboolean kon_roi_set_validate (const KonRoiSet *set, GError **error);

/* TRUE where an enabled region is in it (@kind). NULL is an empty set here and below. */
gboolean kon_roi_set_has (const KonRoiSet *set, KonRoiKind kind);

/* Whether a plate at @quad, in pixels of a picture of @width x @height, counts. */
gboolean kon_roi_set_counts (const KonRoiSet *set, const KonQuad *quad, double width, double height);

/* Where @at (0..1) should go if it is drawn to corners, then edges, of the picture and of the regions other than @except (an id, or
 * NULL) within @tolerance pixels of a picture of @width x @height; FALSE where nothing is near. */
gboolean kon_roi_set_snap (const KonRoiSet *set, const char *except, KonPoint at, double width, double height, double tolerance, KonPoint *out);

/* JSON of our own ({"format":"konnetec-roi","version":1,"rule","regions":[{"id","name","colour","kind","enabled","points"}]}): one
 * line, the same for the same set. Returns: (transfer full) */
char *kon_roi_set_to_json (const KonRoiSet *set);

/* COCO, of one picture. Polygons in its pixels; the category says include or exclude. Returns: (transfer full) */
char *kon_roi_set_to_coco (const KonRoiSet *set, const char *picture, int width, int height);

/* Reads any of the formats (our own, COCO polygons and boxes, "CVAT for images"), told apart by content, and validates. Labels "exclude",
 * "excluded", "ignore" make exclude regions, all others include regions; what sticks out of the picture is cut off. @what names the thing
 * in messages. @picture (may be NULL): whose regions to take where the file has several pictures.
 * Returns: (transfer full), or NULL with KON_ERROR_DAMAGED, UNSUPPORTED, NEWER_VERSION, TOO_LARGE, NOT_FOUND (no such picture), FAILED (not valid). */
KonRoiSet *kon_roi_set_parse (const char *text, gsize size, const char *what, const char *picture, GError **error);

/* The same from a file, which is never read further than the limit. Worker thread. */
KonRoiSet *kon_roi_set_load (GFile *file, const char *picture, GCancellable *cancellable, GError **error);

/* One region as written on a command line: "x,y x,y x,y ...", a leading "!" excludes. Validated.
 * Returns: (transfer full), or NULL with KON_ERROR_FAILED. */
KonRoi *kon_roi_from_text (const char *text, GError **error);

/* The source whose regions count for a picture: its folder, or the address itself for what is no file. Returns: (transfer full), NULL for NULL. */
char *kon_roi_source_of (const char *picture_uri);

G_END_DECLS
