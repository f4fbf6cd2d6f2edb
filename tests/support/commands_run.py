"""Commands run as people run them."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
