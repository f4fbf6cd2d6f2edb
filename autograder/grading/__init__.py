"""One submission becomes one report: run it, ask it, judge it, and give follow-through credit.

It may import keys, judging, notebooks, core and what sandbox/__init__ offers.
"""
