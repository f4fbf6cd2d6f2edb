"""What grading costs, measured with public tools so that anyone can do it again: `make bench`.

__main__   which parts run, and where the report goes: build/bench/bench.md
classes    made-up classes of any size                  commands   run a command, time it, watch its memory
scaling    a class against its size, executor, level    floor      the least that running a submission can cost
boundary   what the sandbox adds                        latency    what a student waits for
regrading  a class graded before                        peers      other graders on the same submissions
table      tables as Markdown; chart                    truth      are the grades right?
"""
