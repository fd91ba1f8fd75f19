"""The project's own files, as the tests of the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "planner": ROOT / "planner" / "relevo_planner",
    "server": ROOT / "server" / "relevo_server",
    "clients": ROOT / "clients" / "relevo_client",
}


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file of the project that is kept or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted(Path(name) for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def modules() -> list[Path]:
    """Return the hand-written Python modules, relative to the root."""
    return [path for path in project_files() if path.suffix == ".py" and not is_generated(path)]


def is_generated(path: Path) -> bool:
    """Tell whether a tool wrote the file, or writes most of it: generated protos and migrations."""
    return path.is_relative_to("protos/generated") or "migrations" in path.parts


def is_package_code(path: Path) -> bool:
    """Tell whether the file is installed with one of our packages."""
    return any((ROOT / path).is_relative_to(folder) for folder in PACKAGES.values())


@cache
def tree(path: Path) -> ast.Module:
    """Parse a module given relative to the root."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def dotted(path: Path) -> str:
    """Return the import name of a module of our packages."""
    parts = path.with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each imported name with its line: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
