/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the door: how its C++ parts speak to each other. Inside, trouble is thrown as a Failure (or by a library); enter() at
 * each C entry turns whatever was thrown into a status and a message. */
#pragma once

#include "kon-vision.h"

#include <exception>
#include <functional>
#include <string>

namespace kon {

class Failure : public std::exception
{
public:
  Failure (KonVisionStatus status, std::string text) : status_ (status), text_ (std::move (text)) {}
  const char *what () const noexcept override { return text_.c_str (); }
  KonVisionStatus status () const noexcept { return status_; }

private:
  KonVisionStatus status_;
  std::string text_;
};

/* Runs @work; OK, or what was thrown as status and text in @message (may be NULL). @otherwise is the status for exceptions
 * of OpenCV: what they mean depends on whose bytes were at work. */
KonVisionStatus enter (KonVisionMessage *message, KonVisionStatus otherwise, const std::function<void ()> &work);

/* While it lives, what this thread prints on the standard error is dropped. */
class Quiet
{
public:
  Quiet ();
  ~Quiet ();
  Quiet (const Quiet &) = delete;
  Quiet &operator= (const Quiet &) = delete;
};

/* Bytes from outside, never owned. Reading past the end throws DAMAGED. */
class Bytes
{
public:
  Bytes () = default;
  Bytes (const uint8_t *data, size_t size) : data_ (data), size_ (size) {}

  const uint8_t *data () const { return data_; }
  size_t size () const { return size_; }
  bool empty () const { return size_ == 0; }
  bool has (size_t at, size_t count) const { return at <= size_ && count <= size_ - at; }

  /* @count bytes from @at on. */
  Bytes part (size_t at, size_t count) const;
  Bytes from (size_t at) const { return part (at, at <= size_ ? size_ - at : 0); }
  bool starts_with (const void *magic, size_t count) const;

  uint8_t u8 (size_t at) const { return *part (at, 1).data (); }
  uint16_t u16be (size_t at) const;
  uint16_t u16le (size_t at) const;
  uint32_t u24le (size_t at) const;
  uint32_t u32be (size_t at) const;
  uint32_t u32le (size_t at) const;

private:
  const uint8_t *data_ = nullptr;
  size_t size_ = 0;
};

struct Exif
{
  int orientation = 1;
  std::string date_time, offset_time, camera;
};

/* Never throws for a broken block: what cannot be read stays empty. @tiff starts with "II" or "MM". */
Exif read_exif (Bytes tiff);

/* "Make Model", without saying the make twice. */
std::string name_camera (const std::string &make, const std::string &model);

/* What the headers say of a picture. */
struct Layout
{
  KonVisionFormat format = KON_VISION_FORMAT_UNKNOWN;
  int width = 0, height = 0; /* as stored: before the turn that exif.orientation asks for */
  bool has_alpha = false;
  bool has_exif = false;
  Exif exif; /* for HEIF, which its decoder turns, the orientation is 1 */
};

/* Tiles may be wider than the picture, but a huge one is only there to eat memory. */
const int max_tile_overhang = 4096;

/* Throws UNSUPPORTED or DAMAGED. */
Layout read_layout (Bytes file);
Layout read_tiff_layout (Bytes file); /* no tile of it is larger than the picture by more than max_tile_overhang */
Layout read_heif_layout (Bytes file);

/* The PNG without everything that is not pixels: nothing else needs to reach a decoder. */
std::string strip_png (Bytes file);

/* Into @pixels: packed RGB8 of @layout's size, over white what is clear. FALSE where some of the data were wrong, so that parts are a guess. */
bool decode_jpeg (Bytes file, const Layout &layout, uint8_t *pixels);
bool decode_tiff (Bytes file, const Layout &layout, uint8_t *pixels);
/* The same, but what is wrong is refused. */
void decode_png (Bytes file, const Layout &layout, uint8_t *pixels);
void decode_webp (Bytes file, const Layout &layout, uint8_t *pixels);
void decode_bmp (Bytes file, const Layout &layout, uint8_t *pixels);
void decode_heif (Bytes file, const Layout &layout, uint8_t *pixels);

/* @count pixels of RGBA8, laid over white, to RGB8. @is_multiplied: the colours have been multiplied by their alpha already. */
void lay_over_white (const uint8_t *rgba, size_t count, bool is_multiplied, uint8_t *rgb);

/* malloc'd; throws. */
uint8_t *encode_jpeg (const uint8_t *rgb, int width, int height, size_t stride, int quality, size_t *out_size);

/* malloc() for pixels: those of a photo touch thousands of new pages; asked for in huge ones, that takes a few faults instead of
 * thousands. */
uint8_t *allocate (size_t size);

/* An empty picture with its pixels allocated; throws NO_MEMORY. */
KonVisionImage new_image (int width, int height, int channels);

/* How many threads one call may use, as set by kon_vision_set_threads(). */
int threads ();

} // namespace kon
