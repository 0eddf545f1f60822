"""The service's commands: serve, worker, migrate, seed, add-agent, verify-audit, check-settings and their like."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Sequence

from pydantic import ValidationError

from handoff.commands.describing import DESCRIBED, describe_nothing
from handoff.policy import PolicyBroken, load_policy
from handoff.settings import Settings, SettingsBroken


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m handoff", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (text, _run, describe) in COMMANDS.items():
        describe(commands.add_parser(name, help=text, description=text))
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings()
        if chosen.command not in UNCHECKED:
            settings.check()
        return COMMANDS[chosen.command][1](settings, chosen)
    except (SettingsBroken, PolicyBroken, ValidationError) as error:
        print(error, file=sys.stderr)
        return 2


def _serve(settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.app import build
    from handoff.log import set_up
    from handoff.web.server import serve
    from handoff.worker import work

    set_up(settings.log_level, json=settings.log_json)
    beside = [work] if settings.run_worker else []
    if settings.mail_listen:
        from handoff.channels.email.inbound import take_letters

        beside.append(take_letters)
    serve(build(settings), beside=beside)
    return 0


def _worker(settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.app import build
    from handoff.log import set_up
    from handoff.worker import work

    async def run() -> None:
        services = build(settings)
        try:
            await work(services)
        finally:
            await services.close()

    set_up(settings.log_level, json=settings.log_json)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
    return 0


def _receive(settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.commands.receiving import receive

    return _with_services(settings, receive)


def _migrate(settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.migrations import upgrade

    upgrade(settings.database_url)
    return 0


def _check_migrations(settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.migrations import differences

    found = differences()
    for line in found:
        print(line)
    return 1 if found else 0


def _seed(settings: Settings, chosen: argparse.Namespace) -> int:
    from handoff.demo import seed, seed_many

    if chosen.cases is None:
        return _with_services(settings, seed)
    return _with_services(
        settings,
        lambda services: seed_many(services, chosen.cases, months=chosen.months, seed=chosen.seed, force=chosen.force),
    )


def _demo_logins(_settings: Settings, _chosen: argparse.Namespace) -> int:
    from handoff.demo import LOGINS

    for person in LOGINS:
        print(f"{person.role:<16} {person.email:<28} {person.password}")
    return 0


def _add_agent(settings: Settings, chosen: argparse.Namespace) -> int:
    import getpass

    from handoff.app import Services
    from handoff.errors import Problem
    from handoff.staff import add_agent

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    async def add(services: Services) -> int:
        try:
            async with services.db.transaction() as tx:
                agent = await add_agent(
                    tx,
                    name=chosen.name,
                    name_fa=chosen.name_fa or chosen.name,
                    email=chosen.email,
                    password=password,
                    roles=chosen.role,
                    languages=chosen.speaks,
                    language=chosen.speaks[0],
                )
        except Problem as problem:
            print(problem, file=sys.stderr)
            return 1
        print(f"{agent.name} may sign in as {agent.email}")
        return 0

    return _with_services(settings, add)


def _acting(name: str) -> Callable[[Settings, argparse.Namespace], int]:
    """A command of handoff/commands, run with the services."""

    def run(settings: Settings, chosen: argparse.Namespace) -> int:
        from handoff.commands.confidentiality import ACTS

        return _with_services(settings, lambda services: ACTS[name](services, chosen))

    return run


def _check_settings(settings: Settings, _chosen: argparse.Namespace) -> int:
    for name in sorted(Settings.model_fields):
        print(f"{name} = {getattr(settings, name)!r}")
    broken: list[str] = []
    try:
        settings.check()
    except SettingsBroken as error:
        broken.append(str(error))
    try:
        policy = load_policy(settings.policy)
        print(
            f"policy of {policy.organisation.name.en}, from {settings.policy or 'the package'}: {policy.fingerprint[:12]}"
        )
    except PolicyBroken as error:
        broken.append(f"{settings.policy or 'the packaged policy'}: {error}")
    print("\n".join(broken) or "These settings and this policy can be used.", file=sys.stderr if broken else sys.stdout)
    return 2 if broken else 0


def _with_services(settings: Settings, act: Callable[..., Awaitable[int]]) -> int:
    from handoff.app import build
    from handoff.log import set_up

    async def run() -> int:
        services = build(settings)
        try:
            return await act(services)
        finally:
            await services.close()

    set_up("WARNING", json=False)
    return asyncio.run(run())


def _describe_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="the demonstration's people and cases (the default)")
    parser.add_argument("--cases", type=_many, metavar="N", help="add N made-up cases instead, to see a busy desk")
    parser.add_argument(
        "--months", type=_months, default=24, metavar="M", help="over which they came in, 3 to 34; else 24"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another number makes other cases")
    parser.add_argument("--force", action="store_true", help="also among real cases")


def _months(text: str) -> int:
    if not text.isdigit() or not 3 <= int(text) <= 34:
        raise argparse.ArgumentTypeError("a number from 3 to 34: what is older would have been erased")
    return int(text)


def _many(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)


def _describe_agent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("name", help="as customers see it")
    parser.add_argument("--name-fa", help="as Persian readers see it")
    parser.add_argument("--role", action="append", required=True, help="may be given several times")
    parser.add_argument("--speaks", nargs="+", default=["en", "fa"], choices=["en", "fa"])


UNCHECKED = {"migrate", "check-migrations", "check-settings", "demo-logins"}
COMMANDS: dict[
    str, tuple[str, Callable[[Settings, argparse.Namespace], int], Callable[[argparse.ArgumentParser], None]]
] = {
    "serve": ("listen to customers, agents and programs", _serve, describe_nothing),
    "worker": ("do what is due, apart from serve (then set PASOKH_RUN_WORKER=0 there)", _worker, describe_nothing),
    "receive": ("take in one letter from standard input, as a mail program hands it over", _receive, describe_nothing),
    "migrate": ("bring the database's tables up to date", _migrate, describe_nothing),
    "check-migrations": (
        "say whether the migrations match the tables of the code",
        _check_migrations,
        describe_nothing,
    ),
    "seed": ("make a demonstration world, once, or many made-up cases", _seed, _describe_seed),
    "demo-logins": ("print who may sign in to the demonstration", _demo_logins, describe_nothing),
    "add-agent": (
        "let a person sign in; the password is asked for or read from standard input",
        _add_agent,
        _describe_agent,
    ),
    **{name: (text, _acting(name), describe) for name, (text, describe) in DESCRIBED.items()},
    "check-settings": (
        "print the settings in force, without secrets, and check the policy",
        _check_settings,
        describe_nothing,
    ),
}
