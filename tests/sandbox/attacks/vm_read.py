"""Reads another process's memory with process_vm_readv.

Worth: 15
"""

# %%
import ctypes
import os

class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

buffer = ctypes.create_string_buffer(64)
here, there = Part(ctypes.addressof(buffer), 64), Part(id(None), 64)
for number in (os.getppid(), @VICTIM@):
    ctypes.CDLL(None).process_vm_readv(number, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
