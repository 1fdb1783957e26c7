/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CTC: probabilities of texts and where they stand. The search is in kon-ctc-search.c. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-ctc-private.h"

#include <math.h>
#include <string.h>

static gboolean
softmax (const float *logits, int classes, double temperature, double *out)
{
  double top = -INFINITY, sum = 0;

  for (int c = 0; c < classes; c++)
    {
      if (!isfinite (logits[c]))
        return FALSE;
      top = MAX (top, logits[c]);
    }
  for (int c = 0; c < classes; c++)
    sum += out[c] = exp ((logits[c] - top) / temperature);
  for (int c = 0; c < classes; c++)
    out[c] /= sum;
  return TRUE;
}

KonCtc *
kon_ctc_new (const float *logits, int rows, int steps, int classes, double temperature)
{
  g_autoptr (KonCtc) ctc = g_new0 (KonCtc, 1);
  double *out;

  g_return_val_if_fail (logits != NULL && rows > 0 && steps > 0 && classes > 1 && classes <= 255 && temperature > 0, NULL);

  ctc->rows = rows;
  ctc->steps = steps;
  ctc->classes = classes;
  ctc->n_steps = rows * steps + rows - 1;
  ctc->p = out = g_new0 (double, (gsize) ctc->n_steps * classes);
  for (int t = 0; t < ctc->n_steps; t++, out += classes)
    {
      if (t % (steps + 1) == steps)
        out[0] = 1;
      else
        {
          if (!softmax (logits, classes, temperature, out))
            return NULL;
          logits += classes;
        }
    }
  return g_steal_pointer (&ctc);
}

void
kon_ctc_free (KonCtc *ctc)
{
  if (!ctc)
    return;
  g_free (ctc->p);
  g_free (ctc);
}

/* The text with a blank around and between its characters: state s stands on a blank where s is even, else on character s/2. */
static int
label_of_state (const guint8 *labels, int state)
{
  return state % 2 ? labels[state / 2] : 0;
}

/* TRUE where a path may step over the blank before @state. */
static gboolean
can_skip (const guint8 *labels, int state)
{
  return state % 2 && state > 1 && labels[state / 2] != labels[state / 2 - 1];
}

double
kon_ctc_probability (const KonCtc *ctc, const guint8 *labels, int length)
{
  int n_states = 2 * length + 1;
  g_autofree double *alpha = NULL;
  double log_scale = 0;

  g_return_val_if_fail (ctc != NULL && length >= 0, 0);

  if (length > ctc->n_steps)
    return 0;
  alpha = g_new0 (double, n_states);
  alpha[0] = 1; /* before the first step: a blank that costs nothing */
  for (int t = 0; t < ctc->n_steps; t++)
    {
      const double *p = ctc->p + (gsize) t * ctc->classes;
      double sum = 0;

      for (int s = n_states - 1; s >= 0; s--)
        {
          if (s > 0)
            alpha[s] += alpha[s - 1];
          if (can_skip (labels, s))
            alpha[s] += alpha[s - 2];
          alpha[s] *= p[label_of_state (labels, s)];
          sum += alpha[s];
        }
      if (!(sum > 0))
        return 0;
      for (int s = 0; s < n_states; s++)
        alpha[s] /= sum; /* long rows must not run out of exponent */
      log_scale += log (sum);
    }
  return MIN (1.0, exp (log_scale) * (alpha[n_states - 1] + (length > 0 ? alpha[n_states - 2] : 0)));
}

/* The best path's last move into @state: it came from state - move. */
static int
best_move (const double *score, const guint8 *labels, int state)
{
  int move = 0;

  if (state > 0 && score[state - 1] > score[state])
    move = 1;
  if (can_skip (labels, state) && score[state - 2] > score[state - move])
    move = 2;
  return move;
}

gboolean
kon_ctc_align (const KonCtc *ctc, const guint8 *labels, int length, double *peaks, int *rows)
{
  int n_states = 2 * length + 1, state;
  g_autofree double *score = NULL;
  g_autofree guint8 *moves = NULL;

  g_return_val_if_fail (ctc != NULL && length >= 0, FALSE);

  if (length > ctc->n_steps)
    return FALSE;
  score = g_new (double, n_states);
  moves = g_new (guint8, (gsize) ctc->n_steps * n_states);
  for (int s = 0; s < n_states; s++)
    score[s] = s == 0 ? 0 : -INFINITY;
  for (int t = 0; t < ctc->n_steps; t++)
    for (int s = n_states - 1; s >= 0; s--)
      {
        int move = best_move (score, labels, s);

        moves[(gsize) t * n_states + s] = move;
        score[s] = score[s - move] + log (ctc->p[(gsize) t * ctc->classes + label_of_state (labels, s)]);
      }

  state = n_states - 1;
  if (length > 0 && score[state - 1] > score[state])
    state--;
  if (!isfinite (score[state]))
    return FALSE;
  memset (peaks, 0, sizeof *peaks * length);
  for (int t = ctc->n_steps - 1; t >= 0; t--)
    {
      double p = ctc->p[(gsize) t * ctc->classes + label_of_state (labels, state)];

      if (state % 2 && p > peaks[state / 2])
        {
          peaks[state / 2] = p;
          rows[state / 2] = t / (ctc->steps + 1);
        }
      state -= moves[(gsize) t * n_states + state];
    }
  return TRUE;
}
