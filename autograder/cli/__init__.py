"""The command line: one short function per command.

It may import every room; no room imports it.
"""
