/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonAppPage: the base of the pages beside the sidebar. A page brings its widgets for the header bar and its actions
 * ("page.…"); the window brings title, engine, settings and session, and makes the page when it is shown for the first time.
 * A page knows neither the window nor other pages: it speaks by signals. Main thread.
 * Properties: title (string), header-start and header-end (GtkWidget: shown in the header bar while the page is), engine
 * (KonEngine), settings (GSettings), compact (boolean: the window is narrow).
 * Every page has the action "page.copy-text" (string).
 * Signals: "job-started" (KonJob): show it in the task button; "message" (string): tell the person in passing. */
#pragma once

#include <adwaita.h>

#include "kon.h"

G_BEGIN_DECLS

#define KON_APP_TYPE_PAGE (kon_app_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KonAppPage, kon_app_page, KON_APP, PAGE, AdwBin)

struct _KonAppPageClass
{
  AdwBinClass parent_class;

  /* Optional. Engine and session are there, or the reason why the organization cannot be opened. May come again. */
  void (*session_changed) (KonAppPage *self);
  /* Optional. The page is what people see now; put the focus where the work is. */
  void (*shown) (KonAppPage *self);
  /* Optional. Esc: leave what is innermost. FALSE where there is nothing to leave. */
  gboolean (*go_back) (KonAppPage *self);
  /* Optional. The window closes: keep what is kept over a restart. */
  void (*closing) (KonAppPage *self);
};

const char *kon_app_page_get_title (KonAppPage *self);
void kon_app_page_set_title (KonAppPage *self, const char *title);
GtkWidget *kon_app_page_get_header_start (KonAppPage *self); /* (nullable) */
GtkWidget *kon_app_page_get_header_end (KonAppPage *self);   /* (nullable) */
gboolean kon_app_page_is_compact (KonAppPage *self);

/* The page's actions; the window offers them as "page.…" while the page is shown. (transfer none) */
GSimpleActionGroup *kon_app_page_get_actions (KonAppPage *self);
void kon_app_page_enable_action (KonAppPage *self, const char *name, gboolean enabled);

KonEngine *kon_app_page_get_engine (KonAppPage *self);   /* (transfer none) */
GSettings *kon_app_page_get_settings (KonAppPage *self); /* (transfer none) */
KonSession *kon_app_page_get_session (KonAppPage *self); /* (transfer none); NULL while it is being opened */

/* Why the organization could not be opened: then the session is one without an organization. (transfer none) (nullable) */
const GError *kon_app_page_get_session_error (KonAppPage *self);

/* For the window. */
void kon_app_page_set_session (KonAppPage *self, KonSession *session, const GError *error);
void kon_app_page_shown (KonAppPage *self);
gboolean kon_app_page_go_back (KonAppPage *self);
void kon_app_page_closing (KonAppPage *self);

/* For pages: say something in passing; show a job that runs. */
void kon_app_page_say (KonAppPage *self, const char *message);
/* Puts a plate's text on the clipboard and says so; NULL or "": says that there is none. */
void kon_app_page_copy_text (KonAppPage *self, const char *text);
void kon_app_page_announce_job (KonAppPage *self, KonJob *job);

G_END_DECLS
