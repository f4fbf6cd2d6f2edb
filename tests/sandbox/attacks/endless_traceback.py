"""Raises an exception whose traceback never ends, and tells line numbers that are texts.

Worth: 0
"""

# %%
class Frame:
    class f_code:
        co_filename, co_qualname = "<cell 0>", "quad"

class Trace:
    tb_frame, tb_lineno = Frame, "<script>alert(1)</script>\x1b[2J"

    @property
    def tb_next(self):
        return Trace()

class Endless(Exception):
    __traceback__ = Trace()

class Short(Exception):
    @property
    def __traceback__(self):
        one = Trace()
        one.__class__ = type("One", (Trace,), {"tb_next": None})
        return one

# %% exercise="double"
def double(x):
    raise Endless

# %% exercise="quad"
def quad(x):
    raise Short
