/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plainest way to calculate a layer of a network, for tests to compare with. */
#pragma once

#include <glib.h>

/* A picture of channels. */
typedef struct
{
  int channels, height, width;
  float *numbers;
} Plane;

Plane plane_new (int channels, int height, int width);
/* Numbers between -1 and 1 that look like chance and are always the same. */
Plane plane_new_filled (int channels, int height, int width, guint32 seed);
void plane_clear (Plane *plane);
float *plane_at (const Plane *plane, int c, int y, int x);

void plane_rectify (Plane *plane);
void plane_add (Plane *plane, const Plane *other);

/* A convolution with weights and a bias. */
typedef struct
{
  int in, out, groups;
  int kernel[2], stride[2], dilation[2], pads[4]; /* pads: above, left, below, right */
  float *weights, *bias;
} Layer;

/* With a kernel of @height x @width, stride 1, no padding, filled by @seed. */
Layer layer_new (int in, int out, int height, int width, guint32 seed);
void layer_clear (Layer *layer);

/* How many steps a window makes. */
int layer_slide (int length, int before, int after, int kernel, int dilation, int stride);
Plane layer_convolve (const Layer *layer, const Plane *in);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plane, plane_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layer, layer_clear)
