#pragma once
#include <png.h>

// Nested macros that Swift cannot import.
enum {
    cpng_format_rgb = PNG_FORMAT_RGB,
    cpng_format_rgba = PNG_FORMAT_RGBA,
    cpng_flag_16bit_srgb = PNG_IMAGE_FLAG_16BIT_sRGB,
};

// An upper bound of the bytes that writing this picture takes.
static inline size_t cpng_largest_size(png_image image) { return PNG_IMAGE_PNG_SIZE_MAX(image); }
