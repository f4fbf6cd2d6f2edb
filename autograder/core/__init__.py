"""Frozen types, plain values and safe text: what every other room speaks in.

No I/O; it imports nothing of ours but errors.
"""
