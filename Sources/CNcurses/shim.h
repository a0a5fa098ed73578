#pragma once
// The wide-character interface; without this there is no cchar_t.
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>
#include <ncursesw/term.h>

// Macros that Swift cannot import.
static const attr_t cnc_bold = A_BOLD;
static const attr_t cnc_dim = A_DIM;
static const attr_t cnc_reverse = A_REVERSE;
static const attr_t cnc_underline = A_UNDERLINE;

// Variables that Swift 6 holds to be shared between threads; only the thread that draws uses them.
static inline WINDOW *cnc_window(void) { return stdscr; }
static inline WINDOW *cnc_shown(void) { return curscr; }
static inline int cnc_colours(void) { return COLORS; }
static inline int cnc_pairs(void) { return COLOR_PAIRS; }

static inline TERMINAL *cnc_terminal(void) { return cur_term; }

// What ncurses measures characters by; libc declares it only to programs that define _XOPEN_SOURCE.
extern int wcwidth(wchar_t character);
