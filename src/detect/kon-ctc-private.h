/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Connectionist temporal classification: what a row of per-step probabilities says. A path picks one class a step; its text
 * is the path with repeats merged and blanks (class 0) dropped; the probability of a text is the sum over its paths.
 * Plain arithmetic, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of steps, read one after the other. Between two rows lies one more step that is surely blank, so that the last
 * character of a row and the first of the next never merge. */
typedef struct
{
  int rows, steps, classes;
  int n_steps;   /* all, with those between rows */
  double *p;     /* n_steps x classes, each step sums to 1 */
} KonCtc;

/* A text as classes 1..classes-1. */
typedef struct
{
  guint8 *labels;
  int length;
  double probability; /* exact: the sum over all its paths */
} KonCtcText;

/* Softmax of @logits (rows x steps x classes) at @temperature. NULL where one is not finite. @classes <= 255. Returns: (transfer full) */
KonCtc *kon_ctc_new (const float *logits, int rows, int steps, int classes, double temperature);
void kon_ctc_free (KonCtc *ctc);

/* Prefix beam search, @beam texts wide. Returns: (transfer full): of KonCtcText, most probable first; at least one. */
GArray *kon_ctc_search (const KonCtc *ctc, int beam);

/* The probability of a text; 0 where it does not fit. */
double kon_ctc_probability (const KonCtc *ctc, const guint8 *labels, int length);

/* Where a text that fits stands along its best path: for each character the highest probability that any of its steps gives
 * it, and its row. @peaks and @rows have @length places. FALSE where the text does not fit. */
gboolean kon_ctc_align (const KonCtc *ctc, const guint8 *labels, int length, double *peaks, int *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonCtc, kon_ctc_free)

G_END_DECLS
