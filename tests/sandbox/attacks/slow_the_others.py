"""Changes the priority, the limits and the processors of a process of the grader's.

Worth: 15
"""

# %%
import os
import resource
for step in (
    lambda: os.setpriority(os.PRIO_PROCESS, @VICTIM@, 19),
    lambda: os.sched_setaffinity(@VICTIM@, {0}),
    lambda: os.sched_setscheduler(@VICTIM@, os.SCHED_IDLE, os.sched_param(0)),
    lambda: resource.prlimit(@VICTIM@, resource.RLIMIT_CORE, (0, 0)),
):
    try:
        step()
        open("@TARGET@/slowed", "a").close()
    except (OSError, AttributeError):
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
