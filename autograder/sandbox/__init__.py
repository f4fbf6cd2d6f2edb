"""Running a stranger's code: the only room in which it runs, and no answer is ever brought in here.

host      the trusted side: starts workers, asks, gathers what they show       (driver: what is next; clock, ledger)
levels    how well this machine can shut a worker in, found by trying          (proof: the trial, and each worker's own)
forked    workers forked off one warm process (warm), on Linux                 (jail: what is around it; forking)
spawned   workers started afresh, on any machine, without a boundary            (process: one of them)
branched  workers forked off the command itself, where nothing is secret        (soonest: when)
worker    the untrusted side: channel, cells, answers, asking, results
          what it may do: syscalls, limits, privileges; what it may import: imports, figures
wire      what may pass between the two sides, byte by byte: WIRE.md           (messages, board, ending, sentences)
"""
