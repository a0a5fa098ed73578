#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

struct cj_decoder {
    struct jpeg_decompress_struct library;  // First, so that callbacks find the rest.
    struct jpeg_error_mgr errors;
    jmp_buf failed;
    const uint8_t *bytes;
    size_t count;
    cj_report report;
};

static cj_decoder *owner(j_common_ptr library) { return (cj_decoder *)library; }

_Noreturn static void stop(j_common_ptr library) {
    cj_decoder *decoder = owner(library);
    library->err->format_message(library, decoder->report.problem);
    longjmp(decoder->failed, 1);
}

static void keep_warning(j_common_ptr library) {
    cj_report *report = &owner(library)->report;
    if (report->warning_count == cj_most_warnings) return;
    char *message = report->warnings[report->warning_count];
    library->err->format_message(library, message);
    for (uint32_t i = 0; i < report->warning_count; i++) {
        if (strcmp(report->warnings[i], message) == 0) return;
    }
    report->warning_count++;
}

/// Levels below 0 are warnings. Most cost no pixel; nothing is decoded behind one that does.
static void on_message(j_common_ptr library, int level) {
    if (level >= 0) return;
    switch (library->err->msg_code) {
    case JWRN_JPEG_EOF: owner(library)->report.ends_early = true; break;
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
        owner(library)->report.is_damaged = true;
        stop(library);
    default: keep_warning(library);
    }
}

static void print_nothing(j_common_ptr library) { (void)library; }

cj_decoder *cj_open(const uint8_t *bytes, size_t count) {
    cj_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return NULL;
    decoder->bytes = bytes;
    decoder->count = count;
    decoder->library.err = jpeg_std_error(&decoder->errors);
    decoder->errors.error_exit = stop;
    decoder->errors.emit_message = on_message;
    decoder->errors.output_message = print_nothing;
    if (setjmp(decoder->failed)) {
        cj_close(decoder);
        return NULL;
    }
    jpeg_create_decompress(&decoder->library);
    return decoder;
}

void cj_close(cj_decoder *decoder) {
    jpeg_destroy_decompress(&decoder->library);
    free(decoder);
}

const cj_report *cj_known(const cj_decoder *decoder) { return &decoder->report; }

bool cj_read_header(cj_decoder *decoder) {
    struct jpeg_decompress_struct *library = &decoder->library;
    if (setjmp(decoder->failed)) return false;
    jpeg_mem_src(library, decoder->bytes, decoder->count);
    jpeg_read_header(library, TRUE);
    decoder->report.width = library->image_width;
    decoder->report.height = library->image_height;
    decoder->report.has_inks =
        library->jpeg_color_space == JCS_CMYK || library->jpeg_color_space == JCS_YCCK;
    return true;
}

/// Whether all components came, and, where the end is missing, all bits of their coefficients.
static bool is_whole(const cj_decoder *decoder) {
    const struct jpeg_decompress_struct *library = &decoder->library;
    for (int i = 0; i < library->num_components; i++) {
        // The library keeps a component's table when its first scan begins.
        if (!library->comp_info[i].quant_table) return false;
        if (!decoder->report.ends_early || !library->coef_bits) continue;
        for (int bit = 0; bit < DCTSIZE2; bit++) {
            if (library->coef_bits[i][bit] != 0) return false;
        }
    }
    return true;
}

bool cj_read_pixels(cj_decoder *decoder, uint8_t *target) {
    struct jpeg_decompress_struct *library = &decoder->library;
    if (setjmp(decoder->failed)) return false;
    library->out_color_space = decoder->report.has_inks ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(library);
    size_t row_length = (size_t)library->output_width * (size_t)library->output_components;
    while (library->output_scanline < library->output_height) {
        JSAMPROW rows[16];
        JDIMENSION left = library->output_height - library->output_scanline;
        JDIMENSION count = left < 16 ? left : 16;
        for (JDIMENSION i = 0; i < count; i++) rows[i] = target + (library->output_scanline + i) * row_length;
        jpeg_read_scanlines(library, rows, count);
    }
    decoder->report.is_damaged = !is_whole(decoder);
    // Whether the end marker is there shows on the way to it.
    jpeg_finish_decompress(library);
    if (decoder->report.is_damaged) strcpy(decoder->report.problem, "some scans are missing");
    return !decoder->report.is_damaged;
}
