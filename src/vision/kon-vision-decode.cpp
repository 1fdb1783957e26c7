/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a file's bytes to upright RGB, and back to JPEG. The header decides before any decoder sees the file. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cstdlib>
#include <cstring>

namespace kon {

/* Owns pixels until they are handed out. */
class Picture
{
public:
  Picture () = default;
  explicit Picture (KonVisionImage image) : image_ (image) {}
  Picture (int width, int height, int channels) : image_ (new_image (width, height, channels)) {}
  ~Picture () { kon_vision_image_clear (&image_); }
  Picture (const Picture &) = delete;
  Picture &operator= (const Picture &) = delete;

  void
  take (Picture &other)
  {
    std::swap (image_, other.image_);
  }

  KonVisionImage
  hand_out ()
  {
    KonVisionImage image = image_;
    image_ = {};
    return image;
  }

  int width () const { return image_.width; }
  int height () const { return image_.height; }
  int channels () const { return image_.channels; }

  uint8_t *pixels () const { return image_.pixels; }

  /* The same pixels as OpenCV sees them. */
  cv::Mat mat () const { return cv::Mat (image_.height, image_.width, CV_8UC (image_.channels), image_.pixels); }

private:
  KonVisionImage image_ = {};
};

/* The file as OpenCV shall see it: with a TIFF's turn taken out, because OpenCV turns some kinds of TIFF and not others.
 * @store keeps what was changed. */
static Bytes
prepare (Bytes file, const Layout &layout, std::string &store)
{
  if (layout.format != KON_VISION_FORMAT_TIFF || layout.orientation_at == 0)
    return file;
  store.assign ((const char *) file.data (), file.size ());
  store.replace (layout.orientation_at, 2, file.u8 (0) == 'M' ? std::string ("\0\1", 2) : std::string ("\1\0", 2));
  return Bytes ((const uint8_t *) store.data (), store.size ());
}

/* OpenCV decodes into @target where that fits; what it gives back may lie elsewhere. */
static cv::Mat
decode_opencv (Bytes file, int flags, cv::Mat target)
{
  cv::Mat encoded (1, (int) file.size (), CV_8UC1, const_cast<uint8_t *> (file.data ()));
  cv::Mat decoded = target;

  if (cv::imdecode (encoded, flags | cv::IMREAD_IGNORE_ORIENTATION, &decoded).empty ())
    throw Failure (KON_VISION_DAMAGED, "the pixels cannot be decoded");
  return decoded;
}

/* @from with alpha, blue or red first, 8 or 16 bit, laid over white. */
static void
lay_over_white (const cv::Mat &from, bool blue_first, bool is_multiplied, cv::Mat to)
{
  cv::Mat eight = from;

  if (from.depth () == CV_16U)
    from.convertTo (eight, CV_8U, 1.0 / 257);
  if (eight.type () != CV_8UC4)
    throw Failure (KON_VISION_UNSUPPORTED, "pixels of an unknown kind");
  for (int y = 0; y < eight.rows; y++)
    {
      const uint8_t *in = eight.ptr (y);
      uint8_t *out = to.ptr (y);

      for (int x = 0; x < eight.cols; x++, in += 4, out += 3)
        for (int c = 0; c < 3; c++)
          {
            int colour = in[blue_first ? 2 - c : c], alpha = in[3];
            int value = is_multiplied ? colour + 255 - alpha : (colour * alpha + 255 * (255 - alpha) + 127) / 255;
            out[c] = (uint8_t) (value > 255 ? 255 : value);
          }
    }
}

/* @to may be @from; OpenCV alone would copy the whole picture for that. */
static void
swap_red_and_blue (const cv::Mat &from, cv::Mat to)
{
  cv::Mat swapped (1, from.cols, CV_8UC3);

  for (int y = 0; y < from.rows; y++)
    {
      cv::cvtColor (from.row (y), swapped, cv::COLOR_BGR2RGB);
      swapped.copyTo (to.row (y));
    }
}

/* FALSE where parts of @out are a guess. */
static bool
decode_jpeg_pixels (Bytes file, const Layout &layout, Picture &out)
{
  Picture picture (layout.width, layout.height, 3);
  bool is_right = decode_jpeg (file, layout, picture.pixels ());

  out.take (picture);
  return is_right;
}

static void
decode_png_pixels (Bytes file, const Layout &layout, Picture &out)
{
  Picture picture (layout.width, layout.height, 3);
  std::string store = strip_png (file);

  decode_png (Bytes ((const uint8_t *) store.data (), store.size ()), layout, picture.pixels ());
  out.take (picture);
}

/* WebP, TIFF, BMP. */
static void
decode_other_pixels (Bytes file, const Layout &layout, Picture &out)
{
  Picture picture (layout.width, layout.height, 3);
  bool is_tiff = layout.format == KON_VISION_FORMAT_TIFF;
  std::string store;
  Bytes prepared = prepare (file, layout, store);
  cv::Mat pixels = picture.mat ();
  cv::Mat decoded = layout.has_alpha ? decode_opencv (prepared, cv::IMREAD_UNCHANGED, cv::Mat ())
                                     : decode_opencv (prepared, cv::IMREAD_COLOR, pixels);

  if (decoded.cols != layout.width || decoded.rows != layout.height)
    throw Failure (KON_VISION_DAMAGED, "the pixels are not of the size that the header gives");
  /* libtiff has multiplied 8-bit colours by their alpha already. */
  if (decoded.channels () == 4)
    lay_over_white (decoded, true, is_tiff && decoded.depth () == CV_8U, pixels);
  else if (decoded.type () == CV_8UC3)
    swap_red_and_blue (decoded, pixels);
  else
    throw Failure (KON_VISION_UNSUPPORTED, "pixels of an unknown kind");
  out.take (picture);
}

static void
decode_heif_pixels (Bytes file, const Layout &layout, Picture &out)
{
  Picture picture (decode_heif (file, layout));

  if (picture.channels () == 4)
    {
      Picture opaque (layout.width, layout.height, 3);

      lay_over_white (picture.mat (), false, false, opaque.mat ());
      picture.take (opaque);
    }
  out.take (picture);
}

/* Turns @picture as EXIF's 1..8 asks. Flips work in place; what lies on its side needs a second picture. */
static void
turn_upright (Picture &picture, int orientation)
{
  static const int no_flip = 2;
  /* After the transposition where there is one: 0 top to bottom, 1 left to right, -1 both. */
  static const int flips[] = { no_flip, no_flip, 1, -1, 0, no_flip, 1, -1, 0 };

  if (orientation >= 5)
    {
      Picture turned (picture.height (), picture.width (), 3);

      cv::transpose (picture.mat (), turned.mat ());
      picture.take (turned);
    }
  if (flips[orientation] != no_flip)
    {
      cv::Mat mat = picture.mat ();
      cv::flip (mat, mat, flips[orientation]);
    }
}

static KonVisionImage
decode (Bytes file, int64_t max_pixels)
{
  Layout layout = read_layout (file);
  Picture picture;
  bool is_right = true;

  if ((int64_t) layout.width * layout.height > max_pixels || file.size () > INT_MAX)
    throw Failure (KON_VISION_TOO_LARGE, std::to_string (layout.width) + " x " + std::to_string (layout.height) + " pixels");

  switch (layout.format)
    {
    case KON_VISION_FORMAT_JPEG:
      is_right = decode_jpeg_pixels (file, layout, picture);
      break;
    case KON_VISION_FORMAT_PNG:
      decode_png_pixels (file, layout, picture);
      break;
    case KON_VISION_FORMAT_HEIC:
    case KON_VISION_FORMAT_AVIF:
      decode_heif_pixels (file, layout, picture);
      break;
    default:
      decode_other_pixels (file, layout, picture);
    }
  turn_upright (picture, layout.exif.orientation);

  KonVisionImage image = picture.hand_out ();
  image.is_broken = !is_right;
  return image;
}

} // namespace kon

KonVisionStatus
kon_vision_decode (const uint8_t *bytes, size_t size, int64_t max_pixels, KonVisionImage *out, KonVisionMessage *message)
{
  *out = {};
  return kon::enter (message, KON_VISION_DAMAGED, [=] { *out = kon::decode (kon::Bytes (bytes, size), max_pixels); });
}

KonVisionStatus
kon_vision_encode_jpeg (const uint8_t *rgb, int width, int height, size_t stride, int quality, uint8_t **out, size_t *out_size,
                        KonVisionMessage *message)
{
  *out = nullptr;
  *out_size = 0;
  return kon::enter (message, KON_VISION_FAILED, [=] {
    cv::Mat bgr;
    std::vector<uchar> encoded;

    if (rgb == nullptr || width <= 0 || height <= 0 || stride < (size_t) width * 3)
      throw kon::Failure (KON_VISION_FAILED, "a picture without pixels");
    cv::cvtColor (cv::Mat (height, width, CV_8UC3, const_cast<uint8_t *> (rgb), stride), bgr, cv::COLOR_RGB2BGR);
    if (!cv::imencode (".jpg", bgr, encoded, { cv::IMWRITE_JPEG_QUALITY, quality < 1 ? 1 : quality > 100 ? 100 : quality }))
      throw kon::Failure (KON_VISION_FAILED, "the picture cannot be written as JPEG");

    uint8_t *copy = (uint8_t *) malloc (encoded.size ());
    if (copy == nullptr)
      throw kon::Failure (KON_VISION_NO_MEMORY, "not enough memory");
    memcpy (copy, encoded.data (), encoded.size ());
    *out = copy;
    *out_size = encoded.size ();
  });
}
