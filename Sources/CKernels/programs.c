// Files and processes in ways that Swift's view of the C library leaves out.
#define _GNU_SOURCE
#include "ckernels.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

int ck_memory_file(void) { return memfd_create("perceiver", MFD_CLOEXEC); }

int ck_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int ck_spawn(const char *path, char *const arguments[], char *const environment[], const int files[3], int *child) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int status = posix_spawn_file_actions_init(&actions);
    if (status) return status;
    status = posix_spawnattr_init(&attributes);
    if (status) {
        posix_spawn_file_actions_destroy(&actions);
        return status;
    }
    for (int i = 0; i < 3 && !status; i++) status = posix_spawn_file_actions_adddup2(&actions, files[i], i);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    if (!status) status = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    if (!status) status = posix_spawnattr_setsigmask(&attributes, &none);
    if (!status) status = posix_spawnattr_setsigdefault(&attributes, &all);
    if (!status) status = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t started = 0;
    if (!status) status = posix_spawn(&started, path, &actions, &attributes, arguments, environment);
    *child = started;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return status;
}
