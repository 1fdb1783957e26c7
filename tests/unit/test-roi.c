/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions of interest: what is refused, which plates count, snapping, and the text they are written as and read from. */
#include "config.h"

#include "kon-error.h"
#include "kon-roi.h"

#include <glib/gstdio.h>
#include <string.h>

static const KonPoint lane[] = { { 0.1, 0.2 }, { 0.6, 0.2 }, { 0.6, 0.8 }, { 0.1, 0.8 } };
static const KonPoint hole[] = { { 0.3, 0.4 }, { 0.5, 0.4 }, { 0.5, 0.6 }, { 0.3, 0.6 } };

static KonRoiSet *
make_set (KonRoiRule rule)
{
  KonRoiSet *set = kon_roi_set_new (rule);
  KonRoi *roi = kon_roi_new (KON_ROI_INCLUDE, lane, 4);

  g_free (roi->name);
  roi->name = g_strdup ("Spur \"1\"");
  roi->colour = 0x0a0b0c;
  kon_roi_set_add (set, roi);
  kon_roi_set_add (set, kon_roi_new (KON_ROI_EXCLUDE, hole, 4));
  return set;
}

/* A plate of 0.1 x 0.1 around the place, in a picture of 1000 x 500. */
static gboolean
counts (const KonRoiSet *set, double x, double y)
{
  KonBox box = { (x - 0.05) * 1000, (y - 0.05) * 500, 100, 50 };
  KonQuad quad = kon_quad_from_box (&box);

  return kon_roi_set_counts (set, &quad, 1000, 500);
}

static void
test_rules (void)
{
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_CENTRE);
  KonRoi *include = g_ptr_array_index (set->regions, 0), *exclude = g_ptr_array_index (set->regions, 1);

  g_assert_true (counts (NULL, 0.9, 0.9));
  g_assert_true (counts (set, 0.11, 0.5));
  g_assert_false (counts (set, 0.09, 0.5));
  g_assert_false (counts (set, 0.4, 0.5));
  g_assert_true (counts (set, 0.29, 0.5));

  set->rule = KON_ROI_ANY;
  g_assert_true (counts (set, 0.06, 0.5));
  g_assert_false (counts (set, 0.04, 0.5));
  g_assert_false (counts (set, 0.4, 0.5));
  g_assert_true (counts (set, 0.32, 0.5));

  set->rule = KON_ROI_ALL;
  g_assert_true (counts (set, 0.16, 0.5));
  g_assert_false (counts (set, 0.14, 0.5));
  g_assert_false (counts (set, 0.27, 0.5));

  include->enabled = FALSE;
  g_assert_true (counts (set, 0.9, 0.9));
  g_assert_true (counts (set, 0.0, 0.5)); /* half of it out of the picture: what is in it counts */
  g_assert_false (counts (set, 0.4, 0.5));
  exclude->enabled = FALSE;
  g_assert_true (counts (set, 0.4, 0.5));
  g_assert_false (kon_roi_set_has (set, KON_ROI_EXCLUDE));
}

/* Two regions beside each other are one area. */
static void
test_neighbours (void)
{
  static const KonPoint left[] = { { 0, 0 }, { 0.5, 0 }, { 0.5, 1 }, { 0, 1 } }, right[] = { { 0.5, 0 }, { 1, 0 }, { 1, 1 }, { 0.5, 1 } };
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_ALL);

  kon_roi_set_add (set, kon_roi_new (KON_ROI_INCLUDE, left, 4));
  g_assert_false (counts (set, 0.5, 0.5));
  kon_roi_set_add (set, kon_roi_new (KON_ROI_INCLUDE, right, 4));
  g_assert_true (counts (set, 0.5, 0.5));
}

static void
assert_refused (const KonPoint *points, guint n)
{
  g_autoptr (KonRoi) roi = kon_roi_new (KON_ROI_INCLUDE, points, n);
  g_autoptr (GError) error = NULL;

  g_free (roi->name);
  roi->name = g_strdup ("Gate");
  g_assert_false (kon_roi_validate (roi, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Gate"));
}

static void
test_validation (void)
{
  static const KonPoint bow[] = { { 0, 0 }, { 1, 1 }, { 1, 0 }, { 0, 1 } }, outside[] = { { 0, 0 }, { 1.01, 0 }, { 1, 1 } },
                        tiny[] = { { 0.5, 0.5 }, { 0.501, 0.5 }, { 0.501, 0.501 } }, line[] = { { 0, 0 }, { 0.5, 0.001 }, { 1, 0 } };
  g_autofree KonPoint *many = g_new0 (KonPoint, KON_ROI_MAX_POINTS + 1);
  g_autoptr (KonRoi) fine = kon_roi_new (KON_ROI_INCLUDE, lane, 4);
  g_autoptr (KonRoiSet) set = kon_roi_set_new (KON_ROI_CENTRE);
  g_autoptr (GError) error = NULL;

  g_assert_true (kon_roi_validate (fine, NULL));
  assert_refused (NULL, 0);
  assert_refused (lane, 2);
  assert_refused (bow, 4);
  assert_refused (outside, 3);
  assert_refused (tiny, 3);
  assert_refused (line, 3);
  for (guint i = 0; i <= KON_ROI_MAX_POINTS; i++)
    many[i] = (KonPoint) { i == KON_ROI_MAX_POINTS ? 0 : i / (double) KON_ROI_MAX_POINTS, i == KON_ROI_MAX_POINTS ? 1 : 0 };
  assert_refused (many, KON_ROI_MAX_POINTS + 1);
  for (guint i = 0; i <= KON_ROI_MAX_REGIONS; i++)
    kon_roi_set_add (set, kon_roi_new (KON_ROI_INCLUDE, lane, 4));
  g_assert_false (kon_roi_set_validate (set, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_TOO_LARGE);
}

static void
test_ids (void)
{
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_CENTRE);
  g_autoptr (KonRoiSet) copy = NULL;
  KonRoi *again = kon_roi_copy (g_ptr_array_index (set->regions, 0));

  g_assert_cmpstr (again->id, ==, "1");
  kon_roi_set_add (set, again);
  g_assert_cmpstr (again->id, ==, "3");
  copy = kon_roi_set_copy (set);
  ((KonRoi *) g_ptr_array_index (copy->regions, 0))->enabled = FALSE;
  g_assert_true (((KonRoi *) g_ptr_array_index (set->regions, 0))->enabled);
}

static KonRoiSet *
parse (const char *text, const char *picture)
{
  g_autoptr (GError) error = NULL;
  KonRoiSet *set = kon_roi_set_parse (text, strlen (text), "lane.txt", picture, &error);

  g_assert_no_error (error);
  return set;
}

static void
assert_same (const KonRoiSet *a, const KonRoiSet *b)
{
  g_autofree char *first = kon_roi_set_to_json (a), *second = kon_roi_set_to_json (b);

  g_assert_cmpstr (first, ==, second);
}

static void
test_json (void)
{
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_ALL);
  g_autofree char *text = NULL;
  g_autoptr (KonRoiSet) back = NULL;
  g_autoptr (KonRoiSet) short_one = parse ("{\"format\":\"konnetec-roi\",\"version\":1,\"regions\":[{\"points\":[[0,0],[1,0],[1,1]]}]}", NULL);

  ((KonRoi *) g_ptr_array_index (set->regions, 1))->enabled = FALSE;
  text = kon_roi_set_to_json (set);
  g_assert_cmpstr (text, ==, "{\"format\":\"konnetec-roi\",\"version\":1,\"rule\":\"all\",\"regions\":["
                             "{\"id\":\"1\",\"name\":\"Spur \\\"1\\\"\",\"colour\":\"#0a0b0c\",\"kind\":\"include\",\"enabled\":true,"
                             "\"points\":[[0.1,0.2],[0.6,0.2],[0.6,0.8],[0.1,0.8]]},"
                             "{\"id\":\"2\",\"name\":\"\",\"colour\":\"#e01b24\",\"kind\":\"exclude\",\"enabled\":false,"
                             "\"points\":[[0.3,0.4],[0.5,0.4],[0.5,0.6],[0.3,0.6]]}]}");
  back = parse (text, NULL);
  assert_same (set, back);
  g_assert_cmpint (back->rule, ==, KON_ROI_ALL);
  g_assert_cmpuint (short_one->regions->len, ==, 1);
  g_assert_true (kon_roi_set_has (short_one, KON_ROI_INCLUDE));
}

static void
test_coco_and_back (void)
{
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_CENTRE);
  g_autofree char *text = kon_roi_set_to_coco (set, "gate.jpg", 1280, 960);
  g_autoptr (KonRoiSet) back = parse (text, NULL);

  /* Colours have no place in it. */
  for (guint i = 0; i < 2; i++)
    ((KonRoi *) g_ptr_array_index (back->regions, i))->colour = ((KonRoi *) g_ptr_array_index (set->regions, i))->colour;
  g_free (((KonRoi *) g_ptr_array_index (back->regions, 1))->name);
  ((KonRoi *) g_ptr_array_index (back->regions, 1))->name = g_strdup ("");
  assert_same (set, back);
}

static const char coco[]
  = "{\"images\":[{\"id\":7,\"width\":200,\"height\":100,\"file_name\":\"a/b.jpg\"},{\"id\":8,\"width\":10,\"height\":10,\"file_name\":\"c.jpg\"}],"
    "\"categories\":[{\"id\":1,\"name\":\"lane\"},{\"id\":2,\"name\":\"Ignore\"}],\"annotations\":["
    "{\"image_id\":7,\"category_id\":1,\"segmentation\":[[20,10,120,10,120,60],[0,0,50,0,50,50,0,50]]},"
    "{\"image_id\":7,\"category_id\":2,\"bbox\":[150,50,100,100]}%s]}";

static void
test_coco (void)
{
  g_autofree char *one = g_strdup_printf (coco, ""), *two = g_strdup_printf (coco, ",{\"image_id\":8,\"bbox\":[1,1,5,5]}");
  g_autoptr (KonRoiSet) set = parse (one, NULL);
  g_autoptr (KonRoiSet) named = parse (two, "/home/me/c.jpg");
  g_autoptr (GError) error = NULL;
  const KonRoi *roi = g_ptr_array_index (set->regions, 0);

  g_assert_cmpuint (set->regions->len, ==, 3);
  g_assert_cmpstr (roi->name, ==, "lane");
  g_assert_cmpfloat_with_epsilon (g_array_index (roi->points, KonPoint, 2).x, 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (g_array_index (roi->points, KonPoint, 2).y, 0.6, 1e-9);
  roi = g_ptr_array_index (set->regions, 2);
  g_assert_cmpint (roi->kind, ==, KON_ROI_EXCLUDE);
  g_assert_cmpfloat (g_array_index (roi->points, KonPoint, 2).x, ==, 1); /* cut off at the picture */
  g_assert_cmpuint (named->regions->len, ==, 1);
  g_assert_null (kon_roi_set_parse (two, strlen (two), "two.json", NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "two.json"));
}

static void
test_cvat (void)
{
  g_autoptr (KonRoiSet) set
    = parse ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations><version>1.1</version><meta><task><name>t</name></task></meta>"
             "<image id=\"0\" name=\"empty.jpg\" width=\"5\" height=\"5\"></image>"
             "<image id=\"1\" name=\"a.jpg\" width=\"200\" height=\"100\">"
             "<polygon label=\"lane &amp; gate\" source=\"manual\" occluded=\"0\" points=\"20.0,10.5;120.00,10;120,60\" z_order=\"0\"></polygon>"
             "<box label=\"exclude\" xtl=\"10\" ytl=\"20\" xbr=\"60\" ybr=\"90\"/></image></annotations>\n", NULL);
  const KonRoi *first = g_ptr_array_index (set->regions, 0), *second = g_ptr_array_index (set->regions, 1);

  g_assert_cmpuint (set->regions->len, ==, 2);
  g_assert_cmpstr (first->name, ==, "lane & gate");
  g_assert_cmpfloat_with_epsilon (g_array_index (first->points, KonPoint, 0).y, 0.105, 1e-9);
  g_assert_cmpint (second->kind, ==, KON_ROI_EXCLUDE);
  g_assert_cmpfloat_with_epsilon (g_array_index (second->points, KonPoint, 2).y, 0.9, 1e-9);
}

static void
test_broken (void)
{
  static const struct
  {
    const char *text;
    KonErrorCode code;
  } rows[] = {
    { "", KON_ERROR_DAMAGED },
    { "{", KON_ERROR_DAMAGED },
    { "{}", KON_ERROR_UNSUPPORTED },
    { "<html></html>", KON_ERROR_NOT_FOUND },
    { "<annotations><image", KON_ERROR_DAMAGED },
    { "<annotations><image width='10' height='0'/></annotations>", KON_ERROR_DAMAGED },
    { "<annotations><image width='10' height='10'><polygon points='1,2;3'/></image></annotations>", KON_ERROR_DAMAGED },
    { "<annotations><image width='10' height='10'><box xtl='nan' ytl='1' xbr='2' ybr='3'/></image></annotations>", KON_ERROR_DAMAGED },
    { "{\"format\":\"konnetec-roi\",\"version\":2,\"regions\":[]}", KON_ERROR_NEWER_VERSION },
    { "{\"format\":\"konnetec-roi\",\"version\":1}", KON_ERROR_DAMAGED },
    { "{\"format\":\"konnetec-roi\",\"version\":1,\"rule\":\"half\",\"regions\":[]}", KON_ERROR_DAMAGED },
    { "{\"format\":\"konnetec-roi\",\"version\":1,\"regions\":[{\"points\":[[\"a\",\"b\"]]}]}", KON_ERROR_DAMAGED },
    { "{\"format\":\"konnetec-roi\",\"version\":1,\"regions\":[{\"points\":[[0,0],[2,0],[1,1]]}]}", KON_ERROR_FAILED },
    { "{\"format\":\"konnetec-roi\",\"version\":1,\"regions\":[{\"colour\":\"red\",\"points\":[]}]}", KON_ERROR_DAMAGED },
    { "{\"annotations\":[]}", KON_ERROR_DAMAGED },
    { "{\"images\":[],\"annotations\":[{\"image_id\":1}]}", KON_ERROR_DAMAGED },
    { "{\"images\":[{\"id\":1,\"width\":9,\"height\":9}],\"annotations\":[{\"image_id\":1,\"segmentation\":{\"counts\":[1]}}]}", KON_ERROR_UNSUPPORTED },
    { "{\"images\":[{\"id\":1,\"width\":9,\"height\":9}],\"annotations\":[{\"image_id\":1,\"segmentation\":[[1,2,3]]}]}", KON_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].text);
      g_assert_null (kon_roi_set_parse (rows[i].text, strlen (rows[i].text), "lane.txt", NULL, &error));
      g_assert_error (error, KON_ERROR, (int) rows[i].code);
      g_assert_nonnull (strstr (error->message, "lane.txt"));
    }
}

static void
test_too_large (void)
{
  gsize size = 3 * 1024 * 1024;
  g_autofree char *text = g_malloc (size);
  g_autoptr (GError) error = NULL;

  memset (text, ' ', size);
  g_assert_null (kon_roi_set_parse (text, size, "lane.txt", NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_TOO_LARGE);
}

static void
test_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("konnetec-roi-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "lane.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_ANY);
  g_autoptr (KonRoiSet) back = NULL;
  g_autofree char *text = kon_roi_set_to_json (set);
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_roi_set_load (file, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  back = kon_roi_set_load (file, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_same (set, back);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_typed (void)
{
  static const char *const bad[] = { "", "!", "0,0 1,0", "0,0 1,0 1", "0,0 1,0 1,1,", "0,0 1,0 1,x", "0;0 1;0 1;1", "0,0 1,0 1,nan", "0,0 1,0 1,2", "0,0 1,1 1,0 0,1" };
  g_autoptr (KonRoi) roi = kon_roi_from_text ("!0,0 0.5,0  .5,1 ", NULL);

  g_assert_nonnull (roi);
  g_assert_cmpint (roi->kind, ==, KON_ROI_EXCLUDE);
  g_assert_cmpuint (roi->points->len, ==, 3);
  g_assert_cmpfloat (g_array_index (roi->points, KonPoint, 2).x, ==, 0.5);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (kon_roi_from_text (bad[i], &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
    }
}

static void
test_snap (void)
{
  g_autoptr (KonRoiSet) set = make_set (KON_ROI_CENTRE);
  KonPoint to = { -1, -1 };

  g_assert_true (kon_roi_set_snap (set, NULL, (KonPoint) { 0.105, 0.21 }, 1000, 500, 10, &to));
  g_assert_cmpfloat (to.x, ==, 0.1);
  g_assert_cmpfloat (to.y, ==, 0.2);
  g_assert_false (kon_roi_set_snap (set, "1", (KonPoint) { 0.105, 0.21 }, 1000, 500, 10, &to));
  g_assert_true (kon_roi_set_snap (set, NULL, (KonPoint) { 0.4, 0.21 }, 1000, 500, 10, &to));
  g_assert_cmpfloat_with_epsilon (to.x, 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (to.y, 0.2, 1e-9);
  g_assert_true (kon_roi_set_snap (NULL, NULL, (KonPoint) { 0.995, 0.5 }, 1000, 500, 10, &to)); /* the edge of the picture */
  g_assert_cmpfloat (to.x, ==, 1);
  g_assert_false (kon_roi_set_snap (set, NULL, (KonPoint) { 0.8, 0.5 }, 1000, 500, 10, &to));
}

static void
test_sources (void)
{
  static const char *const rows[][2] = {
    { "file:///home/me/gate/a.jpg", "file:///home/me/gate" },
    { "file:///a.jpg", "file:///" },
    { "rtsp://camera/1/main", "rtsp://camera/1/main" },
  };

  g_assert_null (kon_roi_source_of (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *source = kon_roi_source_of (rows[i][0]);

      g_assert_cmpstr (source, ==, rows[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roi/rules", test_rules);
  g_test_add_func ("/roi/neighbours", test_neighbours);
  g_test_add_func ("/roi/validation", test_validation);
  g_test_add_func ("/roi/ids", test_ids);
  g_test_add_func ("/roi/json", test_json);
  g_test_add_func ("/roi/coco-and-back", test_coco_and_back);
  g_test_add_func ("/roi/coco", test_coco);
  g_test_add_func ("/roi/cvat", test_cvat);
  g_test_add_func ("/roi/broken", test_broken);
  g_test_add_func ("/roi/too-large", test_too_large);
  g_test_add_func ("/roi/load", test_load);
  g_test_add_func ("/roi/typed", test_typed);
  g_test_add_func ("/roi/snap", test_snap);
  g_test_add_func ("/roi/sources", test_sources);
  return g_test_run ();
}
