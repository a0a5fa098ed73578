#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libjpeg's decoder. Its errors jump over the code that called it, which Swift does not allow; here they return.

enum {
    cj_message_length = 200,  // libjpeg's own limit (JMSG_LENGTH_MAX).
    cj_most_warnings = 8,
};

/// What is known of a picture; filled in while it is decoded.
typedef struct {
    /// Columns and rows.
    uint32_t width, height;
    /// A pixel is four amounts of ink, 255 for none, instead of red, green and blue.
    bool has_inks;
    /// The bytes ended before the end marker.
    bool ends_early;
    /// Some pixels are missing or wrong.
    bool is_damaged;
    /// Why decoding stopped.
    char problem[cj_message_length];
    /// What was odd about the file and did no harm to pixels, each once.
    uint32_t warning_count;
    char warnings[cj_most_warnings][cj_message_length];
} cj_report;

/// A picture that is being decoded.
typedef struct cj_decoder cj_decoder;

/// A decoder of bytes that stay where they are; NULL if there is no memory.
cj_decoder *cj_open(const uint8_t *bytes, size_t count);
void cj_close(cj_decoder *decoder);

/// What is known so far.
const cj_report *cj_known(const cj_decoder *decoder);

/// Reads all that comes before the pixels; false if that fails.
bool cj_read_header(cj_decoder *decoder);

/// Decodes all pixels, row by row, three or four bytes for each; false if any are missing or wrong.
bool cj_read_pixels(cj_decoder *decoder, uint8_t *target);
