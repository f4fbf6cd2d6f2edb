"""Listens on this machine, for a later submission to call.

Worth: 15
"""

# %%
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
server.settimeout(0.1)
open("@TARGET@/listening", "w").write(str(server.getsockname()))

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
