// What the parts of CKernels know of each other.
#pragma once

/// The path of the mapped file that an address lies in; 0 if it lies in none. May be called in a signal handler.
const char *ck_mapped_at(const void *address);

/// From now on the program ends with a message if a mapped file turns out to have been cut short.
void ck_guard_mapped_files(void);
