/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* replay FOLDER...: feeds each file in the folders to the fuzz target it is linked with, as TAP. What once broke a reader and
 * the seeds stay in tests/fuzz/corpus; a fault ends the program, and the test with it. */
#include "config.h"

#include "fuzz.h"

#include <string.h>

static int
replay_file (const char *folder, const char *name, int number)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autofree uint8_t *exact = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &contents, &size, NULL))
    return number;
  /* Without the zero that GLib puts behind it, so that the address sanitizer sees one byte too far. */
  exact = g_memdup2 (contents, size);
  LLVMFuzzerTestOneInput (exact, size);
  number++;
  g_print ("ok %d - %s\n", number, name);
  return number;
}

int
main (int argc, char *argv[])
{
  int number = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (argv[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        number = replay_file (argv[i], name, number);
    }
  g_print ("1..%d\n", number);
  return number > 0 ? 0 : 1;
}
