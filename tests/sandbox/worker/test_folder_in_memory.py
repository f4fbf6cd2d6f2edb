"""The notebook's own folder, which is in memory, behaves as a folder on a disk does, its errors too."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox.host.session import AnySandbox
from support.running import code
from support.workers_asked import observe, raw, value

SETTING = """
import glob, os, pathlib, shutil
os.mkdir('d')
open('a', 'w').write('one')
open('d/b', 'w').write('two')
"""
STATEMENTS = (
    "open('d')",
    "open('d', 'w')",
    "open('a', 'x')",
    "open('new', 'x').write('z')",
    "open('none')",
    "open('none/new', 'w')",
    "open('a').write('z')",
    "open('a', 'w').read()",
    "open('a', 'r+').write('z')",
    "open('a', 'a').write('z')",
    "open('a', 'rb').read(2)",
    "os.mkdir('d')",
    "os.mkdir('a')",
    "os.mkdir('none/new')",
    "os.makedirs('x/y/z')",
    "os.makedirs('d', exist_ok=True)",
    "os.listdir('none')",
    "os.listdir('a')",
    "sorted(os.listdir('.'))",
    "os.listdir('d')",
    "os.remove('none')",
    "os.remove('d')",
    "os.remove('a')",
    "os.rmdir('d')",
    "os.rmdir('none')",
    "os.rmdir('a')",
    "os.rename('a', 'c')",
    "os.rename('none', 'c')",
    "os.rename('d', 'e')",
    "os.rename('a', 'd')",
    "os.rename('a', 'none/c')",
    "os.replace('a', 'd/b')",
    "os.stat('none')",
    "os.stat('a').st_size",
    "os.path.isdir('d')",
    "os.path.isfile('d')",
    "os.path.exists('d/none')",
    "pathlib.Path('d/b').read_text()",
    "pathlib.Path('d').mkdir()",
    "pathlib.Path('d').mkdir(exist_ok=True)",
    "pathlib.Path('none').unlink()",
    "pathlib.Path('none').unlink(missing_ok=True)",
    "pathlib.Path('a').touch()",
    "sorted(str(each) for each in pathlib.Path('d').iterdir())",
    "sorted(str(each) for each in pathlib.Path('.').glob('*'))",
    "sorted(str(each) for each in pathlib.Path('.').rglob('*'))",
    "pathlib.Path('new').touch()",
    "str(pathlib.Path('a').rename('c'))",
    "sorted(glob.glob('*')), glob.glob('d/*')",
    "list(os.walk('.'))",
    "sorted((each.name, each.path, each.is_dir(), each.is_file()) for each in os.scandir('.'))",
    "[each.stat().st_size for each in os.scandir('d')]",
    "os.scandir('none')",
    "os.scandir('a')",
    "os.path.getsize('d/b'), os.path.islink('a'), os.path.lexists('none')",
    "os.rename('d', 'd/e')",
    "(os.rename('d', 'e'), os.listdir('e'))",
    "(os.mkdir('e'), os.rename('d', 'e'), os.listdir('e'))",
    "(os.mkdir('e'), os.rename('e', 'd'))",
    "os.rename('d', 'a')",
    "open('a/new', 'w')",
    "os.mkdir('a/new')",
    "os.stat('a/new')",
    "open(b'a').read()",
    "open('a', 'rb').write(b'z')",
    "open('a', 'wb').read()",
    "open(os.devnull, 'w').write('z')",
    "open(os.devnull).read()",
    "open(os.devnull).write('z')",
    "list(open('a'))",
    "open('a', 'w').readlines()",
    "shutil.copy('a', 'c')",
    "shutil.copy('a', 'd')",
    "shutil.copytree('d', 'e')",
    "shutil.move('a', 'd')",
    "shutil.rmtree('d')",
    "shutil.rmtree('none')",
    "shutil.rmtree('none', ignore_errors=True)",
    "os.removedirs('d')",
    "os.chmod('a', 0o600)",
    "os.chmod('none', 0o600)",
    "os.utime('a')",
    "os.access('none', os.R_OK), os.access('a', os.R_OK)",
)


def told(statement: str) -> str:
    """Return a function that runs a statement in a folder with a few things in it, and says what came of that."""
    return f"""
def f():
    try:
        result = {statement}
    except OSError as error:
        result = None, type(error).__name__
    return repr(result), sorted(os.listdir('.'))
"""


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_does_in_memory_what_it_does_on_a_disk(
    sandbox: AnySandbox, statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: dict[str, object] = {}
    monkeypatch.chdir(tmp_path)
    exec(SETTING + told(statement), names)
    on_disk = eval("f()", names)
    assert value(observe(sandbox, raw(SETTING), code(told(statement), "f"))) == on_disk
