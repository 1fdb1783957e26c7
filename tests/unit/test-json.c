/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON from outside with all its tricks, and our own values there and back. */
#include "config.h"

#include "kon-error.h"
#include "kon-json.h"

#include <math.h>
#include <string.h>

static JsonObject *
parse (const char *text, GError **error)
{
  return kon_json_parse_object (text, strlen (text), 1000, "the test", error);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parse ("  {\"name\": \"x\\n\\u00fc\\ud83d\\ude97\", \"n\": -5, \"d\": 1.5e3, \"list\": [1, {\"a\": null}], \"t\": true}\n", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "x\nü🚗");
  g_assert_cmpint (json_object_get_int_member (object, "n"), ==, -5);
  g_assert_cmpfloat (json_object_get_double_member (object, "d"), ==, 1500);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "list")), ==, 2);
  g_assert_true (json_object_get_boolean_member (object, "t"));
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "[]",
    "\"text\"",
    "5",
    "null",
    "{",
    "}",
    "{\"a\":1",
    "{\"a\":1}}",
    "{\"a\":1} {\"b\":2}",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":01}",
    "{\"a\":0x10}",
    "{\"a\":+1}",
    "{\"a\":.5}",
    "{\"a\":1.}",
    "{\"a\":1e}",
    "{\"a\":1x}",
    "{\"a\":NaN}",
    "{\"a\":Infinity}",
    "{\"a\":nul}",
    "{\"a\":truefalse}",
    "{\"a\":\"\n\"}",
    "{\"a\":\"\\x41\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\\ud83d\"}",
    "{\"a\":\"\\ud83d\\u0041\"}",
    "{\"a\":\"\\ude97\"}",
    "{\"a\":\"\\",
    "{\"a\":\"\xff\"}",
    "{/* comment */\"a\":1}",
    "// comment\n{\"a\":1}",
    "{\"a\":111111111111111111111111111111111111111111111}",
    "var x = {\"a\":1};",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (parse (texts[i], &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, "the test"));
    }
}

static void
test_zero_byte (void)
{
  static const char text[] = "{\"a\":1}\0{}";
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_json_parse_object (text, sizeof text - 1, 1000, "the test", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = kon_json_parse_object ("{\"a\":1}", 7, 7, "the test", &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_null (kon_json_parse_object ("{\"a\":1}", 7, 6, "the test", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_TOO_LARGE);
}

/* @levels of arrays within one object. */
static char *
nest (int levels)
{
  GString *text = g_string_new ("{\"a\":");

  for (int i = 0; i < levels; i++)
    g_string_append_c (text, '[');
  for (int i = 0; i < levels; i++)
    g_string_append_c (text, ']');
  return g_string_free (g_string_append_c (text, '}'), FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deep = nest (15);
  g_autofree char *too_deep = nest (16);
  g_autofree char *absurd = nest (100000);
  g_autoptr (JsonObject) object = parse (deep, NULL);
  g_autoptr (JsonObject) brackets_in_text = parse ("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}", NULL);

  g_assert_nonnull (object);
  g_assert_nonnull (brackets_in_text);
  g_assert_null (parse (too_deep, NULL));
  g_assert_null (kon_json_parse_object (absurd, strlen (absurd), strlen (absurd), "the test", NULL));
}

static void
test_members (void)
{
  g_autoptr (JsonObject) object = parse ("{\"s\":\"x\",\"i\":7,\"d\":0.5,\"n\":null,\"o\":{},\"big\":99999999999999999999999}", NULL);
  const char *text = NULL;
  gint64 number = 0;
  double value = 0;

  g_assert_true (kon_json_get_string (object, "s", &text, NULL));
  g_assert_cmpstr (text, ==, "x");
  g_assert_true (kon_json_get_int (object, "i", 0, 7, &number, NULL));
  g_assert_cmpint (number, ==, 7);
  g_assert_true (kon_json_get_double (object, "d", 0, 1, &value, NULL));
  g_assert_cmpfloat (value, ==, 0.5);
  g_assert_true (kon_json_get_double (object, "i", 0, 10, &value, NULL));
  g_assert_cmpfloat (value, ==, 7);

  g_assert_false (kon_json_get_int (object, "i", 0, 6, &number, NULL));
  g_assert_false (kon_json_get_int (object, "i", 8, 9, &number, NULL));
  g_assert_false (kon_json_get_int (object, "d", 0, 9, &number, NULL));
  g_assert_false (kon_json_get_int (object, "s", 0, 9, &number, NULL));
  g_assert_false (kon_json_get_int (object, "big", 0, 9, &number, NULL));
  g_assert_false (kon_json_get_double (object, "d", 0.6, 1, &value, NULL));
  g_assert_false (kon_json_get_double (object, "s", 0, 1, &value, NULL));
  g_assert_false (kon_json_get_string (object, "i", &text, NULL));
  g_assert_false (kon_json_get_string (object, "n", &text, NULL));
  g_assert_false (kon_json_get_string (object, "o", &text, NULL));
}

static void
test_member_error (void)
{
  g_autoptr (JsonObject) object = parse ("{\"s\":\"x\"}", NULL);
  g_autoptr (GError) error = NULL;
  gint64 number;

  g_assert_false (kon_json_get_int (object, "width", 0, 9, &number, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "width"));
}

static KonDetection *
make_detection (void)
{
  KonDetection *detection = kon_detection_new ("plate");
  KonBox box = { 10.04, 20.06, 100, 30 };
  KonCharacter characters[] = { { "B", 0.99999 }, { "Ü", 0.5 } };
  KonAlternative alternative = { g_strdup ("8\"U"), 1.0 / 3 };

  detection->box = box;
  detection->quad = kon_quad_from_box (&box);
  detection->find_confidence = 0.87654321;
  detection->layout = KON_LAYOUT_TWO_ROW;
  detection->read = kon_read_new ();
  detection->read->text = g_strdup ("BU");
  detection->read->raw = g_strdup ("B U");
  detection->read->confidence = 0.1 + 0.2;
  g_array_append_vals (detection->read->characters, characters, G_N_ELEMENTS (characters));
  g_array_append_val (detection->read->alternatives, alternative);
  return detection;
}

/* Letter by letter what `konnetec detect --json` promises. */
static void
test_from_detection (void)
{
  g_autoptr (KonDetection) detection = make_detection ();
  g_autoptr (JsonObject) object = kon_json_from_detection (detection, "id-1");
  g_autofree char *line = kon_json_to_line (object);

  g_assert_cmpstr (line, ==,
                   "{\"text\":\"BU\",\"raw\":\"B U\",\"confidence\":0.3,\"box\":[10.0,20.1,100.0,30.0],"
                   "\"quad\":[[10.0,20.1],[110.0,20.1],[110.0,50.1],[10.0,50.1]],\"find_confidence\":0.8765,\"layout\":\"two-row\","
                   "\"characters\":[{\"text\":\"B\",\"confidence\":1.0},{\"text\":\"Ü\",\"confidence\":0.5}],"
                   "\"alternatives\":[{\"text\":\"8\\\"U\",\"confidence\":0.3333}],\"region\":null,\"record\":\"id-1\"}");
}

static void
test_from_unread_detection (void)
{
  g_autoptr (KonDetection) detection = kon_detection_new ("plate");
  g_autoptr (JsonObject) object = kon_json_from_detection (detection, NULL);
  g_autofree char *line = kon_json_to_line (object);

  g_assert_cmpstr (line, ==,
                   "{\"text\":\"\",\"raw\":\"\",\"confidence\":0.0,\"box\":[0.0,0.0,0.0,0.0],\"quad\":[[0.0,0.0],[0.0,0.0],[0.0,0.0],[0.0,0.0]],"
                   "\"find_confidence\":0.0,\"layout\":null,\"characters\":[],\"alternatives\":[],\"region\":null,\"record\":null}");
}

static void
test_region (void)
{
  g_autoptr (KonDetection) detection = make_detection ();
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *line = NULL;

  detection->read->region_code = g_strdup ("de");
  detection->read->region_name = g_strdup ("Germany");
  detection->read->region_confidence = 0.9;
  object = kon_json_from_detection (detection, NULL);
  line = kon_json_to_line (object);
  g_assert_nonnull (strstr (line, "\"region\":{\"code\":\"de\",\"name\":\"Germany\",\"confidence\":0.9}"));
}

static void
test_line (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;

  json_object_set_string_member (object, "a\nb", "\"\\\n\r\t\x01\x7fü\xff");
  json_object_set_int_member (object, "i", -7);
  json_object_set_boolean_member (object, "yes", TRUE);
  json_object_set_double_member (object, "nan", NAN);
  json_object_set_double_member (object, "third", 1.0 / 3);
  json_object_set_null_member (object, "none");
  line = kon_json_to_line (object);
  g_assert_cmpstr (line, ==,
                   "{\"a\\nb\":\"\\\"\\\\\\n\\r\\t\\u0001\\u007fü\xef\xbf\xbd\",\"i\":-7,\"yes\":true,\"nan\":null,"
                   "\"third\":0.33333333333333331,\"none\":null}");
}

static void
test_there_and_back (void)
{
  g_autoptr (KonDetection) detection = make_detection ();
  g_autofree char *characters = kon_json_characters_to_text (detection->read);
  g_autofree char *alternatives = kon_json_alternatives_to_text (detection->read);
  g_autoptr (KonRead) read = kon_read_new ();

  kon_json_characters_from_text (characters, read);
  kon_json_alternatives_from_text (alternatives, read);
  g_assert_cmpuint (read->characters->len, ==, 2);
  g_assert_cmpstr (g_array_index (read->characters, KonCharacter, 1).text, ==, "Ü");
  g_assert_cmpfloat (g_array_index (read->characters, KonCharacter, 1).confidence, ==, 0.5);
  g_assert_cmpuint (read->alternatives->len, ==, 1);
  g_assert_cmpstr (g_array_index (read->alternatives, KonAlternative, 0).text, ==, "8\"U");
  /* Reading again replaces. */
  kon_json_alternatives_from_text (alternatives, read);
  g_assert_cmpuint (read->alternatives->len, ==, 1);
}

static void
test_bad_entries (void)
{
  static const char *const texts[] = {
    "", "{}", "[1]", "[{}]", "[{\"text\":\"A\"}]", "[{\"text\":\"A\",\"confidence\":2}]", "[{\"text\":1,\"confidence\":1}]",
    "[{\"text\":\"A\",\"confidence\":1},5]", "[{\"text\":\"A\",\"confidence\":1}",
  };
  g_autoptr (KonRead) read = kon_read_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      kon_json_characters_from_text ("[{\"text\":\"A\",\"confidence\":1}]", read);
      g_assert_cmpuint (read->characters->len, ==, 1);
      kon_json_characters_from_text (texts[i], read);
      g_assert_cmpuint (read->characters->len, ==, 0);
      kon_json_alternatives_from_text (texts[i], read);
      g_assert_cmpuint (read->alternatives->len, ==, 0);
    }
  kon_json_characters_from_text (NULL, read);
  g_assert_cmpuint (read->characters->len, ==, 0);
  /* More than one character: the first counts. */
  kon_json_characters_from_text ("[{\"text\":\"ABCDEFGHIJ\",\"confidence\":1},{\"text\":\"\",\"confidence\":1}]", read);
  g_assert_cmpstr (g_array_index (read->characters, KonCharacter, 0).text, ==, "A");
  g_assert_cmpstr (g_array_index (read->characters, KonCharacter, 1).text, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/zero-byte", test_zero_byte);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/member-error", test_member_error);
  g_test_add_func ("/json/from-detection", test_from_detection);
  g_test_add_func ("/json/from-unread-detection", test_from_unread_detection);
  g_test_add_func ("/json/region", test_region);
  g_test_add_func ("/json/line", test_line);
  g_test_add_func ("/json/there-and-back", test_there_and_back);
  g_test_add_func ("/json/bad-entries", test_bad_entries);
  return g_test_run ();
}
