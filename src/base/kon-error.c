/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The quark behind KON_ERROR, and which code an errno stands for. */
#include "config.h"

#include "kon-error.h"

#include <errno.h>

G_DEFINE_QUARK (kon-error-quark, kon_error)

KonErrorCode
kon_error_code_from_errno (int system_error)
{
  switch (system_error)
    {
    case EACCES:
    case EPERM:
    case EROFS:
      return KON_ERROR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return KON_ERROR_NO_SPACE;
    case ENOENT:
      return KON_ERROR_NOT_FOUND;
    default:
      return KON_ERROR_FAILED;
    }
}
