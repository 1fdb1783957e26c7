/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Waiting for a job, with the signals that end a program. */
#pragma once

#include <kon.h>

G_BEGIN_DECLS

/* Runs the default main context until @job has ended. SIGINT and SIGTERM cancel it and are put into *@end_signal at once,
 * which is else left as it is; a second one ends the program. Main thread. */
void kon_cli_wait (KonJob *job, int *end_signal);

G_END_DECLS
