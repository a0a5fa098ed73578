"""How the C library keeps memory."""

from __future__ import annotations

import ctypes


def keep_memory() -> None:
    """Lets freed memory stay with the process; without effect where the C library is not glibc.

    A step frees and asks for arrays of 50 MB again and again; each time from the system, and cleared by it, that
    took a sixth of the step.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "gnu_get_libc_version"):
        # M_MMAP_MAX, M_TRIM_THRESHOLD and M_TOP_PAD of malloc.h
        for parameter, value in ((-4, 0), (-1, 2**31 - 1), (-2, 2**28)):
            library.mallopt(parameter, value)
