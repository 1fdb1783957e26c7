/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Protobuf as far as it takes: the fields of a message, one after the other. Bytes from outside: what is no protobuf throws
 * DAMAGED, nothing is copied or allocated. */
#pragma once

#include "kon-vision-private.hpp"

namespace kon {

class Fields
{
public:
  explicit Fields (Bytes message) : message_ (message) {}

  uint32_t number = 0;  /* of the field */
  bool is_bytes = false;
  uint64_t value = 0;   /* where it is a number; of fixed size: its bits */
  Bytes bytes;          /* where it is a text, a message or packed numbers */

  /* Moves on; false at the end. */
  bool next ();

  /* For packed numbers, which have no fields. */
  bool at_end () const { return at_ == message_.size (); }
  uint64_t varint ();

private:
  Bytes message_;
  size_t at_ = 0;
};

} // namespace kon
