"""What grading costs, and how often it is wrong; with public tools, so that anyone can measure it again: `make bench`.

__main__   which parts run, and where the report goes: build/bench/bench.md
boundary   one submission: each level of the sandbox      (floor: the least that running it can cost)
latency    what a student waits for
everyday   nothing new, or one submission, in a class that was graded before: start-up
regrading  a class that was graded before
scaling    a class against its size, executor and level   (classes: made up; commands: time and memory; chart)
ceiling    what a second core gives on this machine
peers      other graders on the same submissions          (literal: the calls as lines of test code)
truth      are the verdicts on gradients right?           (course, tasks, rivals, speed)
table      tables as Markdown
"""

from autograder.sandbox.host.environment import compute_in_one_thread

compute_in_one_thread()  # before numpy comes, as in the command
