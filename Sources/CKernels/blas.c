#include "ckernels.h"

#include <stdlib.h>
#include <string.h>

// Only builds of OpenBLAS with a choice of kernels have these; weak, so that others still link.
extern void gotoblas_dynamic_quit(void) __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));

const char *ck_blas_kernels(void) { return openblas_get_corename ? openblas_get_corename() : "unknown"; }

#if defined(__x86_64__)
// The kernels that fit the processor better than those in use; null if there are none.
static const char *better_kernels(const char *used) {
    __builtin_cpu_init();
    int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (__builtin_cpu_is("amd") && avx2)
        return !strcmp(used, "Prescott") || !strcmp(used, "SkylakeX") || !strcmp(used, "Cooperlake") ? "Zen" : 0;
    if (strcmp(used, "Prescott")) return 0;
    return avx512 ? "SkylakeX" : avx2 ? "Haswell" : 0;
}
#endif

int ck_choose_blas_kernels(void) {
#if defined(__x86_64__)
    if (!gotoblas_dynamic_quit || !gotoblas_dynamic_init || !openblas_get_corename) return 0;
    if (getenv("OPENBLAS_CORETYPE")) return 0;
    const char *core = better_kernels(openblas_get_corename());
    if (!core) return 0;
    setenv("OPENBLAS_CORETYPE", core, 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv("OPENBLAS_CORETYPE");
    return 1;
#else
    return 0;
#endif
}
