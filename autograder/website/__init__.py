"""The course as a folder of static files: pages to read, and notebooks that run in the browser without an install.

Imports authoring and release, and nothing that grades. `build` makes all of it; any web server serves it.
"""
