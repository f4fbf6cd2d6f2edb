"""All platforms that a course can be bundled for: a new one is a file beside this one and a line here."""

from __future__ import annotations

from autograder.bundles.autolab import AUTOLAB
from autograder.bundles.classroom50 import CLASSROOM50
from autograder.bundles.github import GITHUB
from autograder.bundles.gitlab import GITLAB
from autograder.bundles.gradescope import GRADESCOPE
from autograder.bundles.prairielearn import PRAIRIELEARN

PLATFORMS = (GRADESCOPE, PRAIRIELEARN, AUTOLAB, CLASSROOM50, GITHUB, GITLAB)
