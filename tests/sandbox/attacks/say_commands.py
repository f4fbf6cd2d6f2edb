"""Says workflow commands of CI systems in its messages.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("\n::error::owned\n::add-mask::1\n##[error]owned\n##vso[task.complete]done")

# %% exercise="quad"
def quad(x):
    raise ValueError("\n::error::owned\n::add-mask::1\n##[error]owned\n##vso[task.complete]done")
