"""Running a stranger's code: the only room in which it runs, and no answer is ever brought in here.

host      the trusted side: starts workers, keeps the clock, gathers Observations      (driver: what is next)
forked    workers forked off one warm process (warm), on Linux                          (limits)
spawned   workers started afresh, on any machine
worker    the untrusted side: cells, answers, stand_ins, results
wire      what may pass between the two sides, byte by byte                             (messages, sentences)
"""
