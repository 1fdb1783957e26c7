/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Draws rectifiers and additions into the convolutions before them: each that stands alone reads and writes its whole picture
 * once more. What an addition adds to is overwritten, so nobody may need it afterwards. */
#include "config.h"

#include "kon-vision-graph.hpp"

#include <algorithm>

namespace kon {

class Fuser
{
public:
  explicit Fuser (Graph &graph);

  void run ();

private:
  Graph &graph_;
  std::vector<std::vector<int>> users_; /* of each value: places of operators */
  std::vector<bool> is_kept_;           /* of each value: somebody outside looks at it */
  std::vector<bool> is_gone_;           /* of each operator */

  int sole_user (int value) const;
  bool can_overwrite (int value, int at) const;
  bool can_move (const Op &op, int from, int to) const;
  bool draw_rectifier (int at, bool Op::*flag);
  int draw_addition (int at);
};

Fuser::Fuser (Graph &graph)
    : graph_ (graph), users_ (graph.n_values), is_kept_ (graph.n_values), is_gone_ (graph.ops.size ())
{
  for (size_t i = 0; i < graph.ops.size (); i++)
    for (int input : graph.ops[i].inputs)
      users_[input].push_back ((int) i);
  for (const auto &output : graph.outputs)
    is_kept_[output.second] = true;
  is_kept_[graph.input] = true;
}

/* The only operator that uses @value, -1 for none or several. */
int
Fuser::sole_user (int value) const
{
  return !is_kept_[value] && users_[value].size () == 1 ? users_[value][0] : -1;
}

/* TRUE where nobody looks at @value after the operator @at. */
bool
Fuser::can_overwrite (int value, int at) const
{
  return !is_kept_[value] && std::count (users_[value].begin (), users_[value].end (), at) == 1
         && *std::max_element (users_[value].begin (), users_[value].end ()) == at;
}

/* TRUE where what @op reads is still there when it runs at @to. */
bool
Fuser::can_move (const Op &op, int from, int to) const
{
  for (int i = from + 1; i < to; i++)
    if (!is_gone_[i] && graph_.ops[i].addend >= 0
        && std::count (op.inputs.begin (), op.inputs.end (), graph_.ops[i].addend) != 0)
      return false;
  return true;
}

bool
Fuser::draw_rectifier (int at, bool Op::*flag)
{
  int next = sole_user (graph_.ops[at].output);

  if (next < 0 || graph_.ops[next].kind != Kind::Rectify)
    return false;
  graph_.ops[at].*flag = true;
  graph_.ops[at].output = graph_.ops[next].output;
  is_gone_[next] = true;
  return true;
}

/* Returns: where the operator is afterwards; @at where nothing was drawn in. */
int
Fuser::draw_addition (int at)
{
  Op &op = graph_.ops[at];
  int next = sole_user (op.output);

  if (next < 0 || graph_.ops[next].kind != Kind::Add)
    return at;

  const Op &sum = graph_.ops[next];
  int other = sum.inputs[0] == op.output ? sum.inputs[1] : sum.inputs[0];
  if (other == op.inputs[0] || !can_overwrite (other, next) || !can_move (op, at, next))
    return at;

  /* It runs where the addition did: only there is @other made for certain. */
  std::replace (users_[op.inputs[0]].begin (), users_[op.inputs[0]].end (), at, next);
  op.addend = other;
  op.output = sum.output;
  graph_.ops[next] = op;
  is_gone_[at] = true;
  return next;
}

void
Fuser::run ()
{
  for (size_t i = 0; i < graph_.ops.size (); i++)
    if (!is_gone_[i] && graph_.ops[i].kind == Kind::Convolve && graph_.ops[i].addend < 0)
      {
        draw_rectifier ((int) i, &Op::rectify);
        int at = draw_addition ((int) i);
        if (graph_.ops[at].addend >= 0)
          draw_rectifier (at, &Op::rectify_sum);
      }

  std::vector<Op> kept;
  for (size_t i = 0; i < graph_.ops.size (); i++)
    if (!is_gone_[i])
      kept.push_back (std::move (graph_.ops[i]));
  graph_.ops = std::move (kept);
}

void
fuse (Graph &graph)
{
  Fuser (graph).run ();
}

} // namespace kon
