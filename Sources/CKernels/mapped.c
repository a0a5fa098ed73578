// Which files are mapped into memory, for the signal handler that is called when one of them was cut short.
#include "ckernels.h"
#include "mapped.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A place is free while it begins at 0. The handler may look at any time: the beginning is written last.
static struct place {
    uintptr_t start;
    size_t length;
    char *path;
} places[4096];
enum { place_count = sizeof places / sizeof *places };
static const uintptr_t taken = 1; // no mapping begins there

int ck_mapped_add(const void *start, long length, const char *path) {
    ck_guard_mapped_files();
    char *copy = strdup(path);
    if (!copy) return 0;
    for (int i = 0; i < place_count; i++) {
        uintptr_t nothing = 0;
        if (!__atomic_compare_exchange_n(&places[i].start, &nothing, taken, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) continue;
        places[i].length = (size_t)length;
        places[i].path = copy;
        __atomic_store_n(&places[i].start, (uintptr_t)start, __ATOMIC_SEQ_CST);
        return 1;
    }
    free(copy);
    return 0;
}

void ck_mapped_remove(const void *start) {
    for (int i = 0; i < place_count; i++) {
        if (__atomic_load_n(&places[i].start, __ATOMIC_SEQ_CST) != (uintptr_t)start) continue;
        char *path = places[i].path;
        __atomic_store_n(&places[i].start, taken, __ATOMIC_SEQ_CST);
        places[i].path = 0;
        free(path);
        __atomic_store_n(&places[i].start, 0, __ATOMIC_SEQ_CST);
        return;
    }
}

const char *ck_mapped_at(const void *address) {
    uintptr_t where = (uintptr_t)address;
    for (int i = 0; i < place_count; i++) {
        uintptr_t start = __atomic_load_n(&places[i].start, __ATOMIC_SEQ_CST);
        if (start > taken && where >= start && where - start < places[i].length) return places[i].path;
    }
    return 0;
}
