"""Many submissions: which are stale, and where they are graded (this process, several, Dask).

It may import everything below reports.
"""
