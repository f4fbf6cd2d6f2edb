"""The proof of the checks: known mistakes and mutants must lose points, right answers must not.

It may import keys, judging and authoring.
"""
