/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Protobuf as far as it takes. */
#include "config.h"

#include "kon-vision-protobuf.hpp"

namespace kon {

enum WireType
{
  WIRE_VARINT = 0,
  WIRE_FIXED64 = 1,
  WIRE_BYTES = 2,
  WIRE_FIXED32 = 5,
};

[[noreturn]] static void
refuse ()
{
  throw Failure (KON_VISION_DAMAGED, "the file is no network: it is not in the format of ONNX");
}

bool
Fields::next ()
{
  if (at_end ())
    return false;

  uint64_t key = varint ();
  if (key >> 3 == 0 || key >> 3 > UINT32_MAX)
    refuse ();
  number = (uint32_t) (key >> 3);
  is_bytes = (key & 7) == WIRE_BYTES;
  value = 0;
  bytes = Bytes ();
  switch (key & 7)
    {
    case WIRE_VARINT:
      value = varint ();
      break;
    case WIRE_FIXED64:
      value = message_.u32le (at_) | (uint64_t) message_.u32le (at_ + 4) << 32;
      at_ += 8;
      break;
    case WIRE_BYTES:
      {
        uint64_t size = varint ();
        bytes = message_.part (at_, size);
        at_ += size;
        break;
      }
    case WIRE_FIXED32:
      value = message_.u32le (at_);
      at_ += 4;
      break;
    default:
      refuse ();
    }
  return true;
}

uint64_t
Fields::varint ()
{
  uint64_t result = 0;

  for (int shift = 0; shift < 64; shift += 7)
    {
      uint8_t byte = message_.u8 (at_++);

      result |= (uint64_t) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return result;
    }
  refuse ();
}

} // namespace kon
