/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The C face of the door to OpenCV and to the libraries of the picture formats: pictures in and out, and networks. Knows nothing of GLib nor of
 * the product; nothing is thrown outward: every call returns a status and fills a message. Any thread; one KonVisionNet
 * belongs to one thread at a time. Pixels out of here: RGB8, red first, packed rows (stride = width * channels). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  KON_VISION_OK = 0,
  KON_VISION_UNSUPPORTED, /* not a format we read (also animated pictures) */
  KON_VISION_DAMAGED,     /* truncated or broken */
  KON_VISION_TOO_LARGE,   /* more pixels than allowed, by the header */
  KON_VISION_NO_MEMORY,
  KON_VISION_FAILED,
} KonVisionStatus;

typedef struct
{
  char text[256]; /* plain English, for logs and error details */
} KonVisionMessage;

typedef enum
{
  KON_VISION_FORMAT_UNKNOWN = 0,
  KON_VISION_FORMAT_JPEG,
  KON_VISION_FORMAT_PNG,
  KON_VISION_FORMAT_WEBP,
  KON_VISION_FORMAT_TIFF,
  KON_VISION_FORMAT_BMP,
  KON_VISION_FORMAT_HEIC,
  KON_VISION_FORMAT_AVIF,
} KonVisionFormat;

/* By magic bytes alone; 32 bytes are enough. */
KonVisionFormat kon_vision_sniff (const uint8_t *bytes, size_t size);
/* "image/jpeg" etc., NULL for unknown. */
const char *kon_vision_format_mime (KonVisionFormat format);

typedef struct
{
  KonVisionFormat format;
  int width, height;      /* upright, that is after the EXIF rotation */
  int orientation;        /* EXIF 1..8; 1 where HEIF already turned it or none is given */
  char date_time[24];     /* EXIF DateTimeOriginal "YYYY:MM:DD HH:MM:SS", else "" */
  char offset_time[8];    /* EXIF OffsetTimeOriginal "+HH:MM", else "" */
  char camera[96];        /* make and model, else "" */
} KonVisionHeader;

/* Reads only headers: no pixel is decoded. DAMAGED where they are cut short; UNSUPPORTED for animations. */
KonVisionStatus kon_vision_read_header (const uint8_t *bytes, size_t size, KonVisionHeader *out, KonVisionMessage *message);

typedef struct
{
  uint8_t *pixels; /* malloc'd; free with kon_vision_image_clear() or free() */
  int width, height, channels; /* 3 (RGB) or 1 */
  int is_broken;               /* decoded, but some of the file's data were wrong: parts of the picture are a guess */
} KonVisionImage;

void kon_vision_image_clear (KonVisionImage *image);

/* Decodes to upright RGB8 whatever comes in (8/16 bit, grey, alpha over white, CMYK). Refuses by the header before decoding
 * when width * height > @max_pixels. A JPEG or TIFF that ends early is DAMAGED; one that is whole but wrong in between is OK and is_broken. */
KonVisionStatus kon_vision_decode (const uint8_t *bytes, size_t size, int64_t max_pixels, KonVisionImage *out, KonVisionMessage *message);

/* @quality 1..100. *@out is malloc'd. */
KonVisionStatus kon_vision_encode_jpeg (const uint8_t *rgb, int width, int height, size_t stride, int quality, uint8_t **out, size_t *out_size, KonVisionMessage *message);

/* Resizes (area when shrinking, linear when growing) @src with @channels 1 or 3. */
KonVisionStatus kon_vision_resize (const uint8_t *src, int width, int height, size_t stride, int channels, int out_width, int out_height, KonVisionImage *out, KonVisionMessage *message);

/* Cuts the quad (x0 y0 .. x3 y3: TL TR BR BL, source pixels) to an upright picture of out_width x out_height; outside is replicated. */
KonVisionStatus kon_vision_warp_quad (const uint8_t *src, int width, int height, size_t stride, int channels, const double quad[8], int out_width, int out_height, KonVisionImage *out, KonVisionMessage *message);

/* RGB to grey (BT.601). */
KonVisionStatus kon_vision_to_grey (const uint8_t *rgb, int width, int height, size_t stride, KonVisionImage *out, KonVisionMessage *message);

/* For the eye: what each brightness must become so that the whole picture is seen well (contrast, shadows); taken of the whole so that its
 * parts go together. Then @rgb, the whole or a part in any size, with that and sharper edges. */
KonVisionStatus kon_vision_measure_contrast (const uint8_t *rgb, int width, int height, size_t stride, uint8_t table[256], KonVisionMessage *message);
KonVisionStatus kon_vision_enhance (const uint8_t *rgb, int width, int height, size_t stride, const uint8_t table[256], KonVisionImage *out, KonVisionMessage *message);

/* Network: ONNX bytes in, float tensors NCHW in and out. Any size of input that the network's operators can take; what was
 * prepared for the last few sizes is kept. */
typedef struct KonVisionNet KonVisionNet;

typedef struct
{
  const float *data; /* owned by the net, valid until its next forward */
  int n_dims;
  int dims[5];
} KonVisionTensor;

/* UNSUPPORTED where the file is sound but uses what this program does not run: @message names it. */
KonVisionStatus kon_vision_net_load (const uint8_t *onnx, size_t size, KonVisionNet **out, KonVisionMessage *message);
void kon_vision_net_free (KonVisionNet *net);

/* Feeds @input (1 x channels x height x width, contiguous) and returns @n_outputs tensors by name (up to 8). */
KonVisionStatus kon_vision_net_forward (KonVisionNet *net, const float *input, int channels, int height, int width, const char *const *output_names, int n_outputs, KonVisionTensor *outputs, KonVisionMessage *message);

/* Threads OpenCV and oneDNN may use inside one call, process-wide; 1 is right when pictures are read in parallel. Call once at start. */
void kon_vision_set_threads (int threads);

#ifdef __cplusplus
}
#endif
