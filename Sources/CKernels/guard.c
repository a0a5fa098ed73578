// What must run inside a signal handler: giving the terminal back when the program is ended, and
// noting what the terminal's loop has to know. Only calls that are safe there (signal-safety(7)).
#define _GNU_SOURCE
#include "ckernels.h"
#include "mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// Every signal that ends a program unless it is handled, as far as it can be. Crashes come first:
// Swift's own report handles those, and everything else that is handled is left to whoever does it.
// SIGBUS is handled below by itself.
static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGFPE,  SIGSEGV, SIGQUIT, SIGSYS,  SIGHUP,  SIGINT,
                            SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGPROF, SIGVTALRM};
enum { fatal_count = sizeof fatal / sizeof *fatal, crash_count = 6 };

static volatile int terminal = -1; // the one to give back, -1 for none
static int drawn_on = -1;          // the descriptor it is drawn on, another one for the same terminal
static struct termios remembered;
// What to write, twice: the one in use stays whole while the other is changed.
static struct {
    char text[1024];
    size_t length;
} undo[2];
static volatile int current;
static struct sigaction before[NSIG];

// Messages to a terminal would scroll through the picture and be gone with it. While it is shown they
// are collected in memory.
static int messages = -1;      // what they go to
static int real_messages = -1; // where they belong

static void hold_messages(void) {
    if (!isatty(STDERR_FILENO)) return;
    messages = memfd_create("messages", MFD_CLOEXEC);
    real_messages = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (messages >= 0 && real_messages >= 0) dup2(messages, STDERR_FILENO);
}

// A terminal that takes no more output (stopped with ^S, hung up) must not make anyone wait for ever.
static int takes_output(int fd) {
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    return poll(&ready, 1, 200) == 1 && !(ready.revents & (POLLERR | POLLHUP));
}

static void show_messages(void) {
    if (messages >= 0 && real_messages >= 0) {
        dup2(real_messages, STDERR_FILENO);
        char part[512];
        ssize_t length;
        lseek(messages, 0, SEEK_SET);
        while ((length = read(messages, part, sizeof part)) > 0 && takes_output(STDERR_FILENO)) {
            if (write(STDERR_FILENO, part, (size_t)length) < 0) break;
        }
    }
    if (messages >= 0) close(messages);
    if (real_messages >= 0) close(real_messages);
    messages = real_messages = -1;
}

// Writes what leaves the screen and sets the terminal to what it was, once.
static void give_back(void) {
    int fd = __atomic_exchange_n(&terminal, -1, __ATOMIC_SEQ_CST);
    if (fd < 0) return;
    int old_errno = errno;
    // Other threads may be drawing: from now on that goes nowhere.
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere >= 0) dup2(nowhere, drawn_on);
    // One may be in the middle of a write, and hold the terminal until that is done; or for ever.
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    for (int tries = 0; tries < 20 && write(fd, undo[current].text, undo[current].length) < 0 && errno == EAGAIN; tries++) poll(0, 0, 10);
    tcflush(fd, TCIFLUSH); // or the shell would read mouse reports that are still on their way
    tcsetattr(fd, TCSANOW, &remembered);
    show_messages();
    errno = old_errno;
}

// Whether the fault happens again, in its own place, when the handler returns; a signal that was sent
// does not, nor does an x86 breakpoint, which is over when it is reported.
static int repeats(int number, int code) {
    if (number == SIGTRAP) return code == TRAP_BRKPT;
    return code > 0 && (number == SIGILL || number == SIGBUS || number == SIGFPE || number == SIGSEGV);
}

static void end(int number, siginfo_t *info, void *context) {
    (void)context;
    sigaction(number, &before[number], 0);
    int was_taken = terminal >= 0;
    give_back();
    // Swift's report would end with asking for a key, and wait for it for 30 seconds. This is the key.
    int key[2];
    if (was_taken && pipe(key) == 0 && write(key[1], "q", 1) == 1) dup2(key[0], STDIN_FILENO);
    if (!repeats(number, info->si_code)) raise(number);
}

static void say(const char *text) {
    if (write(STDERR_FILENO, text, strlen(text)) < 0) { /* nobody listens */
    }
}

// A look at what was cut off a mapped file is no fault of the program: it ends as after any other error. It
// cannot go on, for whatever it computes from zeros in the place of the bytes would be wrong.
static void end_without_bytes(int number, siginfo_t *info, void *context) {
    const char *path = info->si_code > 0 ? ck_mapped_at(info->si_addr) : 0;
    if (!path) {
        end(number, info, context);
        return;
    }
    // Several threads may look at the same time; the first one ends the program.
    static int is_ending;
    while (__atomic_exchange_n(&is_ending, 1, __ATOMIC_SEQ_CST)) pause();
    give_back();
    if (isatty(STDERR_FILENO)) say("\r\033[K"); // the line may show progress
    say("Error: ");
    say(path);
    say(": was cut short while it was in use; start again when whatever writes it is done\n");
    _exit(2); // as commands end where nothing could be answered
}

void ck_guard_mapped_files(void) {
    static int is_guarded;
    if (__atomic_exchange_n(&is_guarded, 1, __ATOMIC_SEQ_CST)) return;
    struct sigaction action = {.sa_sigaction = end_without_bytes, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU);
    sigaction(SIGBUS, 0, &before[SIGBUS]);
    sigaction(SIGBUS, &action, 0);
}

// A stack overflow leaves no stack to handle it on, and every thread can have its own. They live as long as their threads.
enum { signal_stack_size = 64 * 1024 };
static pthread_key_t signal_stacks;
static int has_signal_stacks;

static void free_signal_stack(void *stack) {
    stack_t known, none = {.ss_flags = SS_DISABLE};
    if (sigaltstack(0, &known) == 0 && known.ss_sp == stack) sigaltstack(&none, 0);
    munmap(stack, signal_stack_size);
}

static void begin_signal_stacks(void) {
    has_signal_stacks = pthread_key_create(&signal_stacks, free_signal_stack) == 0;
}

void ck_guard_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local int is_guarded;
    if (is_guarded) return;
    is_guarded = 1;
    pthread_once(&once, begin_signal_stacks);
    stack_t known;
    if (!has_signal_stacks || sigaltstack(0, &known) != 0 || !(known.ss_flags & SS_DISABLE)) return;
    void *stack = mmap(0, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED) return;
    stack_t ours = {.ss_sp = stack, .ss_size = signal_stack_size};
    if (pthread_setspecific(signal_stacks, stack) != 0 || sigaltstack(&ours, 0) != 0) {
        pthread_setspecific(signal_stacks, 0);
        munmap(stack, signal_stack_size);
    }
}

int ck_guard_change(const char *text, long length) {
    int other = !current;
    if (length < 0 || (size_t)length > sizeof undo[other].text) return 0;
    memcpy(undo[other].text, text, (size_t)length);
    undo[other].length = (size_t)length;
    __atomic_store_n(&current, other, __ATOMIC_SEQ_CST);
    return 1;
}

int ck_guard_arm(int fd, const char *text, long length) {
    static int at_exit;
    if (terminal >= 0 || tcgetattr(fd, &remembered) != 0 || !ck_guard_change(text, length)) return 0;
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (own < 0) return 0;
    drawn_on = fd;
    ck_guard_thread();
    hold_messages();
    if (!at_exit) at_exit = atexit(give_back) == 0;
    terminal = own;
    ck_guard_mapped_files(); // and any other SIGBUS
    struct sigaction action = {.sa_sigaction = end, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU); // in the background, tcsetattr would stop the program
    for (int i = 0; i < fatal_count; i++) {
        struct sigaction *old = &before[fatal[i]];
        sigaction(fatal[i], 0, old);
        if (i < crash_count || old->sa_handler == SIG_DFL) sigaction(fatal[i], &action, 0);
    }
    return 1;
}

void ck_guard_disarm(void) {
    int own = __atomic_exchange_n(&terminal, -1, __ATOMIC_SEQ_CST);
    if (own < 0) return;
    close(own);
    for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &before[fatal[i]], 0);
    show_messages();
}

// Bells and notices.

int ck_bell_open(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void ck_bell_ring(int bell) {
    int old_errno = errno;
    uint64_t one = 1;
    if (write(bell, &one, sizeof one) < 0) { /* it is ringing already */
    }
    errno = old_errno;
}

void ck_bell_silence(int bell) {
    uint64_t count;
    if (read(bell, &count, sizeof count) < 0) { /* it was not ringing */
    }
}

static const int noticed[] = {SIGWINCH, SIGTSTP, SIGCONT};
enum { noticed_count = sizeof noticed / sizeof *noticed };

static int noticed_by = -1; // a bell
static int notices;
static struct sigaction unnoticed[noticed_count];

static void notice(int number) {
    int what = number == SIGWINCH ? CK_RESIZED : number == SIGTSTP ? CK_STOP_ASKED : CK_CONTINUED;
    __atomic_fetch_or(&notices, what, __ATOMIC_SEQ_CST);
    ck_bell_ring(noticed_by);
}

void ck_notices_begin(int bell) {
    noticed_by = bell;
    struct sigaction action = {.sa_handler = notice, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < noticed_count; i++) sigaction(noticed[i], &action, &unnoticed[i]);
}

int ck_notices_take(void) {
    return __atomic_exchange_n(&notices, 0, __ATOMIC_SEQ_CST);
}

void ck_notices_end(void) {
    for (int i = 0; i < noticed_count; i++) sigaction(noticed[i], &unnoticed[i], 0);
    ck_notices_take();
}

void ck_stop_group(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL}, ours;
    sigset_t stop, masked;
    sigemptyset(&standard.sa_mask);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigaction(SIGTSTP, &standard, &ours);
    pthread_sigmask(SIG_UNBLOCK, &stop, &masked);
    kill(0, SIGTSTP); // goes on here after SIGCONT
    pthread_sigmask(SIG_SETMASK, &masked, 0);
    sigaction(SIGTSTP, &ours, 0);
}
