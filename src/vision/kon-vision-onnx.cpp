/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A look at an ONNX file before OpenCV gets it: OpenCV believes that each tensor has the bytes its dimensions ask for and
 * reads them. Walks the protobuf as far as the tensors and says DAMAGED where that is not so. */
#include "config.h"

#include "kon-vision-private.hpp"

namespace kon {

static const int max_depth = 8;
static const uint64_t max_elements = 1u << 30;

[[noreturn]] static void
refuse (const char *text)
{
  throw Failure (KON_VISION_DAMAGED, text);
}

/* The fields of one protobuf message, one after the other. */
class Fields
{
public:
  explicit Fields (Bytes message) : message_ (message) {}

  uint32_t number = 0;  /* of the field */
  bool is_bytes = false;
  uint64_t value = 0;   /* where it is a number */
  Bytes bytes;          /* where it is a text, a message or packed numbers */

  /* Moves on; false at the end. */
  bool
  next ()
  {
    if (at_ == message_.size ())
      return false;

    uint64_t key = varint ();
    if (key >> 3 == 0 || key >> 3 > UINT32_MAX)
      refuse ("no protobuf");
    number = (uint32_t) (key >> 3);
    is_bytes = (key & 7) == 2;
    value = 0;
    bytes = Bytes ();
    switch (key & 7)
      {
      case 0:
        value = varint ();
        break;
      case 1:
        at_ += message_.part (at_, 8).size ();
        break;
      case 2:
        {
          uint64_t size = varint ();
          bytes = message_.part (at_, size);
          at_ += size;
          break;
        }
      case 5:
        at_ += message_.part (at_, 4).size ();
        break;
      default:
        refuse ("no protobuf");
      }
    return true;
  }

  bool at_end () const { return at_ == message_.size (); }

  uint64_t
  varint ()
  {
    uint64_t result = 0;

    for (int shift = 0; shift < 64; shift += 7)
      {
        uint8_t byte = message_.u8 (at_++);

        result |= (uint64_t) (byte & 0x7f) << shift;
        if (byte < 0x80)
          return result;
      }
    refuse ("no protobuf");
  }

private:
  Bytes message_;
  size_t at_ = 0;
};

/* Of onnx.proto: TensorProto.DataType. */
static uint64_t
element_size (uint64_t type)
{
  switch (type)
    {
    case 2: case 3: case 9: /* uint8, int8, bool */
      return 1;
    case 4: case 5: case 10: /* uint16, int16, float16 */
      return 2;
    case 1: case 6: case 12: /* float, int32, uint32 */
      return 4;
    case 7: case 11: case 13: /* int64, double, uint64 */
      return 8;
    default:
      refuse ("the network holds numbers of an unknown kind");
    }
}

/* Which field holds numbers of @type where they are not raw: float_data, int32_data, int64_data, double_data, uint64_data. */
static uint32_t
typed_field (uint64_t type)
{
  switch (type)
    {
    case 1:
      return 4;
    case 7:
      return 7;
    case 11:
      return 10;
    case 12: case 13:
      return 11;
    default:
      return 5;
    }
}

/* How many numbers one field of a repeated number holds. */
static uint64_t
count_numbers (const Fields &field)
{
  uint64_t count = 0;

  if (!field.is_bytes)
    return 1;
  if (field.number == 4)
    return field.bytes.size () / 4;
  if (field.number == 10)
    return field.bytes.size () / 8;
  for (Fields packed (field.bytes); !packed.at_end (); count++)
    packed.varint ();
  return count;
}

static void
multiply_dimension (uint64_t &elements, uint64_t dimension)
{
  if (dimension > max_elements || (dimension != 0 && elements > max_elements / dimension))
    refuse ("a tensor of the network is too large");
  elements *= dimension;
}

static void
check_tensor (Bytes message)
{
  uint64_t type = 0, elements = 1, typed[12] = { 0 };
  bool has_raw = false, has_typed = false;
  Bytes raw;

  for (Fields field (message); field.next ();)
    switch (field.number)
      {
      case 1:
        if (field.is_bytes)
          for (Fields packed (field.bytes); !packed.at_end ();)
            multiply_dimension (elements, packed.varint ());
        else
          multiply_dimension (elements, field.value);
        break;
      case 2:
        type = field.value;
        break;
      case 4: case 5: case 7: case 10: case 11:
        typed[field.number] += count_numbers (field);
        has_typed = true;
        break;
      case 9:
        if (has_raw)
          refuse ("a tensor of the network has its numbers twice");
        raw = field.bytes;
        has_raw = true;
        break;
      case 3: case 6: case 13: case 14:
        refuse ("the network's numbers lie elsewhere");
      default:
        break;
      }

  /* An empty raw field is what some writers leave where they mean none. */
  if (has_typed && !raw.empty ())
    refuse ("a tensor of the network has its numbers twice");
  uint64_t size = element_size (type);
  if (has_typed ? typed[typed_field (type)] != elements : raw.size () != elements * size)
    refuse ("a tensor of the network has not the size that it gives");
}

static void check_graph (Bytes message, int depth);

static void
check_attribute (Bytes message, int depth)
{
  bool has_tensor = false;

  for (Fields field (message); field.next ();)
    {
      if (field.number == 5 && has_tensor)
        refuse ("a tensor of the network comes twice");
      if (field.number == 5 || field.number == 10)
        check_tensor (field.bytes);
      if (field.number == 6 || field.number == 11)
        check_graph (field.bytes, depth + 1);
      has_tensor = has_tensor || field.number == 5;
    }
}

static void
check_graph (Bytes message, int depth)
{
  if (depth > max_depth)
    refuse ("the network is nested too deep");
  for (Fields field (message); field.next ();)
    {
      if (field.number == 15)
        refuse ("the network has sparse tensors");
      if (field.number == 5)
        check_tensor (field.bytes);
      if (field.number == 1)
        for (Fields node (field.bytes); node.next ();)
          if (node.number == 5)
            check_attribute (node.bytes, depth);
    }
}

void
check_onnx (Bytes file)
{
  bool has_graph = false;

  for (Fields field (file); field.next ();)
    if (field.number == 7)
      {
        check_graph (field.bytes, 0);
        has_graph = true;
      }
  if (!has_graph)
    refuse ("a file without a network");
}

} // namespace kon
