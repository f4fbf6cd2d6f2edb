"""Copies of the modules that the worker itself uses, out of reach of what a student assigns to their names.

`np.random.seed = 42` is a slip that tutorials recommend, and `np.array = [1, 2, 3]` is another. Neither may change what
our own code does, so that works with copies of numpy, sys and all others, made before the first cell runs. A notebook
gets a copy of builtins for the same reason: what it assigns there, nothing else sees.
"""

from __future__ import annotations

import builtins
import sys
from types import ModuleType
from typing import Any

OURS = (
    "autograder.core",
    "autograder.sandbox.protocol",
    *(f"autograder.sandbox.worker.{name}" for name in ("channel", "functions", "main", "notebook", "remote_calls")),
)
_copies: dict[str, ModuleType] = {}
_originals: dict[str, dict[str, Any]] = {}
WATCHED = ("numpy", "numpy.random", "numpy.linalg", "random", "math")


def keep_own_modules() -> None:
    """Have the modules that run beside a student's code use copies of all others; it is done once per process."""
    if _copies:
        return
    for name, module in tuple(sys.modules.items()):
        if _name_of(name, module).startswith(OURS):
            vars(module).update({key: _copy(value) for key, value in vars(module).items() if _is_foreign(value)})
    _originals.update({name: dict(vars(sys.modules[name])) for name in WATCHED if name in sys.modules})


def _name_of(name: str, module: ModuleType) -> str:
    """Return a module's own name, also where it is the program that runs (python -m): that is called __main__."""
    spec = getattr(module, "__spec__", None)
    return spec.name if name == "__main__" and spec is not None else name


def _is_foreign(value: Any) -> bool:
    return isinstance(value, ModuleType) and value.__name__.partition(".")[0] != "autograder"


def _copy(module: ModuleType) -> ModuleType:
    """Return the copy of a module, in which the modules of the same package are copies too."""
    if module.__name__ not in _copies:
        copy = _copies[module.__name__] = ModuleType(module.__name__)
        vars(copy).update(vars(module))
        package = f"{module.__name__}."
        inner = {
            name: _copy(value)
            for name, value in vars(module).items()
            if isinstance(value, ModuleType) and value.__name__.startswith(package) and not name.startswith("_")
        }
        vars(copy).update(inner)
    return _copies[module.__name__]


def own_builtins() -> ModuleType:
    """Return a copy of builtins, for one notebook to change as it likes."""
    copy = ModuleType("builtins")
    vars(copy).update(vars(builtins))
    return copy


def replaced_names() -> dict[str, Any]:
    """Return what has taken the place of functions of numpy, random and math, by their names: {"np.array": [1, 2]}."""
    found: dict[str, Any] = {}
    for module, names in _originals.items():
        now = vars(sys.modules[module])
        short = module.replace("numpy", "np", 1)
        changed = {name: now[name] for name, before in names.items() if name in now and now[name] is not before}
        found |= {f"{short}.{name}": value for name, value in changed.items() if not name.startswith("__")}
    return found
