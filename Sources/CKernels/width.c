#define _XOPEN_SOURCE 700
#include "ckernels.h"

#include <locale.h>
#include <wchar.h>

int ck_character_width(unsigned scalar) {
    static locale_t utf8; // every thread would make the same one
    if (!utf8) utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0);
    if (!utf8) return 1;
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}
