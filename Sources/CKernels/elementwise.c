#include "ckernels.h"

#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// One version for each instruction set, chosen when the program starts; plain x86-64 means SSE2 only.
#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// 2^n p(f) with x = n ln 2 + f: relative error below 1e-6 (Cephes' coefficients of the polynomial).
// What would be denormal is 0, above all that of keys that may not be read.
INLINE float fast_exp(float x) {
    int is_zero = x < -87.3f;
    x = is_zero ? -87.3f : x;
    x = x > 88.3f ? 88.3f : x;
    float t = x * 1.44269504f + 12582912.0f; // rounds to an integer in the low bits
    int n;
    memcpy(&n, &t, 4);
    n = (int)((unsigned)n << 23);
    t -= 12582912.0f;
    float f = x - t * 0.693359375f + t * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * f + 1.3981999507e-3f;
    p = p * f + 8.3334519073e-3f;
    p = p * f + 4.1665795894e-2f;
    p = p * f + 1.6666665459e-1f;
    p = p * f + 5.0000001201e-1f;
    p = p * f * f + f + 1.0f;
    int bits;
    memcpy(&bits, &p, 4);
    bits += n;
    memcpy(&p, &bits, 4);
    return is_zero ? 0.0f : p;
}

CLONES static float ck_maximum(const float *row, long count) {
#pragma clang fp reassociate(on)
    float top = -INFINITY;
    for (long i = 0; i < count; i++) top = __builtin_elementwise_max(row[i], top);
    return top;
}

CLONES static float ck_exponentials(float *row, long count, float shift) {
#pragma clang fp reassociate(on)
#pragma clang fp contract(fast)
    float sum = 0;
    for (long i = 0; i < count; i++) {
        float e = fast_exp(row[i] - shift);
        row[i] = e;
        sum += e;
    }
    return sum;
}

CLONES float ck_running_softmax(float *row, long count, float *largest, float *sum) {
#pragma clang fp reassociate(on)
#pragma clang fp contract(fast)
    float top = *largest, total = 0;
    for (long i = 0; i < count; i++) top = __builtin_elementwise_max(row[i], top);
    for (long i = 0; i < count; i++) {
        float e = fast_exp(row[i] - top);
        row[i] = e;
        total += e;
    }
    float factor = top == *largest ? 1 : expf(*largest - top); // expf(-infinity) is 0
    *sum = *sum * factor + total;
    *largest = top;
    return factor;
}

CLONES void ck_scale(float *row, long count, float scale) {
    for (long i = 0; i < count; i++) row[i] *= scale;
}

void ck_softmax(float *row, long count) {
    if (count < 1) return;
    float sum = ck_exponentials(row, count, ck_maximum(row, count));
    ck_scale(row, count, 1 / sum);
}

// 1 - erf(z) for z of at least 0, where `tail` is exp(-z²).
// By Abramowitz and Stegun 7.1.26, it has an absolute error of 1.5e-7, which is float32's own.
INLINE float erf_rest(float z, float tail) {
    float t = 1.0f / (1.0f + 0.3275911f * z);
    float p = 1.061405429f;
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    return p * t * tail;
}

CLONES void ck_gelu(float *row, long count) {
#pragma clang fp contract(fast)
    for (long i = 0; i < count; i++) {
        float x = row[i];
        float z = __builtin_elementwise_abs(x) * 0.70710678f;
        float rest = erf_rest(z, fast_exp(-z * z));
        float half = 0.5f * x;
        row[i] = x < 0 ? half * rest : x - half * rest;
    }
}

// SiLU with b = 0, and GELU by tanh, as (1 + tanh u) / 2 = sigmoid(2u). What overflows is no product of 0 and infinity.
CLONES void ck_gated(float *row, long count, float a, float b) {
#pragma clang fp contract(fast)
    for (long i = 0; i < count; i++) {
        float x = row[i], square = x * x;
        square = square > 1e30f ? 1e30f : square;
        row[i] = x / (1.0f + fast_exp(-x * (a + b * square)));
    }
}

CLONES void ck_layer_norm(const float *row, float *result, long count, const float *gain, const float *offset,
                          float epsilon, int centred) {
#pragma clang fp reassociate(on)
#pragma clang fp contract(fast)
    float sum = 0;
    for (long i = 0; i < count; i++) sum += row[i];
    float mean = centred ? sum / (float)count : 0, squares = 0;
    for (long i = 0; i < count; i++) {
        float d = row[i] - mean;
        squares += d * d;
    }
    float scale = 1 / sqrtf(squares / (float)count + epsilon);
    for (long i = 0; i < count; i++) result[i] = (row[i] - mean) * scale * gain[i] + offset[i];
}

CLONES void ck_weights(float *row, long count, float log_sum) {
#pragma clang fp contract(fast)
    for (long i = 0; i < count; i++) row[i] = fast_exp(row[i] - log_sum);
}

CLONES void ck_score_gradient(float *gradient, const float *weights, long count, float mean) {
    for (long i = 0; i < count; i++) gradient[i] = weights[i] * (gradient[i] - mean);
}

CLONES void ck_add_positive(float *sums, const float *weights, const float *gradient, long count, float offset,
                            float factor) {
    for (long i = 0; i < count; i++) {
        sums[i] += factor * __builtin_elementwise_max(weights[i] * (gradient[i] + offset), 0.0f);
    }
}

// The slope is the normal distribution's sum up to x, and x times its density.
CLONES void ck_gelu_slope(float *gradient, const float *row, long count, int secant) {
#pragma clang fp contract(fast)
    float density = secant ? 0 : 0.39894228f;
    for (long i = 0; i < count; i++) {
        float x = row[i];
        float z = __builtin_elementwise_abs(x) * 0.70710678f;
        float tail = fast_exp(-z * z);
        float half = 0.5f * erf_rest(z, tail);
        gradient[i] *= (x < 0 ? half : 1.0f - half) + density * x * tail;
    }
}

CLONES void ck_gated_slope(float *gradient, const float *row, long count, float a, float b, int secant) {
#pragma clang fp contract(fast)
    float steepness = secant ? 0 : 1;
    for (long i = 0; i < count; i++) {
        float x = row[i], square = x * x;
        square = square > 1e30f ? 1e30f : square;
        float gate = 1.0f / (1.0f + fast_exp(-x * (a + b * square)));
        gradient[i] *= gate + steepness * x * gate * (1.0f - gate) * (a + 3 * b * square);
    }
}

CLONES float ck_layer_norm_gradient(float *gradient, const float *row, long count, const float *gain, float epsilon,
                                    int constant, int centred) {
#pragma clang fp reassociate(on)
#pragma clang fp contract(fast)
    float sum = 0, total = 0;
    for (long i = 0; i < count; i++) {
        sum += row[i];
        float g = gradient[i] * gain[i];
        gradient[i] = g;
        total += g;
    }
    float mean = centred ? sum / (float)count : 0, squares = 0, products = 0;
    for (long i = 0; i < count; i++) {
        float d = row[i] - mean;
        squares += d * d;
        products += d * gradient[i];
    }
    float variance = squares / (float)count + epsilon, scale = 1 / sqrtf(variance);
    float shift = centred ? total / (float)count : 0, share = constant ? 0 : products / (float)count / variance;
    for (long i = 0; i < count; i++) gradient[i] = (gradient[i] - shift - (row[i] - mean) * share) * scale;
    return products * scale * (constant ? 1 : epsilon / variance);
}

CLONES void ck_add(float *row, const float *other, long count) {
    for (long i = 0; i < count; i++) row[i] += other[i];
}

CLONES void ck_multiply(float *row, const float *other, long count) {
    for (long i = 0; i < count; i++) row[i] *= other[i];
}

// Shifts the 15 bits below the sign into a float's place and corrects the exponent's bias by a
// product, which also handles subnormal numbers; infinities and NaN keep all their exponent bits.
CLONES static void widen_half(const unsigned short *half, float *result, long count) {
    for (long i = 0; i < count; i++) {
        unsigned h = half[i], bits = (h & 0x7fffu) << 13;
        unsigned special = (h & 0x7c00u) == 0x7c00u ? 0x7f800000u : 0;
        float value;
        memcpy(&value, &bits, 4);
        value *= 5.192296858534828e33f; // 2^112
        memcpy(&bits, &value, 4);
        bits |= special | (h & 0x8000u) << 16;
        memcpy(&result[i], &bits, 4);
    }
}

#if defined(__x86_64__)
// One instruction of F16C for eight numbers; it also makes NaN that signal quiet.
__attribute__((target("avx,f16c"))) static long widen_half_f16c(const unsigned short *half, float *result, long count) {
    long done = 0;
    for (; done + 8 <= count; done += 8) {
        __m128i eight = _mm_loadu_si128((const __m128i *)(half + done));
        _mm256_storeu_ps(result + done, _mm256_cvtph_ps(eight));
    }
    return done;
}
#endif

void ck_from_half(const unsigned short *half, float *result, long count) {
    long done = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c")) done = widen_half_f16c(half, result, count);
#endif
    widen_half(half + done, result + done, count - done);
}

// An exponent of all ones carries into the highest bit.
CLONES int ck_all_finite(const float *numbers, long count) {
    unsigned carries = 0;
    for (long i = 0; i < count; i++) {
        unsigned bits;
        memcpy(&bits, &numbers[i], 4);
        carries |= (bits & 0x7f800000u) + 0x00800000u;
    }
    return carries >> 31 == 0;
}

CLONES void ck_from_bfloat16(const unsigned short *half, float *result, long count) {
    for (long i = 0; i < count; i++) {
        unsigned bits = (unsigned)half[i] << 16;
        memcpy(&result[i], &bits, 4);
    }
}
