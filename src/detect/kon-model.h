/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonModel: an ONNX file and its JSON manifest, checked before use: format, kind, family, geometry, alphabet, SHA-256 of the
 * file. Immutable and shared between workers; each worker makes its own network from it. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KonModel KonModel;

#define KON_MODEL_MAX_OUTPUTS 4

typedef struct
{
  char *name; /* output's name in the ONNX file */
  int stride; /* grid-quad */
  int rows, steps, classes; /* two-row-ctc */
} KonModelOutput;

typedef struct
{
  char *kind;   /* "plate-finder", "plate-corners", "plate-reader" */
  char *family; /* a row of kon-family-table.c */
  char *name, *version, *licence, *sha256;
  char *file;   /* the ONNX file's bare name, beside the manifest */
  gint64 size;  /* its bytes */
  char *input_name;
  gboolean grey;         /* input order "grey": one channel (readers only); else rgb */
  int width, height;     /* of the network's input; for families of free size the usual one */
  int multiple;          /* sides are multiples of this; 0: fixed size */
  double mean[3], std[3];
  KonModelOutput outputs[KON_MODEL_MAX_OUTPUTS];
  int n_outputs;
  char *alphabet;        /* readers: one ASCII character a class, class 0 is blank and not in it */
  double score_threshold, nms_threshold; /* finders */
  double temperature;    /* readers */
  double margin;         /* corners: how far the window reaches past the box, in heights of the box */
} KonManifest;

/* Loads @directory/@name.json and the file it names. Errors: KON_ERROR_MODEL naming the file and the reason (absent, not a manifest,
 * unknown family, wrong SHA-256: "the file does not match its manifest; install the program again"), NEWER_VERSION.
 * Returns: (transfer full) */
KonModel *kon_model_load (const char *directory, const char *name, GError **error);

/* Checks and parses a manifest text alone (for tests and fuzzing). Returns: (transfer full) */
KonManifest *kon_manifest_parse (const char *text, gsize size, const char *what, GError **error);
void kon_manifest_free (KonManifest *manifest);

KonModel *kon_model_ref (KonModel *model);
void kon_model_unref (KonModel *model);
const KonManifest *kon_model_get_manifest (KonModel *model);
GBytes *kon_model_get_onnx (KonModel *model); /* (transfer none) */
const char *kon_model_get_label (KonModel *model); /* "konnetec-plate-finder 0.1.0" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonModel, kon_model_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonManifest, kon_manifest_free)

G_END_DECLS
