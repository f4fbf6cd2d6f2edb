"""Makes local sockets: in the file system, abstract, netlink and raw.

Worth: 15
"""

# %%
import socket
made = []
for family, kind, address in (
    (socket.AF_UNIX, socket.SOCK_STREAM, "@TARGET@/socket"),
    (socket.AF_UNIX, socket.SOCK_DGRAM, "\0autograder-attack"),
    (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
):
    try:
        made.append(socket.socket(family, kind))
        made[-1].bind(address)
        open("@TARGET@/bound", "w").close()
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
