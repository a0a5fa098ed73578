// Elementwise loops that must be fast, SHA-256, the choice of OpenBLAS's kernels, and what must run inside a
// signal handler. Softmax, GELU, layer norm and their gradients have naive Swift twins in Numerics, against
// which they are tested.
#pragma once

// Rows of `count` floats, in place.

/// Softmax: exp(x - max) over its sum.
void ck_softmax(float *row, long count);

/// Takes a block of scores into a softmax that runs over many of them: replaces each score x by
/// exp(x - largest), where `largest` is raised to the block's largest element if that is larger, adds
/// these to `sum`, and returns what everything gathered before must be multiplied by.
float ck_running_softmax(float *row, long count, float *largest, float *sum);

/// row * scale.
void ck_scale(float *row, long count, float scale);

/// GELU in its exact form, x (1 + erf(x / sqrt 2)) / 2.
void ck_gelu(float *row, long count);

/// x sigmoid(x (a + b x²)).
void ck_gated(float *row, long count, float a, float b);

/// (x - mean) / sqrt(variance + epsilon) * gain + offset, with the biased variance; unless `centred`, the mean counts as 0.
void ck_layer_norm(const float *row, float *result, long count, const float *gain, const float *offset,
                   float epsilon, int centred);

// The way back: gradients of the functions above.

/// Weights of a softmax whose sum is known: exp(x - log_sum).
void ck_weights(float *row, long count, float log_sum);

/// From the gradient at weights to that at scores: weight * (gradient - mean), where the mean is that of the gradients
/// of the whole row, weighted.
void ck_score_gradient(float *gradient, const float *weights, long count, float mean);

/// sums += factor * max(0, weight * (gradient + offset)).
void ck_add_positive(float *sums, const float *weights, const float *gradient, long count, float offset,
                     float factor);

/// gradient * slope of GELU at x; with `secant` the slope is GELU(x) / x.
void ck_gelu_slope(float *gradient, const float *row, long count, int secant);

/// The same for x sigmoid(x (a + b x²)).
void ck_gated_slope(float *gradient, const float *row, long count, float a, float b, int secant);

/// From the gradient at the result of a layer norm to that at its row; with `constant` the deviation is a number that
/// does not depend on the row. Returns the sum of row * gradient, which of a norm is next to nothing and would be lost
/// in the rounding of its parts.
float ck_layer_norm_gradient(float *gradient, const float *row, long count, const float *gain, float epsilon,
                             int constant, int centred);

/// row += other.
void ck_add(float *row, const float *other, long count);

/// row *= other, element by element.
void ck_multiply(float *row, const float *other, long count);

/// IEEE half precision, or bfloat16, to float.
void ck_from_half(const unsigned short *half, float *result, long count);
void ck_from_bfloat16(const unsigned short *half, float *result, long count);

/// Whether no number is infinite or NaN.
int ck_all_finite(const float *numbers, long count);

// OpenBLAS.

/// Debian 12's OpenBLAS (0.3.21) does not know recent Intel processors, takes them for a Prescott, and
/// runs at a fifth of their speed; recent AMD processors it takes for an Intel one with AVX-512, whose
/// kernels run 5 to 15 % slower there than those for AVX2. Chooses the kernels their instruction set
/// allows. Call it once, before the first product. Returns 1 if it changed anything.
int ck_choose_blas_kernels(void);

/// The name of the kernels in use, such as "Haswell"; "unknown" for a BLAS that does not tell.
const char *ck_blas_kernels(void);

// Memory.

/// Lets this process keep up to `bytes` freed bytes for its next allocations, instead of giving them back to the system.
void ck_keep_memory(int bytes);

// Mapped files, as far as signals concern them.

/// Notes that a file is mapped into memory: if a look at it fails because it was cut short, the program gives the
/// terminal back, names the file on standard error and exits with 1. Returns 0 if there is no room for a note.
int ck_mapped_add(const void *start, long length, const char *path);

/// Forgets the note about the mapping that begins there; call it before the mapping ends.
void ck_mapped_remove(const void *start);

// Messages.

/// From now on what this thread writes to `stderr` is dropped, until `ck_silence_end` has been called as often.
void ck_silence_begin(void);
void ck_silence_end(void);

// Other programs. What is opened here does not reach them by itself.

/// A new file that is only in memory; -1 if there is no room, with `errno`.
int ck_memory_file(void);

/// A new pipe, which is read from the first end; -1 if that fails, with `errno`.
int ck_pipe(int ends[2]);

/// Starts a program with standard input, output and error and no other open file. It handles signals as usual.
/// Returns 0 or an error number.
int ck_spawn(const char *path, char *const arguments[], char *const environment[], const int files[3], int *child);

// The terminal, as far as signals concern it.

/// From now on whatever ends the program (a crash, a signal, `exit`) first gives the terminal `fd` back as
/// it is now: writes the `length` bytes of `text` to it and restores its modes. Then it ends as it would have.
/// Messages to standard error, if that is a terminal, wait until then or until `ck_guard_disarm`.
/// Call it before the screen is taken over, on the thread that draws, with 1,024 bytes at most.
/// Returns 0 if `fd` is no terminal or another one is guarded already.
int ck_guard_arm(int fd, const char *text, long length);

/// Changes the text of `ck_guard_arm`. Returns 0 if it is too long; then the former text stays.
int ck_guard_change(const char *text, long length);

/// Lets `ck_guard_arm` also guard against an overflow of the calling thread's stack, which cannot be handled on that
/// stack. Every thread that runs much of the program calls this when it begins; `ck_guard_arm` does it for its own.
/// It costs next to nothing when it is called again.
void ck_guard_thread(void);

/// Ends what `ck_guard_arm` began.
void ck_guard_disarm(void);

/// A new descriptor that is readable after `ck_bell_ring` (from any thread, or a signal handler) until
/// `ck_bell_silence`; -1 if there are too many open.
int ck_bell_open(void);
void ck_bell_ring(int bell);
void ck_bell_silence(int bell);

/// What happened to the terminal.
enum { CK_RESIZED = 1, CK_STOP_ASKED = 2, CK_CONTINUED = 4 };

/// From now on SIGWINCH, SIGTSTP and SIGCONT are only noted, and ring the bell.
void ck_notices_begin(int bell);

/// What has happened since this was last asked, as a sum of the constants above.
int ck_notices_take(void);

/// Ends what `ck_notices_begin` began.
void ck_notices_end(void);

/// Stops the process group as ^Z in a shell does; returns when it goes on.
void ck_stop_group(void);

/// Takes whole blocks of 64 bytes into the eight words of a SHA-256 (FIPS 180-4).
void ck_sha256(unsigned *state, const unsigned char *bytes, long blocks);

// What Swift's Glibc leaves out.

/// Compares names with numbers in them, in which `9` comes before `10`; less than 0, 0 or more than 0.
int strverscmp(const char *name, const char *other);
