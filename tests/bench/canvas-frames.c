/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* canvas-frames [SECONDS]: how long the main thread works on one frame while a picture of 50 megapixels is moved and zoomed on a canvas of
 * 1280x800, and on a frame of the same size with nothing on it: what GTK takes for itself, to bring any frame to the screen. Parts are cut
 * on a worker as the engine cuts them. Processor time, so that other work on the machine counts less. Prints one line of JSON. */
#include <math.h>
#include <time.h>

#include "kon-app-canvas-private.h"

#define WIDTH 8660
#define HEIGHT 5774
#define WHOLE_SIDE 2560

/* All of one colour, another one each frame. */
struct _Blank
{
  GtkWidget parent_instance;
  int n;
};

G_DECLARE_FINAL_TYPE (Blank, blank, BENCH, BLANK, GtkWidget)
G_DEFINE_FINAL_TYPE (Blank, blank, GTK_TYPE_WIDGET)

static void
blank_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GdkRGBA colour = { (float) (BENCH_BLANK (widget)->n++ % 100) / 100, 0, 0, 1 };

  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)));
}

static void
blank_class_init (BlankClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = blank_snapshot;
}

static void
blank_init (Blank *self)
{
}

static KonFrame *picture;
static GArray *frames, *empty; /* of double: ms */
static double begun;
static gint64 emptied, ends;
static guint n_parts;
static gboolean busy;
static KonDrawPicture *whole;

/* Noise and stripes: nothing that is cheaper to draw than a photo. */
static KonFrame *
make_picture (void)
{
  gsize stride = (gsize) WIDTH * 3;
  guint8 *pixels = g_malloc (stride * HEIGHT);
  guint32 noise = 1;

  for (gsize i = 0; i < stride * HEIGHT; i++)
    {
      noise = noise * 1664525u + 1013904223u;
      pixels[i] = (guint8) ((noise >> 26) + (i / 300) % 190);
    }
  return kon_frame_new_take (pixels, g_free, WIDTH, HEIGHT, stride, KON_PIXELS_RGB8);
}

/* Every so many-th pixel of a part. */
static KonDrawPicture *
cut (const KonBox *part, double scale)
{
  int width = (int) (part->w * scale), height = (int) (part->h * scale);
  guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 3);
  g_autoptr (KonFrame) frame = kon_frame_new_take (pixels, g_free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);

  for (int y = 0; y < height; y++)
    {
      const guint8 *row = kon_frame_get_pixels (picture) + (gsize) (part->y + y / scale) * kon_frame_get_stride (picture);

      for (int x = 0; x < width; x++, pixels += 3)
        memcpy (pixels, row + (gsize) (part->x + x / scale) * 3, 3);
    }
  return kon_draw_picture_new (frame, WIDTH, HEIGHT, part);
}

static void
cut_part (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const KonLook *look = data;
  KonBox part = { floor (look->part.x), floor (look->part.y), floor (look->part.w), floor (look->part.h) };

  g_task_return_pointer (task, cut (&part, look->scale), (GDestroyNotify) kon_draw_picture_unref);
}

static void
part_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KonDrawPicture) part = g_task_propagate_pointer (G_TASK (result), NULL);

  busy = FALSE;
  n_parts++;
  kon_app_canvas_set_picture (KON_APP_CANVAS (source), whole, part, "bench");
}

static void
look_cb (KonAppCanvas *canvas, const KonLook *look)
{
  g_autoptr (GTask) task = NULL;

  if (busy)
    return;
  busy = TRUE;
  task = g_task_new (canvas, NULL, part_cb, NULL);
  g_task_set_task_data (task, g_memdup2 (look, sizeof *look), g_free);
  g_task_run_in_thread (task, cut_part);
}

static gboolean
blank_tick_cb (GtkWidget *blank, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_draw (blank);
  if (g_get_monotonic_time () > ends)
    gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (blank)));
  return G_SOURCE_CONTINUE;
}

static void
show_blank (GtkWindow *window)
{
  GtkWidget *blank = g_object_new (blank_get_type (), NULL);

  gtk_widget_add_tick_callback (blank, blank_tick_cb, NULL, NULL);
  gtk_window_set_child (window, blank);
}

/* Closer and farther between the whole picture and 200 %, and in circles over it all the while. */
static gboolean
tick_cb (GtkWidget *canvas, GdkFrameClock *clock, gpointer user_data)
{
  static double turn;
  KonAppCanvas *self = KON_APP_CANVAS (canvas);

  turn += 0.02;
  kon_app_view_zoom_by (&self->view, sin (turn) * 0.3, 640, 400);
  kon_app_view_pan (&self->view, 23 * cos (turn * 3), 17 * sin (turn * 5));
  kon_app_canvas_view_changed (self);
  if (g_get_monotonic_time () < emptied)
    return G_SOURCE_CONTINUE;
  show_blank (GTK_WINDOW (gtk_widget_get_root (canvas)));
  return G_SOURCE_REMOVE;
}

static double
get_used_ms (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return used.tv_sec * 1e3 + used.tv_nsec / 1e6;
}

static void
before_cb (void)
{
  begun = get_used_ms ();
}

static void
after_cb (void)
{
  double ms = get_used_ms () - begun;

  g_array_append_val (g_get_monotonic_time () > emptied ? empty : frames, ms);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
get_share (GArray *times, double share)
{
  return times->len > 0 ? g_array_index (times, double, MIN ((guint) (times->len * share), times->len - 1)) : 0;
}

int
main (int argc, char **argv)
{
  GtkWidget *window, *canvas;
  GdkFrameClock *clock;
  KonBox all = { 0, 0, WIDTH, HEIGHT };

  gtk_init ();
  frames = g_array_new (FALSE, FALSE, sizeof (double));
  empty = g_array_new (FALSE, FALSE, sizeof (double));
  picture = make_picture ();
  whole = cut (&all, (double) WHOLE_SIDE / WIDTH);
  window = gtk_window_new ();
  canvas = g_object_new (KON_APP_TYPE_CANVAS, NULL);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  g_signal_connect (canvas, "look", G_CALLBACK (look_cb), NULL);
  kon_app_canvas_set_picture (KON_APP_CANVAS (canvas), whole, NULL, "bench");
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), NULL);
  gtk_widget_add_tick_callback (canvas, tick_cb, NULL, NULL);
  emptied = g_get_monotonic_time () + (argc > 1 ? atoi (argv[1]) : 10) * G_USEC_PER_SEC;
  ends = emptied + 3 * G_USEC_PER_SEC;
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_array_sort (frames, compare);
  g_array_sort (empty, compare);
  g_print ("{\"frames\": %u, \"parts\": %u, \"median\": %.2f, \"p95\": %.2f, \"most\": %.2f, \"empty_median\": %.2f, \"empty_p95\": %.2f}\n",
           frames->len, n_parts, get_share (frames, 0.5), get_share (frames, 0.95), get_share (frames, 1), get_share (empty, 0.5),
           get_share (empty, 0.95));
  return 0;
}
