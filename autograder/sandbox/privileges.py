"""Giving up what root could do, for good."""

from __future__ import annotations

import ctypes
import os
import sys

NOBODY = 65534  # the user and group that the kernel itself calls nobody
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38


def drop_privileges() -> None:
    """Become nobody if this is root, and rule out every way back (set-user-id programs, file capabilities)."""
    if sys.platform == "win32":
        return
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    # No other process of this user may look into this one or its children: their memory or their descriptors.
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs cannot be set")
