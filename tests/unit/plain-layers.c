/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plainest way to calculate a layer of a network. */
#include "config.h"

#include "plain-layers.h"

void
plane_clear (Plane *plane)
{
  g_free (plane->numbers);
}

Plane
plane_new (int channels, int height, int width)
{
  return (Plane){ channels, height, width, g_new0 (float, (gsize) channels * height * width) };
}

float *
plane_at (const Plane *plane, int c, int y, int x)
{
  return plane->numbers + ((gsize) c * plane->height + y) * plane->width + x;
}

/* Numbers between -1 and 1 that look like chance and are always the same. */
static void
fill (float *numbers, gsize n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (float) g_rand_double_range (random, -1, 1);
}

Plane
plane_new_filled (int channels, int height, int width, guint32 seed)
{
  Plane plane = plane_new (channels, height, width);

  fill (plane.numbers, (gsize) channels * height * width, seed);
  return plane;
}

void
layer_clear (Layer *layer)
{
  g_free (layer->weights);
  g_free (layer->bias);
}

Layer
layer_new (int in, int out, int height, int width, guint32 seed)
{
  Layer layer = { in, out, 1, { height, width }, { 1, 1 }, { 1, 1 }, { 0 }, NULL, NULL };

  layer.weights = g_new (float, (gsize) in * out * height * width);
  fill (layer.weights, (gsize) in * out * height * width, seed);
  layer.bias = g_new (float, out);
  fill (layer.bias, out, seed + 1);
  return layer;
}

int
layer_slide (int length, int before, int after, int kernel, int dilation, int stride)
{
  return (length + before + after - ((kernel - 1) * dilation + 1)) / stride + 1;
}

static float
convolve_one (const Layer *layer, const Plane *in, int c, int y, int x)
{
  int in_group = layer->in / layer->groups, first = c / (layer->out / layer->groups) * in_group;
  double sum = layer->bias[c];

  for (int i = 0; i < in_group; i++)
    for (int v = 0; v < layer->kernel[0]; v++)
      for (int u = 0; u < layer->kernel[1]; u++)
        {
          int from_y = y * layer->stride[0] - layer->pads[0] + v * layer->dilation[0];
          int from_x = x * layer->stride[1] - layer->pads[1] + u * layer->dilation[1];

          if (from_y >= 0 && from_y < in->height && from_x >= 0 && from_x < in->width)
            sum += (double) *plane_at (in, first + i, from_y, from_x)
                   * layer->weights[((gsize) (c * in_group + i) * layer->kernel[0] + v) * layer->kernel[1] + u];
        }
  return (float) sum;
}

Plane
layer_convolve (const Layer *layer, const Plane *in)
{
  Plane out = plane_new (layer->out,
                         layer_slide (in->height, layer->pads[0], layer->pads[2], layer->kernel[0], layer->dilation[0], layer->stride[0]),
                         layer_slide (in->width, layer->pads[1], layer->pads[3], layer->kernel[1], layer->dilation[1], layer->stride[1]));

  for (int c = 0; c < out.channels; c++)
    for (int y = 0; y < out.height; y++)
      for (int x = 0; x < out.width; x++)
        *plane_at (&out, c, y, x) = convolve_one (layer, in, c, y, x);
  return out;
}

void
plane_rectify (Plane *plane)
{
  for (int i = 0; i < plane->channels * plane->height * plane->width; i++)
    plane->numbers[i] = MAX (plane->numbers[i], 0);
}

void
plane_add (Plane *plane, const Plane *other)
{
  for (int i = 0; i < plane->channels * plane->height * plane->width; i++)
    plane->numbers[i] += other->numbers[i];
}
