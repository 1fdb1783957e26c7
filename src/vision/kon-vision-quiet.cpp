/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeps the standard error to the program. libde265 and dav1d, below libheif, print there what they think of a broken file, and
 * offer no way to stop it. Their lines go through the C library's stderr: that stream is replaced, once, by one that asks which
 * thread writes. The descriptor stays as it is, and so does what other threads write meanwhile. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <mutex>

#include <unistd.h>

namespace kon {

static thread_local int depth;

#ifdef __GLIBC__

static ssize_t
write_cb (void *, const char *text, size_t size)
{
  size_t written = 0;

  if (depth > 0)
    return (ssize_t) size;
  while (written < size)
    {
      ssize_t count = write (STDERR_FILENO, text + written, size - written);

      if (count < 0 && errno != EINTR)
        return 0;
      written += count > 0 ? (size_t) count : 0;
    }
  return (ssize_t) size;
}

static void
replace_stream ()
{
  cookie_io_functions_t functions = {};

  functions.write = write_cb;
  FILE *stream = fopencookie (nullptr, "w", functions);
  if (stream == nullptr)
    return;
  setvbuf (stream, nullptr, _IONBF, 0);
  /* GLib's log asks where it leads to. */
  stream->_fileno = STDERR_FILENO;
  stderr = stream;
}

#else

static void
replace_stream ()
{
}

#endif

Quiet::Quiet ()
{
  static std::once_flag once;

  std::call_once (once, [] {
    replace_stream ();
    /* The stream of C++ holds on to the old one, and libraries know it; nobody else in here writes there. */
    std::cerr.rdbuf (nullptr);
  });
  depth++;
}

Quiet::~Quiet ()
{
  depth--;
}

} // namespace kon
