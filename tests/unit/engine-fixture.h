/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the engine's tests share: an engine with two small networks (tests/data/models) on a folder that goes away, pictures
 * whose text is known, and ways to wait for answers in the main context. */
#pragma once

#include <string.h>

#include <kon.h>

typedef struct
{
  char *folder;   /* goes away with all that is in it */
  char *data_dir; /* of the engine, in it */
  char *models_dir;
  char *pictures; /* folder for pictures, in it */
  KonClock *clock;
  KonEngine *engine;
  KonSession *session; /* Personal, administrator */
} EngineFixture;

void engine_fixture_set_up (EngineFixture *fixture, gconstpointer data);
void engine_fixture_tear_down (EngineFixture *fixture, gconstpointer data);

/* Closes the engine and makes a new one on the same data. */
void engine_fixture_restart (EngineFixture *fixture);

/* The folder of the fixture's organization. Returns: (transfer full) */
char *engine_fixture_get_org_dir (EngineFixture *fixture);

/* A picture that reads as one plate (option crops) the character number @number (0-9A-Z) twice: 10 is "AA". @name may have folders in it. Returns: (transfer full) its path */
char *engine_fixture_add_plate (EngineFixture *fixture, const char *name, guint number);

/* A photo of 640x640 with one plate at 172,192 of 64x24. Returns: (transfer full) its path */
char *engine_fixture_add_photo (EngineFixture *fixture, const char *name);

/* A file of any content. Returns: (transfer full) its path */
char *engine_fixture_add_file (EngineFixture *fixture, const char *name, const char *content);

/* Runs a job on @paths (NULL-ended, relative ones are below pictures) to its end. Returns: (transfer full) */
KonReadJob *engine_fixture_read (EngineFixture *fixture, KonSession *session, const KonReadOptions *options, const char *first, ...) G_GNUC_NULL_TERMINATED;
void wait_for_job (KonJob *job);

/* All records, newest first. Returns: (transfer full) */
GPtrArray *engine_fixture_list (EngineFixture *fixture, KonSession *session);

/* The picture number @i of a job, and its plate number @k. Returns: (transfer full) */
KonPicture *get_picture (KonReadJob *job, guint i);
KonPlate *get_plate (KonPicture *picture, guint k);

/* Pass keep_result as callback with the address of a NULL GAsyncResult pointer, then wait. */
void keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
void wait_for_result (GAsyncResult **result);

/* Lets the main context do what is pending. */
void iterate (void);

void remove_folder (const char *path);
