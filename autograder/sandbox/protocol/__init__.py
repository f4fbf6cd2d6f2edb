"""What may pass between the two sides of the sandbox, byte by byte: see WIRE.md.

It may import core alone.
"""
