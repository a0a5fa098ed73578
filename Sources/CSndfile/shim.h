#pragma once
#include <sndfile.h>
#include <stdio.h>

// Puts another stream in the place of stderr and returns the former. Swift may not touch that variable.
static inline FILE *csndfile_exchange_stderr(FILE *stream) {
    FILE *former = stderr;
    stderr = stream;
    return former;
}
