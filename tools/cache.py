"""What is made once per machine and used by every checkout, in `$REPRIEVE_ENGINE_CACHE` or `~/.cache/reprieve`.

Each piece is a folder named after a hash of all that decides what is in it, so nothing there goes stale; a new piece
leaves the others as they are.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def cache_folder() -> Path:
    """Return where the pieces are kept."""
    named = os.environ.get("REPRIEVE_ENGINE_CACHE")
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(named or f"{caches}/reprieve").expanduser()


def key_of(paths: Iterable[Path]) -> str:
    """Hash the files that decide what a piece is made of: pinned versions, sources."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def provide(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder `name` of the cache; only one process makes it, and it appears when it is complete."""
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_suffix(".lock")):
        if not folder.is_dir():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-unfinished-", dir=folder.parent))
            try:
                make(unfinished)
                unfinished.chmod(0o755)
                unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes, saying so when another one is at it; there is none on Windows."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - Windows has no such module

    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another process is making {path.stem}: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    """Tell whoever waits, without getting into what a caller reads from stdout."""
    print(line, file=sys.stderr, flush=True)
