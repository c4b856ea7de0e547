"""The verbs. Each parses its arguments, calls the pipeline and prints; no logic lives here.

Exit 0: done. Exit 1: done, with problems reported. Exit 2: wrong usage or setup.
"""

from __future__ import annotations

import difflib
import importlib
import sys

import click

from whoholds import __version__
from whoholds.errors import WhoholdsError

VERBS = {
    "demo": "demo",
    "init": "intake",
    "read": "intake",
    "watch": "intake",
    "code": "coding",
    "adjudicate": "editions",
    "publish": "editions",
    "run": "editions",
    "export": "editions",
    "why": "answers",
    "diff": "answers",
    "who": "who",
    "places": "places",
    "units": "places",
    "judge": "review",
    "queue": "review",
    "compare": "measure",
    "score": "measure",
    "log": "ledger",
    "search": "ledger",
    "backup": "ledger",
    "restore": "ledger",
    "takedown": "ledger",
    "doctor": "doctor",
}
"""Verb to the module of this package that defines it, so that ``--help`` loads no parser."""


class Verbs(click.Group):
    """Loads a verb's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order in which a map is made."""
        return list(VERBS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click has it, but a misspelt verb is told which are near."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], VERBS, n=3)
            ctx.fail(f"there is no verb {args[0]!r}; " + _either(near))
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, or none."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"whoholds.cli.{VERBS[cmd_name]}")
        found = getattr(module, cmd_name)
        assert isinstance(found, click.Command)
        return found


def _either(near: list[str]) -> str:
    return f"did you mean {' or '.join(near)}?" if near else f"the verbs are {', '.join(VERBS)}"


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="whoholds")
def whoholds() -> None:
    """Who holds what, since when, and who says so: news reports in, a sourced map out.

    \b
    whoholds init kabul --country AFG --start 2021-06-01
    whoholds read -p kabul reports.jsonl
    whoholds run -p kabul site
    whoholds why -p kabul "Panjshir" --on 2021-08-19
    """


def main() -> None:
    """Entry point: setup errors become one line and exit 2."""
    try:
        whoholds(prog_name="whoholds", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except WhoholdsError as error:
        click.echo(f"whoholds: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(
            f"whoholds: {where}{error.strerror or error}; see that the folder is there, that you may write in it, "
            "and that the disk has room",
            err=True,
        )
        sys.exit(2)
