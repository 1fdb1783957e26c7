/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* kon.h: all that a face (window, command line, server) may include. The engine and the values it deals in.
 * Async calls start and answer on the main thread (the thread whose main context made the engine). */
#pragma once

#define KON_INSIDE

#include "kon-clock.h"
#include "kon-detection.h"
#include "kon-draw.h"
#include "kon-error.h"
#include "kon-frame.h"
#include "kon-geometry.h"
#include "kon-json.h"
#include "kon-paths.h"
#include "kon-polygon.h"
#include "kon-record.h"
#include "kon-roi.h"
#include "kon-timestamp.h"

#include "kon-backup-job.h"
#include "kon-confidence.h"
#include "kon-engine.h"
#include "kon-engine-history.h"
#include "kon-engine-images.h"
#include "kon-engine-regions.h"
#include "kon-engine-settings.h"
#include "kon-job.h"
#include "kon-picture.h"
#include "kon-plate.h"
#include "kon-read-job.h"
#include "kon-session.h"

#undef KON_INSIDE
