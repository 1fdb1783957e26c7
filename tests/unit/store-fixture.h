/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the store's tests share: a folder that goes away, runs made of a few words, a look behind the store. */
#pragma once

#include "kon-db.h"
#include "kon-store.h"

typedef struct
{
  char *folder;    /* goes away with all that is in it */
  char *directory; /* of the organization, in it */
  KonClock *clock;
  KonStore *store;
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer data);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer data);

/* Closes and opens again. */
void store_fixture_reopen (StoreFixture *fixture);

void remove_tree (const char *path);

/* 64 digits that depend on @number only. */
char *make_sha256 (guint number);

/* A plate of 100x30 pixels with its left upper corner at x, y; @text NULL: found but not read. */
KonDetection *make_plate (const char *text, double confidence, double x, double y);

/* A run with an original, a thumbnail and a crop for each detection (NULL-ended list; taken over). Freed by run_free(). */
KonStoreRun *make_run (guint picture, KonKeep keep, KonDetection *first, ...) G_GNUC_NULL_TERMINATED;
void run_free (KonStoreRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonStoreRun, run_free)

/* Adds and frees the run; must succeed. */
KonStoreRunResult *add_run (KonStore *store, KonStoreRun *run);

/* All records, newest first. */
GPtrArray *list_all (KonStore *store);

/* One number from the database itself. */
gint64 ask_database (StoreFixture *fixture, const char *sql);

/* Number of files under images/ and thumbs/. */
guint count_files (StoreFixture *fixture);

/* Path of one stored file. */
char *path_of (StoreFixture *fixture, const char *folder, const char *id);
