"""Puts the solution's folder on the import path and imports it.

Worth: 0
"""

# %%
import sys
sys.path.insert(0, "@SOLUTION@")
sys.path_importer_cache.clear()
import lesson

# %% exercise="double"
double = lesson.double

# %% exercise="quad"
quad = lesson.quad
