"""Asks for memory that may be run, by every way round, and writes a program of its own into it.

Worth: 15
"""

# %%
import ctypes
import mmap
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.personality(0x0400000)
size, got = 4096, []
for flags in (0x22, 0x21, 0x8022):
    address = libc.mmap(None, ctypes.c_size_t(size), 7, flags, -1, ctypes.c_long(0))
    if address not in (None, ctypes.c_void_p(-1).value):
        got.append(address)
page = libc.mmap(None, ctypes.c_size_t(size), 3, 0x22, -1, ctypes.c_long(0))
if page not in (None, ctypes.c_void_p(-1).value):
    ctypes.memset(page, 0xC3, size)
    if libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(size), 5) == 0:
        got.append(page)
for address in got:
    ctypes.memset(address, 0xC3, size)
    ctypes.CFUNCTYPE(None)(address)()
    open("@TARGET@/code", "w").close()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
