/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* HEIC and AVIF stills. The door to libheif, which turns pictures by itself. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <libheif/heif.h>

#include <cstring>
#include <memory>
#include <mutex>

namespace kon {

static const size_t max_exif_size = 1 << 20;

static void
check (const heif_error &error)
{
  switch (error.code)
    {
    case heif_error_Ok:
      return;
    case heif_error_Memory_allocation_error:
      throw Failure (KON_VISION_NO_MEMORY, error.message);
    case heif_error_Unsupported_feature:
    case heif_error_Unsupported_filetype:
    case heif_error_Plugin_loading_error:
      throw Failure (KON_VISION_UNSUPPORTED, error.message);
    default:
      throw Failure (KON_VISION_DAMAGED, error.message);
    }
}

/* An open file with its primary picture. */
class Container
{
public:
  explicit Container (Bytes file)
  {
    static std::once_flag once;
    std::call_once (once, [] { heif_init (nullptr); });

    if (context_ == nullptr)
      throw Failure (KON_VISION_NO_MEMORY, "not enough memory");
    heif_context_set_max_decoding_threads (context_.get (), threads () - 1);
    check (heif_context_read_from_memory_without_copy (context_.get (), file.data (), file.size (), nullptr));

    heif_image_handle *handle = nullptr;
    check (heif_context_get_primary_image_handle (context_.get (), &handle));
    handle_.reset (handle);
  }

  heif_image_handle *handle () const { return handle_.get (); }

private:
  std::unique_ptr<heif_context, void (*) (heif_context *)> context_{ heif_context_alloc (), heif_context_free };
  std::unique_ptr<heif_image_handle, void (*) (const heif_image_handle *)> handle_{ nullptr, heif_image_handle_release };
};

/* The block begins with four bytes: how far behind them the TIFF structure lies. */
static Exif
read_heif_exif (const heif_image_handle *handle)
{
  heif_item_id id;
  std::string block;

  if (heif_image_handle_get_list_of_metadata_block_IDs (handle, "Exif", &id, 1) < 1)
    return Exif ();
  block.resize (heif_image_handle_get_metadata_size (handle, id));
  if (block.size () < 4 || block.size () > max_exif_size
      || heif_image_handle_get_metadata (handle, id, &block[0]).code != heif_error_Ok)
    return Exif ();

  Bytes bytes ((const uint8_t *) block.data (), block.size ());
  size_t skip = bytes.u32be (0);
  return bytes.has (4, skip) ? read_exif (bytes.from (4).from (skip)) : Exif ();
}

/* Brands of sequences: what moves is not a picture. */
static bool
is_sequence (Bytes file)
{
  Bytes major = file.part (8, 4);

  for (const char *brand : { "hevc", "hevx", "avis", "msf1" })
    if (major.starts_with (brand, 4))
      return true;
  return false;
}

Layout
read_heif_layout (Bytes file)
{
  if (is_sequence (file))
    throw Failure (KON_VISION_UNSUPPORTED, "an animated HEIF");

  Layout layout;
  Container container (file);

  layout.width = heif_image_handle_get_width (container.handle ());
  layout.height = heif_image_handle_get_height (container.handle ());
  if (layout.width <= 0 || layout.height <= 0)
    throw Failure (KON_VISION_DAMAGED, "the HEIF gives no size");
  layout.has_alpha = heif_image_handle_has_alpha_channel (container.handle ()) != 0;
  layout.exif = read_heif_exif (container.handle ());
  layout.exif.orientation = 1;
  layout.has_exif = true;
  return layout;
}

void
decode_heif (Bytes file, const Layout &layout, uint8_t *pixels)
{
  Container container (file);
  std::unique_ptr<heif_decoding_options, void (*) (heif_decoding_options *)> options (heif_decoding_options_alloc (),
                                                                                      heif_decoding_options_free);
  heif_image *decoded = nullptr;

  if (options == nullptr)
    throw Failure (KON_VISION_NO_MEMORY, "not enough memory");
  options->convert_hdr_to_8bit = 1;
  check (heif_decode_image (container.handle (), &decoded, heif_colorspace_RGB,
                            layout.has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options.get ()));
  std::unique_ptr<heif_image, void (*) (const heif_image *)> image (decoded, heif_image_release);

  int stride = 0;
  const uint8_t *plane = heif_image_get_plane_readonly (decoded, heif_channel_interleaved, &stride);
  if (plane == nullptr || heif_image_get_primary_width (decoded) != layout.width
      || heif_image_get_primary_height (decoded) != layout.height)
    throw Failure (KON_VISION_DAMAGED, "the HEIF's pixels are not of the size that its header gives");

  size_t width = (size_t) layout.width;
  bool is_multiplied = layout.has_alpha && heif_image_is_premultiplied_alpha (decoded);
  for (int y = 0; y < layout.height; y++, plane += stride, pixels += width * 3)
    if (layout.has_alpha)
      lay_over_white (plane, width, is_multiplied, pixels);
    else
      memcpy (pixels, plane, width * 3);
}

} // namespace kon
