"""Run the commands of a page and put what they print under them: ``python scripts/transcript.py PAGE``.

A block of a page that begins with ``console`` holds lines ``$ COMMAND``; what stands under one is its output, then the
seconds it took. All commands run in one folder that holds the files of the folder beside the page. An id in a command
is one that an earlier output showed; it follows that output where ids change.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SOURCE = Path(__file__).parent.parent / "src"
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
ID = re.compile(r"\b[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Step:
    """A command of a page with what it printed and how it ended."""

    command: str
    output: str
    seconds: float = 0.0
    code: int = 0

    def __str__(self) -> str:
        return f"$ {self.command}\n{self.output}# {self.seconds:.0f} s\n"


def steps(page: str) -> list[list[Step]]:
    """The commands of each block with the output that the page shows."""
    found = []
    for block in BLOCK.findall(page):
        parts = re.split(r"(?m)^\$ ", block)[1:]
        found.append([Step(*part.split("\n", 1)) for part in parts])
    return found


def replayed(path: Path) -> Iterator[list[Step]]:
    """Each block of a page, run anew."""
    old = steps(path.read_text(encoding="utf8"))
    now: dict[str, str] = {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        beside = path.with_suffix("")
        if beside.is_dir():
            shutil.copytree(beside, folder, dirs_exist_ok=True)
        environment = _environment(folder)
        for block in old:
            new = []
            for step in block:
                new.append(
                    _run(ID.sub(lambda m, now=now: now.get(m[0], m[0]), step.command), folder, environment)
                )
                shown = ID.findall(new[-1].output)
                gone = [i for i in ID.findall(step.output) if i not in shown]
                now |= dict(zip(gone, (i for i in shown if i not in step.output), strict=False))
            yield new


def _environment(folder: Path) -> dict[str, str]:
    """With a ``whoholds`` on the path that is this checkout's."""
    (folder / ".bin").mkdir()
    verb = folder / ".bin" / "whoholds"
    verb.write_text(f'#!/bin/sh\nexec {sys.executable} -m whoholds "$@"\n', encoding="utf8")
    verb.chmod(0o755)
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PATH": f"{verb.parent}:{os.environ['PATH']}"}


def _run(command: str, folder: Path, environment: dict[str, str]) -> Step:
    start = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Step(command, done.stdout, time.monotonic() - start, done.returncode)


def main(path: Path) -> int:
    """Write the page anew; 1 where a command failed."""
    new = iter(list(replayed(path)))
    failed: list[Step] = []

    def filled(_: re.Match[str]) -> str:
        block = next(new)
        failed.extend(step for step in block if step.code)
        return f"```console\n{''.join(map(str, block))}```"

    path.write_text(BLOCK.sub(filled, path.read_text(encoding="utf8")), encoding="utf8")
    for step in failed:
        print(f"exit {step.code}: {step.command}\n{step.output}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
