/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON from outside: what is taken must come out as a line that is taken again and means the same. */
#include "config.h"

#include "fuzz.h"
#include "kon-json.h"

#include <string.h>

#define MAX_SIZE 65536

static void
check_object (const uint8_t *data, size_t size)
{
  g_autoptr (JsonObject) object = kon_json_parse_object ((const char *) data, size, MAX_SIZE, "the noise", NULL);
  g_autoptr (JsonObject) again = NULL;
  g_autofree char *line = NULL;
  g_autofree char *second_line = NULL;

  if (object == NULL)
    return;
  line = kon_json_to_line (object);
  FUZZ_ASSERT (strchr (line, '\n') == NULL && g_utf8_validate (line, -1, NULL));
  /* Numbers beyond a double come out as null, and some texts grow. */
  again = kon_json_parse_object (line, strlen (line), 16 * MAX_SIZE, "the line", NULL);
  FUZZ_ASSERT (again != NULL);
  second_line = kon_json_to_line (again);
  FUZZ_ASSERT (g_str_equal (line, second_line));
}

static void
check_entries (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (KonRead) read = kon_read_new ();
  g_autofree char *characters = NULL;
  g_autofree char *alternatives = NULL;

  kon_json_characters_from_text (text, read);
  kon_json_alternatives_from_text (text, read);
  for (guint i = 0; i < read->characters->len; i++)
    FUZZ_ASSERT (g_utf8_validate (g_array_index (read->characters, KonCharacter, i).text, -1, NULL));
  characters = kon_json_characters_to_text (read);
  alternatives = kon_json_alternatives_to_text (read);
  FUZZ_ASSERT (characters[0] == '[' && alternatives[0] == '[');
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  check_object (data, size);
  check_entries (data, size);
  return 0;
}
