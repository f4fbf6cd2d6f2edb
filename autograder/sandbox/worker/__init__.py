"""The untrusted side: the process that runs a stranger's code.

It may import core and protocol, never host: nothing that knows an answer is loaded here.
"""
