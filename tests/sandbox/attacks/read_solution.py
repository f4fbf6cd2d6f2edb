"""Executes the solution's file and hands its functions in.

Worth: 0
"""

# %%
scope = {"np": np}
with open("@SOLUTION@/lesson.py") as file:
    exec(file.read(), scope)

# %% exercise="double"
double = scope['double']

# %% exercise="quad"
quad = scope['quad']

# %%
double, quad = scope["double"], scope["quad"]
