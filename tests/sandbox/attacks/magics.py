"""Tries the shell lines and magics of notebooks on the solution and on other processes.

Worth: 15
"""

# %%
!cat @SOLUTION@/lesson.py
!echo 1 > @TARGET@/shell
!kill -9 @VICTIM@
files = !ls @SOLUTION@
%run @SOLUTION@/lesson.py
%load @SOLUTION@/lesson.py
%cd @SOLUTION@
%env SECRET
%pylab
%autoreload 2
%pdb on
%logstart @TARGET@/log
%store double

# %%
%%bash
echo 1 > @TARGET@/bash

# %%
%%writefile @TARGET@/written
1

# %%
%%script python
open("@TARGET@/script", "w")

# %%
shell = get_ipython()
shell.system("touch @TARGET@/system")
shell.run_cell("from lesson import *")
shell.ast_transformers = shell.input_transformers_post = [lambda tree: tree]
shell.kernel.do_shutdown(False)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
