/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CTC prefix beam search: walks along the steps with the few most probable beginnings of a text. Beginnings share a tree,
 * so that two ways to the same one meet in the same node and their probabilities add up. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-ctc-private.h"

#include <math.h>
#include <string.h>

#define NEGLIGIBLE 1e-6 /* of a step's probability: not worth a new beginning */

typedef struct
{
  int parent, label;
  int first_child, next_sibling; /* 0: none; node 0, the empty text, is nobody's child */
  int place;                     /* in the next generation, when... */
  int step;                      /* ...it was put there in this step */
} Node;

/* One beginning after some steps. */
typedef struct
{
  int node;
  double blank, label; /* probability of its paths that end on a blank; on its last character */
} Beam;

typedef struct
{
  GArray *nodes; /* of Node */
  GArray *next;  /* of Beam */
  int step;
} Search;

static int
get_child (Search *search, int parent, int label)
{
  Node child = { .parent = parent, .label = label, .step = -1 };
  int index;

  for (index = g_array_index (search->nodes, Node, parent).first_child; index != 0;
       index = g_array_index (search->nodes, Node, index).next_sibling)
    if (g_array_index (search->nodes, Node, index).label == label)
      return index;

  index = search->nodes->len;
  child.next_sibling = g_array_index (search->nodes, Node, parent).first_child;
  g_array_append_val (search->nodes, child);
  g_array_index (search->nodes, Node, parent).first_child = index;
  return index;
}

static Beam *
get_next (Search *search, int index)
{
  Node *node = &g_array_index (search->nodes, Node, index);

  if (node->step != search->step)
    {
      Beam beam = { .node = index };

      node->step = search->step;
      node->place = search->next->len;
      g_array_append_val (search->next, beam);
    }
  return &g_array_index (search->next, Beam, node->place);
}

static void
advance (Search *search, const Beam *beam, const double *p, int classes)
{
  double total = beam->blank + beam->label;
  int last = g_array_index (search->nodes, Node, beam->node).label;
  Beam *same = get_next (search, beam->node);

  same->blank += total * p[0];
  if (last > 0)
    same->label += beam->label * p[last];
  for (int c = 1; c < classes; c++)
    {
      double reach = (c == last ? beam->blank : total) * p[c];

      if (p[c] > NEGLIGIBLE && reach > 0)
        get_next (search, get_child (search, beam->node, c))->label += reach;
    }
}

static int
compare_beams (gconstpointer a, gconstpointer b)
{
  const Beam *first = a, *second = b;
  double difference = (second->blank + second->label) - (first->blank + first->label);

  if (difference != 0)
    return difference > 0 ? 1 : -1;
  return first->node - second->node;
}

/* Keeps the best and lifts their probabilities, so that long rows do not run out of exponent. */
static void
prune (GArray *beams, int width)
{
  double top;

  g_array_sort (beams, compare_beams);
  if (beams->len > (guint) width)
    g_array_set_size (beams, width);
  top = g_array_index (beams, Beam, 0).blank + g_array_index (beams, Beam, 0).label;
  for (guint i = 0; i < beams->len; i++)
    {
      g_array_index (beams, Beam, i).blank /= top;
      g_array_index (beams, Beam, i).label /= top;
    }
}

static KonCtcText
text_of_node (const KonCtc *ctc, GArray *nodes, int index)
{
  KonCtcText text = { 0 };

  for (int i = index; i != 0; i = g_array_index (nodes, Node, i).parent)
    text.length++;
  text.labels = g_new (guint8, text.length + 1);
  for (int i = index, place = text.length; i != 0; i = g_array_index (nodes, Node, i).parent)
    text.labels[--place] = g_array_index (nodes, Node, i).label;
  text.probability = kon_ctc_probability (ctc, text.labels, text.length);
  return text;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const KonCtcText *first = a, *second = b;

  return (second->probability > first->probability) - (second->probability < first->probability);
}

static void
clear_text (gpointer text)
{
  g_free (((KonCtcText *) text)->labels);
}

GArray *
kon_ctc_search (const KonCtc *ctc, int beam)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_autoptr (GArray) beams = g_array_new (FALSE, FALSE, sizeof (Beam));
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (Beam));
  Search search = { .nodes = nodes };
  Node root = { .step = -1 };
  Beam start = { .blank = 1 };
  GArray *texts;

  g_return_val_if_fail (ctc != NULL && beam > 0, NULL);

  g_array_append_val (nodes, root);
  g_array_append_val (beams, start);
  for (int t = 0; t < ctc->n_steps; t++)
    {
      GArray *swap = beams;

      search.next = next;
      search.step = t;
      g_array_set_size (next, 0);
      for (guint i = 0; i < beams->len; i++)
        advance (&search, &g_array_index (beams, Beam, i), ctc->p + (gsize) t * ctc->classes, ctc->classes);
      prune (next, beam);
      beams = next;
      next = swap;
    }

  texts = g_array_new (FALSE, FALSE, sizeof (KonCtcText));
  g_array_set_clear_func (texts, clear_text);
  for (guint i = 0; i < beams->len; i++)
    {
      KonCtcText text = text_of_node (ctc, nodes, g_array_index (beams, Beam, i).node);

      g_array_append_val (texts, text);
    }
  g_array_sort (texts, compare_texts);
  return texts;
}
