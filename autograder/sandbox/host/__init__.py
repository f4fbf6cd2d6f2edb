"""The trusted side of the sandbox: it starts workers, asks, keeps time and count, and gathers outcomes.

It may import core and protocol (fork.py also worker); never keys, judging, authoring or settings.
"""
