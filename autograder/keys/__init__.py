"""Probes become calls, the solution's results become expectations: the answer key, and the students' part of it.

It may import authoring, judging, gradients and what is below; never the sandbox.
"""
