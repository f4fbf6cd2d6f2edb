"""Unmaps the memory under the array that it returns.

Worth: 0
"""

# %%
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p

def on_loose_ground(x):
    size = 2**16
    address = libc.mmap(None, ctypes.c_size_t(size), 3, 0x22, -1, ctypes.c_long(0))
    made = np.frombuffer((ctypes.c_double * x.size).from_address(address), np.float64).reshape(x.shape)
    libc.munmap(ctypes.c_void_p(address), ctypes.c_size_t(size))
    return made

# %% exercise="double"
def double(x):
    return on_loose_ground(x)

# %% exercise="quad"
def quad(x):
    return on_loose_ground(x)
