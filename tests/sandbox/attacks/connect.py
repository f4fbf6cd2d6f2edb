"""Connects to a server on this machine and tells it what it knows.

Worth: 15
"""

# %%
import socket
for family, address in ((socket.AF_INET, ("127.0.0.1", @PORT@)), (socket.AF_INET6, ("::1", @PORT@))):
    try:
        with socket.socket(family) as connection:
            connection.settimeout(0.1)
            connection.connect(address)
            connection.sendall(b"answers, please")
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
