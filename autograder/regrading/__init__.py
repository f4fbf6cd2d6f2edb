"""What a regrade changes, seen before it counts: gradings compared, a record reproduced, a policy for losses.

It may import gradebook, batch and what is below; it writes nothing but overrides.
"""
