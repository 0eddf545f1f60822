"""Programs are kept running, and `make stop` ends exactly them: no more, no fewer."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.project import Project, wait_until
from tools.places import Unusable
from tools.processes import Known, started_at
from tools.showing import describe
from tools.state import PartState, State, write_state
from tools.stopping import stop
from tools.waiting import wait_until_ready

CHILD = "sleep 300 & echo $! > child; wait"
STUBBORN = 'trap "" TERM; while :; do sleep 0.1; done'


def child_of(project: Project) -> Known:
    """The grandchild that the program CHILD started."""
    file = project.places.root / "child"
    wait_until(lambda: file.exists() and file.read_text().strip())
    pid = int(file.read_text())
    known = Known(pid, started_at(pid) or "")
    assert known.is_alive()
    return known


def test_stop_leaves_no_process_not_even_a_grandchild(project: Project) -> None:
    project.programs(tea="exec sleep 300", cake=CHILD)
    supervisor = project.start()
    everything = [*project.processes(), child_of(project)]
    assert len(everything) == 4
    assert all(process.is_alive() for process in everything)
    assert stop(project.places) == "Pasokh has stopped."
    supervisor.wait(5)
    assert not any(process.is_alive() for process in everything)
    assert not project.places.state.exists()
    assert stop(project.places) == "Pasokh is not running."


def test_stop_finds_the_programs_when_the_supervisor_was_killed(project: Project) -> None:
    project.programs(tea="exec sleep 300", cake=CHILD)
    supervisor = project.start()
    everything = [*project.processes(), child_of(project)]
    supervisor.kill()
    supervisor.wait(5)
    assert [process.is_alive() for process in everything] == [False, True, True, True]
    assert stop(project.places) == "Pasokh has stopped."
    wait_until(
        lambda: not any(process.is_alive() for process in everything)
    )  # a grandchild is gone when init has seen it


def test_stop_finds_a_grandchild_whose_parent_is_gone_too(project: Project) -> None:
    project.programs(cake=CHILD)
    supervisor = project.start()
    child, parent = child_of(project), project.process("cake")
    supervisor.kill()
    supervisor.wait(5)
    os.kill(parent.pid, signal.SIGKILL)
    wait_until(lambda: not parent.is_alive())
    assert child.is_alive()
    stop(project.places)
    wait_until(lambda: not child.is_alive())


def test_a_program_that_ignores_the_request_is_ended_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.processes.end.__defaults__", (0.5,))
    project.programs(tea=STUBBORN)
    supervisor = project.start()
    stubborn = project.process("tea")
    supervisor.kill()  # so that this process, with its short patience, does the ending
    supervisor.wait(5)
    assert stubborn.is_alive()
    stop(project.places)
    assert not stubborn.is_alive()


def test_stop_does_not_touch_a_stranger_that_was_given_a_recorded_id(project: Project, tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "300"], start_new_session=True) as stranger:
        recorded = Known(stranger.pid, "another time")
        write_state(project.places.state, State(recorded, {}, {"tea": PartState(recorded)}))
        stop(project.places)
        assert stranger.poll() is None
        stranger.kill()


def test_a_program_that_dies_is_started_again_and_the_others_go_on(project: Project) -> None:
    project.programs(tea="exec sleep 300", cake="exec sleep 300")
    project.start()
    tea, cake = project.process("tea"), project.process("cake")
    os.kill(tea.pid, signal.SIGKILL)
    wait_until(lambda: (state := project.state()) and state.parts["tea"].ends == 1 and state.parts["tea"].process)
    assert project.process("tea") != tea
    assert project.process("cake") == cake
    assert cake.is_alive()
    stop(project.places)


def test_waiting_gives_up_with_the_log_of_the_program_that_ended(project: Project) -> None:
    project.programs(tea='echo "the kettle is broken"; sleep 0.5; exit 3', cake="exec sleep 300")
    project.start()
    with pytest.raises(Unusable, match=r"tea ended with code 3[\s\S]*tea\.log[\s\S]*\| the kettle is broken"):
        wait_until_ready(project.places, project.ports, patience=10)
    stop(project.places)


def test_waiting_gives_up_in_time_and_says_what_does_not_answer(project: Project) -> None:
    project.programs(tea='echo "still heating"; exec sleep 300')
    project.start()
    project.ports = type(project.ports)(1, 2, 3)  # nobody listens there
    with pytest.raises(Unusable, match=r"service is not ready; http://127.0.0.1:1/healthz does not answer"):
        wait_until_ready(project.places, project.ports, patience=0.5)
    stop(project.places)


def test_status_tells_what_runs(project: Project) -> None:
    assert describe(project.places) == ("Pasokh is not running. `make run` starts it.", False)
    project.programs(tea="exec sleep 300")
    project.start()
    text, well = describe(project.places)
    assert f"runs, process {project.process('tea').pid}" in text
    assert not well  # nothing answers /readyz here
    stop(project.places)
