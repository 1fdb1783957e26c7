/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pipeline with two networks of a few numbers (tests/data/models): a red cell is found as a plate of 64 x 24 round it, and
 * the brightness of each field of a plate is its character. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "kon-error.h"
#include "kon-plate-pipeline.h"

#define ALPHABET "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

typedef struct
{
  KonModel *finder, *corners, *reader;
  KonPlatePipeline *pipeline;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "models", NULL);
  g_autoptr (GError) error = NULL;

  f->finder = kon_model_load (folder, "test-finder", &error);
  g_assert_no_error (error);
  f->corners = kon_model_load (folder, data ? data : "test-corners", &error);
  g_assert_no_error (error);
  f->reader = kon_model_load (folder, "test-reader", &error);
  g_assert_no_error (error);
  f->pipeline = kon_plate_pipeline_new (f->finder, f->corners, f->reader, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kon_plate_pipeline_free (f->pipeline);
  kon_model_unref (f->finder);
  kon_model_unref (f->corners);
  kon_model_unref (f->reader);
}

static void
fill (guint8 *pixels, int width, int x, int y, int w, int h, guint8 red, guint8 green, guint8 blue)
{
  for (int j = y; j < y + h; j++)
    for (int i = x; i < x + w; i++)
      {
        guint8 *p = pixels + 3 * ((gsize) j * width + i);

        p[0] = red;
        p[1] = green;
        p[2] = blue;
      }
}

static guint8 *
blank (int width, int height)
{
  guint8 *pixels = g_malloc ((gsize) width * height * 3);

  memset (pixels, 128, (gsize) width * height * 3);
  return pixels;
}

static KonFrame *
take (guint8 *pixels, int width, int height)
{
  return kon_frame_new_take (pixels, g_free, width, height, (gsize) width * 3, KON_PIXELS_RGB8);
}

static GPtrArray *
run (Fixture *f, KonFrame *frame, KonPlateOptions options)
{
  g_autoptr (GError) error = NULL;
  KonPlateTimings timings = { -1, -1 };
  GPtrArray *plates = kon_plate_pipeline_run (f->pipeline, frame, &options, &timings, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (timings.find_ms, >=, 0);
  g_assert_cmpfloat (timings.read_ms, >=, 0);
  return plates;
}

/* One character a field of 16 x 32; '-' is blank, rows one below the other. */
static KonFrame *
write_crop (const char *upper, const char *lower)
{
  guint8 *pixels = blank (160, 64);
  const char *rows[] = { upper, lower };

  for (int row = 0; row < 2; row++)
    for (int i = 0; i < 10; i++)
      {
        char c = i < (int) strlen (rows[row]) ? rows[row][i] : '-';
        int level = c == '-' ? 0 : 1 + (int) (strchr (ALPHABET, c) - ALPHABET);
        guint8 value = round (level * 255.0 / 36);

        fill (pixels, 160, 16 * i, 32 * row, 16, 32, value, value, value);
      }
  return take (pixels, 160, 64);
}

static void
check_crop (Fixture *f, const char *upper, const char *lower, const char *text, KonLayout layout)
{
  g_autoptr (KonFrame) frame = write_crop (upper, lower);
  g_autoptr (GPtrArray) plates = run (f, frame, (KonPlateOptions){ .crops = TRUE });
  const KonDetection *plate;

  g_assert_cmpuint (plates->len, ==, 1);
  plate = g_ptr_array_index (plates, 0);
  g_assert_cmpstr (plate->class_name, ==, "plate");
  g_assert_cmpstr (plate->read->text, ==, text);
  g_assert_cmpint (plate->layout, ==, layout);
  g_assert_cmpfloat (plate->box.w, ==, 160);
  g_assert_cmpfloat (plate->quad.p[2].y, ==, 64);
  g_assert_cmpfloat (plate->find_confidence, ==, 1);
  g_assert_null (plate->crop);
}

static void
test_crops (Fixture *f, gconstpointer data)
{
  check_crop (f, "B-K-7-4-2", "", "BK742", KON_LAYOUT_ONE_ROW);
  check_crop (f, "AB-", "", "AB", KON_LAYOUT_ONE_ROW);
  check_crop (f, "XY-Z", "0-9", "XYZ09", KON_LAYOUT_TWO_ROW);
  check_crop (f, "", "", "", KON_LAYOUT_UNKNOWN);
}

/* Red cells in a frame of @width x @height, whose network picture is 640 wide: the cell at column, row of the network. */
static KonFrame *
paint_cells (int width, int height, const int cells[][2], int n)
{
  guint8 *pixels = blank (width, height);
  double scale = width / 640.0;

  for (int i = 0; i < n; i++)
    fill (pixels, width, round (cells[i][0] * 8 * scale), round (cells[i][1] * 8 * scale), round (8 * scale), round (8 * scale), 255, 0, 0);
  return take (pixels, width, height);
}

static void
check_centre (const KonDetection *plate, double x, double y, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (plate->box.x + plate->box.w / 2, x, tolerance);
  g_assert_cmpfloat_with_epsilon (plate->box.y + plate->box.h / 2, y, tolerance);
}

static int
compare_place (gconstpointer a, gconstpointer b)
{
  const KonDetection *first = *(KonDetection *const *) a, *second = *(KonDetection *const *) b;

  return (first->box.x > second->box.x) - (first->box.x < second->box.x);
}

static void
test_find (Fixture *f, gconstpointer data)
{
  const int cells[][2] = { { 10, 10 }, { 60, 40 } };
  g_autoptr (KonFrame) frame = paint_cells (640, 480, cells, 2);
  g_autoptr (GPtrArray) plates = run (f, frame, (KonPlateOptions){ .want_crops = TRUE });
  const KonDetection *plate;

  g_assert_cmpuint (plates->len, ==, 2);
  g_ptr_array_sort (plates, compare_place);
  plate = g_ptr_array_index (plates, 0);
  check_centre (plate, 84, 84, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->box.w, 64, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->box.h, 24, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->quad.p[0].x, 52, 0.1);
  g_assert_cmpfloat (plate->find_confidence, >, 0.9);
  g_assert_nonnull (plate->crop);
  g_assert_cmpint (kon_frame_get_kind (plate->crop), ==, KON_PIXELS_RGB8);
  g_assert_cmpint (kon_frame_get_width (plate->crop), ==, 74); /* with 20 % of its height on each side */
  g_assert_cmpint (kon_frame_get_height (plate->crop), ==, 34);
  check_centre (g_ptr_array_index (plates, 1), 484, 324, 0.1);
}

/* The corners are those of the closer look: here an eighth of its window, which is 76 pixels wide, to the right. */
static void
test_corners (Fixture *f, gconstpointer data)
{
  const int cells[][2] = { { 60, 40 } };
  g_autoptr (KonFrame) frame = paint_cells (640, 480, cells, 1);
  g_autoptr (GPtrArray) plates = run (f, frame, (KonPlateOptions){ 0 });
  const KonDetection *plate;

  g_assert_cmpuint (plates->len, ==, 1);
  plate = g_ptr_array_index (plates, 0);
  check_centre (plate, 484, 324, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->quad.p[0].x, 452 + 9.5, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->quad.p[0].y, 312, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->quad.p[2].x, 516 + 9.5, 0.1);
  g_assert_cmpfloat_with_epsilon (plate->quad.p[2].y, 336, 0.1);
}

/* A small frame is enlarged; coordinates are those of the frame all the same. */
static void
test_small_frame (Fixture *f, gconstpointer data)
{
  const int cells[][2] = { { 20, 10 } };
  g_autoptr (KonFrame) frame = paint_cells (320, 200, cells, 1);
  g_autoptr (GPtrArray) plates = run (f, frame, (KonPlateOptions){ 0 });

  g_assert_cmpuint (plates->len, ==, 1);
  check_centre (g_ptr_array_index (plates, 0), 82, 42, 1);
  g_assert_cmpfloat_with_epsilon (((KonDetection *) g_ptr_array_index (plates, 0))->box.w, 32, 0.5);
}

/* A cell that is red only at one of the sides at which the frame is looked at, wherever it lies. */
static void
check_far (Fixture *f, int width, int height, int side, int column, int row)
{
  guint8 *pixels = blank (width, height);
  double scale = (double) width / side;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GPtrArray) plates = NULL;

  fill (pixels, width, round (8 * column * scale), round (8 * row * scale), round (8 * scale), round (8 * scale), 255, 0, 0);
  frame = take (pixels, width, height);
  plates = run (f, frame, (KonPlateOptions){ 0 });
  g_assert_cmpuint (plates->len, ==, 1);
  check_centre (g_ptr_array_index (plates, 0), 8 * (column + .5) * scale, 8 * (row + .5) * scale, 8 * scale);
  g_assert_cmpfloat_with_epsilon (((KonDetection *) g_ptr_array_index (plates, 0))->box.w, 64 * scale, scale);
}

static void
test_far (Fixture *f, gconstpointer data)
{
  check_far (f, 1920, 1440, 960, 30, 20);
  check_far (f, 2560, 1920, 1280, 30, 20); /* nothing sure at 960: looked at more closely */
  check_far (f, 5120, 3840, 2560, 30, 20);
  check_far (f, 5120, 3840, 2560, 159, 119); /* where tiles overlap: found by several, told once */
  check_far (f, 5120, 3840, 2560, 310, 236);
}

/* Extreme shapes neither fail nor find anything. */
static void
test_odd_frames (Fixture *f, gconstpointer data)
{
  const int sizes[][2] = { { 1, 1 }, { 1, 700 }, { 3000, 1 }, { 5000, 2 }, { 33, 31 }, { 641, 479 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int crops = 0; crops < 2; crops++)
      {
        g_autoptr (KonFrame) frame = take (blank (sizes[i][0], sizes[i][1]), sizes[i][0], sizes[i][1]);
        g_autoptr (GPtrArray) plates = run (f, frame, (KonPlateOptions){ .crops = crops, .want_crops = TRUE });

        g_assert_cmpuint (plates->len, ==, crops);
      }
}

static void
test_grey_frame (Fixture *f, gconstpointer data)
{
  guint8 *pixels = g_malloc (200 * 100);
  g_autoptr (KonFrame) frame = kon_frame_new_take (pixels, g_free, 200, 100, 200, KON_PIXELS_GREY8);
  g_autoptr (GPtrArray) plates = NULL, whole = NULL;

  memset (pixels, 255, 200 * 100);
  plates = run (f, frame, (KonPlateOptions){ 0 });
  g_assert_cmpuint (plates->len, ==, 0);
  whole = run (f, frame, (KonPlateOptions){ .crops = TRUE, .want_crops = TRUE });
  g_assert_cmpuint (whole->len, ==, 1);
  g_assert_cmpint (kon_frame_get_kind (((KonDetection *) g_ptr_array_index (whole, 0))->crop), ==, KON_PIXELS_RGB8);
}

static void
test_min_confidence (Fixture *f, gconstpointer data)
{
  g_autoptr (KonFrame) empty = write_crop ("", "");
  g_autoptr (KonFrame) clear = write_crop ("A-1", "");
  g_autoptr (GPtrArray) kept = run (f, empty, (KonPlateOptions){ .crops = TRUE });
  g_autoptr (GPtrArray) dropped = run (f, empty, (KonPlateOptions){ .crops = TRUE, .want_crops = TRUE, .min_confidence = 0.5 });
  g_autoptr (GPtrArray) sure = run (f, clear, (KonPlateOptions){ .crops = TRUE, .min_confidence = 0.5 });

  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpfloat (((KonDetection *) g_ptr_array_index (kept, 0))->read->confidence, ==, 0);
  g_assert_cmpuint (dropped->len, ==, 0);
  g_assert_cmpuint (sure->len, ==, 1);
}

/* A cell of a weaker red, score 0.40, on black, which reads as blank, beside a sure one: so nobody looks closer. */
static guint
count_weak (Fixture *f, int width, int height, gboolean with_text)
{
  guint8 *pixels = g_malloc0 ((gsize) width * height * 3);
  int x = width / 2, y = height / 2, side = 8 * width / 640;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GPtrArray) plates = NULL;

  fill (pixels, width, 10 * side, 10 * side, side, side, 255, 0, 0);
  fill (pixels, width, x, y, side, side, 186, 0, 0);
  for (int i = 0; with_text && i < 3; i++) /* one field of the reader is 7 pixels wide */
    fill (pixels, width, x + 4 - 34 + (int[]){ 0, 14, 48 }[i], y - 10, 7, 14, 200, 200, 200);
  frame = take (pixels, width, height);
  plates = run (f, frame, (KonPlateOptions){ 0 });
  return plates->len;
}

/* Weak findings stay where they say something. */
static void
test_weak (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (count_weak (f, 640, 480, FALSE), ==, 1);
  g_assert_cmpuint (count_weak (f, 640, 480, TRUE), ==, 2);
}

/* A set of one box for each kind that is given as left, top, right, bottom; right 0: none. */
static KonRoiSet *
make_roi (KonRoiRule rule, const double include[4], const double exclude[4])
{
  KonRoiSet *set = kon_roi_set_new (rule);

  for (int i = 0; i < 2; i++)
    {
      const double *e = i == 0 ? include : exclude;

      if (e)
        kon_roi_set_add (set, kon_roi_new (i == 0 ? KON_ROI_INCLUDE : KON_ROI_EXCLUDE,
                                           (KonPoint[]){ { e[0], e[1] }, { e[2], e[1] }, { e[2], e[3] }, { e[0], e[3] } }, 4));
    }
  return set;
}

static GPtrArray *
run_roi (Fixture *f, KonFrame *frame, KonRoiRule rule, const double include[4], const double exclude[4])
{
  g_autoptr (KonRoiSet) set = make_roi (rule, include, exclude);

  return run (f, frame, (KonPlateOptions){ .roi = set });
}

static void
test_roi (Fixture *f, gconstpointer data)
{
  const int cells[][2] = { { 10, 10 }, { 60, 40 } };
  const double corner[] = { 0, 0, 0.3, 0.4 }, cutting[] = { 0, 0, 0.15, 0.4 }; /* the first plate is 52 to 116 of 640 */
  g_autoptr (KonFrame) frame = paint_cells (640, 480, cells, 2);
  g_autoptr (GPtrArray) inside = run_roi (f, frame, KON_ROI_CENTRE, corner, NULL);
  g_autoptr (GPtrArray) outside = run_roi (f, frame, KON_ROI_CENTRE, NULL, corner);
  g_autoptr (GPtrArray) nothing = run_roi (f, frame, KON_ROI_CENTRE, corner, corner);
  g_autoptr (GPtrArray) centre = run_roi (f, frame, KON_ROI_CENTRE, cutting, NULL);
  g_autoptr (GPtrArray) any = run_roi (f, frame, KON_ROI_ANY, cutting, NULL);
  g_autoptr (GPtrArray) all = run_roi (f, frame, KON_ROI_ALL, cutting, NULL);

  g_assert_cmpuint (inside->len, ==, 1);
  check_centre (g_ptr_array_index (inside, 0), 84, 84, 0.1);
  g_assert_cmpuint (outside->len, ==, 1);
  check_centre (g_ptr_array_index (outside, 0), 484, 324, 0.1);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (centre->len, ==, 1);
  g_assert_cmpuint (any->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 0);
}

/* A cell of 8 pixels in 2560: only at full resolution is it a plate. */
static void
test_roi_full_resolution (Fixture *f, gconstpointer data)
{
  const double quarter[] = { 0.5, 0.5, 1, 1 };
  guint8 *pixels = blank (2560, 1920);
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GPtrArray) whole = NULL, near = NULL;

  fill (pixels, 2560, 2000, 1600, 8, 8, 255, 0, 0);
  frame = take (pixels, 2560, 1920);
  whole = run (f, frame, (KonPlateOptions){ 0 });
  near = run_roi (f, frame, KON_ROI_CENTRE, quarter, NULL);
  g_assert_cmpuint (whole->len, ==, 0);
  g_assert_cmpuint (near->len, ==, 1);
  check_centre (g_ptr_array_index (near, 0), 2004, 1604, 0.5);
  g_assert_cmpfloat_with_epsilon (((KonDetection *) g_ptr_array_index (near, 0))->box.w, 64, 0.5);
}

/* What is excluded is sure, and yet the rest is looked at as closely as if it were not there. */
static void
test_roi_excluded_is_not_seen (Fixture *f, gconstpointer data)
{
  const double left[] = { 0, 0, 0.4, 1 };
  guint8 *pixels = blank (2560, 1920);
  double coarse = 2560 / 960.0;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GPtrArray) both = NULL, rest = NULL;

  fill (pixels, 2560, round (8 * 20 * coarse), round (8 * 40 * coarse), round (8 * coarse), round (8 * coarse), 255, 0, 0);
  fill (pixels, 2560, 16 * 100, 16 * 20, 16, 16, 255, 0, 0); /* sure at 1280 only */
  frame = take (pixels, 2560, 1920);
  both = run (f, frame, (KonPlateOptions){ 0 });
  rest = run_roi (f, frame, KON_ROI_CENTRE, NULL, left);
  g_assert_cmpuint (both->len, ==, 1);
  check_centre (g_ptr_array_index (both, 0), 8 * 20.5 * coarse, 8 * 40.5 * coarse, 8 * coarse);
  g_assert_cmpuint (rest->len, ==, 1);
  check_centre (g_ptr_array_index (rest, 0), 1608, 328, 16);
}

/* Two crops that overlap find the same plate: told once. */
static void
test_roi_overlapping (Fixture *f, gconstpointer data)
{
  const double across[] = { 0, 0, 1, 0.2 };
  const KonPoint down[] = { { 0, 0 }, { 0.2, 0 }, { 0.2, 1 }, { 0, 1 } };
  g_autoptr (KonRoiSet) set = make_roi (KON_ROI_CENTRE, across, NULL);
  guint8 *pixels = blank (1280, 960);
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GPtrArray) plates = NULL;

  kon_roi_set_add (set, kon_roi_new (KON_ROI_INCLUDE, down, 4));
  fill (pixels, 1280, 80, 80, 8, 8, 255, 0, 0);
  frame = take (pixels, 1280, 960);
  plates = run (f, frame, (KonPlateOptions){ .roi = set });
  g_assert_cmpuint (plates->len, ==, 1);
  check_centre (g_ptr_array_index (plates, 0), 84, 84, 0.5);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (KonFrame) frame = take (blank (64, 64), 64, 64);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KonRoiSet) roi = make_roi (KON_ROI_CENTRE, (double[]){ 0, 0, 0.5, 1 }, NULL);
  g_autoptr (GError) error = NULL;
  KonPlateOptions options = { 0 };

  g_cancellable_cancel (cancellable);
  g_assert_null (kon_plate_pipeline_run (f->pipeline, frame, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  options.roi = roi;
  g_assert_null (kon_plate_pipeline_run (f->pipeline, frame, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  options.crops = TRUE;
  g_assert_null (kon_plate_pipeline_run (f->pipeline, frame, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_wrong_kind (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_plate_pipeline_new (f->reader, f->corners, f->finder, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
  g_clear_error (&error);
  g_assert_null (kon_plate_pipeline_new (f->finder, f->reader, f->reader, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/detect/pipeline/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("crops", test_crops);
  ADD ("find", test_find);
  g_test_add ("/detect/pipeline/corners", Fixture, "test-corners-aside", set_up, test_corners, tear_down);
  ADD ("small-frame", test_small_frame);
  ADD ("far", test_far);
  ADD ("odd-frames", test_odd_frames);
  ADD ("grey-frame", test_grey_frame);
  ADD ("min-confidence", test_min_confidence);
  ADD ("weak", test_weak);
  ADD ("roi", test_roi);
  ADD ("roi/full-resolution", test_roi_full_resolution);
  ADD ("roi/excluded-is-not-seen", test_roi_excluded_is_not_seen);
  ADD ("roi/overlapping", test_roi_overlapping);
  ADD ("cancelled", test_cancelled);
  ADD ("wrong-kind", test_wrong_kind);
  return g_test_run ();
}
