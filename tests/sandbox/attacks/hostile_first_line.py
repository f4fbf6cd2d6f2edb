"""Fails in cells whose first line, and whose mark, attack anyone who reads the notes.

Worth: 15
"""

# %%
'<script>@U+001B@]0;owned@U+0007@@U+009B@2J@U+202E@::error::'; 1 / 0

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0

# %%
# %% exercise="@U+001B@[2J<b>@U+202E@"
1 / 0
# %% exercise="::error::owned"
1 / 0
