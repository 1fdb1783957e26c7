/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The one error domain. A code exists only where some caller acts on it; everything else is KON_ERROR_FAILED.
 * Messages say what was attempted, on what, and what to do; they are translated where made. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KON_ERROR (kon_error_quark ())

typedef enum
{
  KON_ERROR_FAILED,        /* anything without a more telling code */
  KON_ERROR_NOT_FOUND,     /* file, record, picture or organization does not exist (any more) */
  KON_ERROR_UNSUPPORTED,   /* not a kind of file we read; other format, animated, other family */
  KON_ERROR_DAMAGED,       /* truncated or wrong content: picture, database, model */
  KON_ERROR_TOO_LARGE,     /* over the limit the settings give */
  KON_ERROR_NO_SPACE,      /* disk full */
  KON_ERROR_READ_ONLY,     /* folder or database cannot be written */
  KON_ERROR_NEWER_VERSION, /* database or manifest was made by a newer program */
  KON_ERROR_REFUSED,       /* the session's role does not allow it */
  KON_ERROR_BUSY,          /* another process holds it */
  KON_ERROR_MODEL,         /* a model is missing, swapped or does not fit */
} KonErrorCode;

GQuark kon_error_quark (void);

/* What a failed call of the system means: READ_ONLY, NO_SPACE, NOT_FOUND, else FAILED. */
KonErrorCode kon_error_code_from_errno (int system_error);

G_END_DECLS
