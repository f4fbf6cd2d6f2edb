"""What a worker is left with: the modules, plots and files that honest work needs, and which imports."""

from __future__ import annotations

import pytest

from autograder.core.calls import Returned
from autograder.core.modules import refusal
from autograder.errors import AutograderError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host import isolation as levels
from autograder.sandbox.host.isolation import available
from autograder.sandbox.host.session import AnySandbox
from support.workers_seen import message, observe, value

# --- what is left ------------------------------------------------------------------------------------------------


def test_what_students_use_is_there(sandbox: AnySandbox) -> None:
    source = """
        import abc, collections, contextlib, copy, csv, dataclasses, datetime, decimal, enum, fractions, functools, io
        import inspect, itertools, json, math, operator, os, pathlib, pprint, random, re, statistics, string, sys, time
        import timeit, traceback, types, typing, warnings, graphlib
        from collections.abc import Callable
        import numpy as np, numpy.linalg as la
        from numpy.polynomial import Polynomial

        def f():
            rng = np.random.default_rng(0)
            x = rng.normal(size=(50, 50))
            np.testing.assert_allclose(la.inv(x) @ x, np.eye(50), atol=1e-8)
            np.einsum('ij,jk->ik', x, x, optimize=True), np.fft.fft(x), np.ma.array(x), Polynomial([1, 2])(x)
            np.array2string(x), np.random.rand(3), np.unique(x), np.char.upper(np.array(['a'])), np.linalg.svd(x)
            np.savetxt(io.StringIO(), x)
            np.save(io.BytesIO(), x)
            warnings.warn('careful')
            try:
                1 / 0
            except ZeroDivisionError:
                traceback.print_exc()
            inspect.getsource(f), inspect.signature(f)
            datetime.datetime.now().strftime('%A %d %B'), time.localtime(), datetime.date.fromisoformat('2026-01-01')
            'ü'.encode('latin-1'), b'x'.decode('cp1252'), b'x'.decode('utf-16-le', 'ignore')
            json.loads(json.dumps({'a': [1.5]})), re.sub('a', 'b', 'abc'), pathlib.Path('a') / 'b', pprint.pformat([1])
            timeit.timeit(lambda: 1, number=10), time.sleep(0.001), time.perf_counter(), time.process_time()
            list(csv.reader(['a,b'])), random.Random(1).random(), statistics.mean([1, 2]), decimal.Decimal('1.5')
            with contextlib.redirect_stdout(io.StringIO()) as out:
                print('x', help)
            os.cpu_count(), os.urandom(3), sys.getsizeof(x), copy.deepcopy(x), id(x), hash('x')
            return bytearray(10**7)[:0] == b''
    """
    assert value(sandbox, source) is True


DRAWN = """
    import io
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib import cm
    from mpl_toolkits.mplot3d import Axes3D
    plt.style.use('ggplot')
    x = np.linspace(-2, 2, 30)
    fig, axes = plt.subplots(2, 2, figsize=(8, 6), constrained_layout=True)
    axes[0, 0].plot(x, x**2, 'r--', label=r'$\\frac{d\\sigma}{dx}$ at $\\theta_0 \\in \\mathbb{R}$')
    axes[0, 0].legend(loc='best')
    axes[0, 0].set_title('Ünï 漢字', fontname='Comic Sans MS', weight='bold', style='italic')
    axes[0, 1].imshow(np.outer(x, x), cmap='viridis')
    axes[1, 0].errorbar(x, x, yerr=0.1)
    axes[1, 0].set_xscale('symlog')
    axes[1, 1].boxplot([x, x])
    axes[1, 1].pie([1, 2], labels=['a', 'b'])
    plt.show()
    for kind in ('png', 'svg'):
        fig.savefig(io.BytesIO(), format=kind)
    plt.figure()
    plt.axes(projection='3d').plot_surface(*np.meshgrid(x, x), np.outer(x, x), cmap=cm.coolwarm)
    plt.rcParams.update({'font.family': 'serif', 'mathtext.fontset': 'cm'})
    plt.xlabel('$x_i^2$', family='monospace')
    plt.savefig(io.BytesIO())
    plt.figure()
    plt.hist(x, bins=5); plt.contour(np.outer(x, x)); plt.tight_layout(); plt.draw(); plt.pause(0.01); plt.close('all')
    def f(): return 1
"""


def test_every_kind_of_plot_can_be_drawn(sandbox: AnySandbox) -> None:
    pytest.importorskip("matplotlib")
    seen = observe(sandbox, DRAWN)
    assert (seen.cell_errors, seen.outcomes) == ({}, (Returned(1),))


def test_a_figure_that_is_saved_to_a_file_lies_in_memory(sandbox: AnySandbox) -> None:
    pytest.importorskip("matplotlib")
    source = "def f(): return 1\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('x.png')"
    seen = observe(sandbox, source)
    assert seen.cell_errors == {}
    assert seen.outcomes == (Returned(1),)


# --- imports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pandas", "sqlite3", "helpers", "tkinter"])
def test_another_import_names_the_module_and_what_may_be_imported(sandbox: AnySandbox, name: str) -> None:
    seen = observe(sandbox, f"import {name}", "f")
    told = refusal(name, sandbox.modules)
    assert seen.cell_errors == {0: f"line 1: ModuleNotFoundError: {told}"}


def test_an_import_that_may_fail_can_be_caught(sandbox: AnySandbox) -> None:
    source = (
        "try:\n    import scipy_of_another_name\nexcept ImportError:\n    scipy = None\ndef f(): return scipy is None"
    )
    assert value(sandbox, source) is True


def test_finders_of_ones_own_find_nothing(sandbox: AnySandbox) -> None:
    source = """
        import importlib.machinery, sys
        sys.meta_path.insert(0, importlib.machinery.PathFinder)
        sys.path_hooks.append(importlib.machinery.FileFinder.path_hook((importlib.machinery.SourceFileLoader, ['.py'])))
        sys.path.append('/usr/lib/python3')
        def f(): importlib.import_module("pandas")
    """
    assert "ModuleNotFoundError" in message(sandbox, source)


def test_a_module_of_the_course_that_is_not_installed_is_our_failure() -> None:
    level = next((level for level in available() if level in levels.SAFE), None)
    if level is None:
        pytest.skip("no safe level here")
    sandbox = open_sandbox("forked", level, modules=("no_such_module",))
    with pytest.raises(AutograderError, match=r"course_config\.py lists the module `no_such_module`"):
        sandbox.__enter__()
