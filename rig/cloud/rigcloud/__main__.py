"""python -m rigcloud up|status|down|serve --state DIR: what rig/up, rig/status and rig/down run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import launcher
from .state import StateDirectory


def main(arguments: list[str]) -> int:
    """Runs one command; its exit code is the process's."""
    parser = argparse.ArgumentParser(prog="rig", description="A local AWS whose EKS clusters are real.")
    parser.add_argument("command", choices=["up", "status", "down", "serve"])
    parser.add_argument("--state", type=Path, required=True, help="the rig's directory")
    options = parser.parse_args(arguments)
    state = StateDirectory(options.state.absolute())
    try:
        return _run(options.command, state)
    except launcher.LaunchError as error:
        _say(str(error))
        return 1


def _run(command: str, state: StateDirectory) -> int:
    if command == "serve":
        from .supervisor import serve  # noqa: PLC0415 - the other commands do without its imports

        serve(state)
        return 0
    if command == "up":
        sys.stdout.write(launcher.up(state))
        return 0
    if command == "down":
        _say("ended" if launcher.down(state) else f"nothing runs in {state.root}")
        return 0
    return _status(state)


def _status(state: StateDirectory) -> int:
    document = launcher.running(state)
    if document is None:
        _say(f"nothing runs in {state.root}; start one with rig/up")
        return 1
    sys.stdout.write(f"endpoint  {document['endpoint']}\n")
    for place in sorted(state.clusters.glob("*/*/*/endpoint")):
        account, region, name = place.parent.parts[-3:]
        sys.stdout.write(f"cluster   {name} in {account} {region}: {place.read_text().strip()}\n")
    if launcher.answers(document["endpoint"]):
        return 0
    _say(f"the AWS endpoint doesn't answer: see {state.log}")
    return 1


def _say(text: str) -> None:
    sys.stderr.write(f"rig: {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
