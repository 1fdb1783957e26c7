/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a detector says: a detection (box, class, confidence) and, for plates, the quad and the read.
 * Values, reference-counted, filled by their maker and never changed after they are handed on. Any thread. */
#pragma once

#include <glib-object.h>

#include "kon-frame.h"
#include "kon-geometry.h"

G_BEGIN_DECLS

typedef enum
{
  KON_LAYOUT_UNKNOWN,
  KON_LAYOUT_ONE_ROW,
  KON_LAYOUT_TWO_ROW,
} KonLayout;

/* "one-row", "two-row" or NULL for unknown; and back (anything else gives UNKNOWN). */
const char *kon_layout_to_string (KonLayout layout);
KonLayout kon_layout_from_string (const char *text);

/* One character of a read. */
typedef struct
{
  char text[8]; /* one UTF-8 character, zero-terminated */
  double confidence; /* 0..1 */
} KonCharacter;

/* Another text the reader thought possible. */
typedef struct
{
  char *text;
  double confidence; /* 0..1 */
} KonAlternative;

/* The read of one plate. @text is A-Z0-9 without separators after any format rule, @raw what the reader said before. */
typedef struct
{
  char *text;
  char *raw;
  double confidence;       /* 0..1, of the whole text */
  GArray *characters;      /* of KonCharacter, those of @raw, in reading order */
  GArray *alternatives;    /* of KonAlternative, best first, without @text */
  char *region_code;       /* or NULL: no guess */
  char *region_name;
  double region_confidence;
} KonRead;

/* Returns: (transfer full): empty, texts NULL, arrays there. */
KonRead *kon_read_new (void);
void kon_read_free (KonRead *read);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonRead, kon_read_free)

typedef struct
{
  gatomicrefcount ref_count;
  char *class_name;       /* "plate" */
  KonBox box;             /* source pixels */
  KonQuad quad;           /* source pixels */
  double find_confidence; /* 0..1 */
  KonLayout layout;
  KonRead *read; /* NULL where nothing could be read */
  KonFrame *crop; /* rectified, RGB8, for people to look at; NULL where none was cut */
} KonDetection;

/* Returns: (transfer full): of @class_name, everything else zero. */
KonDetection *kon_detection_new (const char *class_name);
KonDetection *kon_detection_ref (KonDetection *detection);
void kon_detection_unref (KonDetection *detection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonDetection, kon_detection_unref)

G_END_DECLS
