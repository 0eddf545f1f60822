"""What these commands are called and take; the acts themselves are only imported when one is run."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def describe_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="of the case, PA-1234-5678")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it: it stands in the case's log")


def describe_erase(parser: argparse.ArgumentParser) -> None:
    describe_case(parser)
    parser.add_argument("--ground", default="request", help="one word that stands in the log (request)")


def describe_export(parser: argparse.ArgumentParser) -> None:
    describe_case(parser)
    parser.add_argument("--to", metavar="FILE", help="NUMBER.zip in this folder, if not said otherwise")


def describe_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--anchor", metavar="FOLDER", help="compare with the anchors in it (PASOKH_ANCHOR_FOLDER)")


def describe_anchor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", metavar="FOLDER", help="where to lay it down (PASOKH_ANCHOR_FOLDER)")


def describe_deactivate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="of the person")


def describe_nothing(_parser: argparse.ArgumentParser) -> None:
    pass


DESCRIBED: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "verify-audit": ("check that no case's history was changed", describe_verify),
    "anchor-audit": ("lay down the signed heads of the event log outside the database", describe_anchor),
    "erase": ("erase the content of a closed case", describe_erase),
    "export-case": ("make a copy of a case for the person concerned", describe_export),
    "rewrap-keys": ("wrap every key by the first secret, after a rotation", describe_nothing),
    "deactivate-agent": ("take somebody off the desk", describe_deactivate),
}
