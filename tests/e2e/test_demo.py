"""`relevo demo` as a person runs it, twice on the same records, and the commands that it says to type next."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from relevo_client import connect
from relevo_client.settings import Settings
from relevo_server.commands.demo import is_up, own_token, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
COMMAND = [sys.executable, "-m", "relevo_client.main"]


def relevo(home: Path, *arguments: str, address: str = "127.0.0.1:1") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RELEVO_HOME": str(home), "RELEVO_ADDRESS": address}
    environment.pop("RELEVO_TOKEN_FILE", None)
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, capture_output=True, text=True, timeout=200, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def told(home: Path) -> str:
    ran = relevo(home, "demo")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_it_says_what_it_loads_and_what_of_it_is_illustrative(told: str) -> None:
    text = squeezed(told)
    assert "SESNSP, INEGI, CONAPO" in text
    assert "16,141 intentional homicides" in text
    assert "Illustrative, because it is not public" in text
    assert "ranking of 100 municipalities: the first 50 hold 78.2 % of the sheet's" in text
    assert "not yet in Sureste" in text


def test_it_says_who_goes_where_and_why(told: str) -> None:
    text = squeezed(told)
    assert re.search(r"Who goes where: \d+ stays in \d+ municipalities", text)
    assert re.search(r"1 Tijuana, BC \d+ \w+ ", text)
    assert "12 weeks at a time" in text
    assert "Why: the first 3 of the ranking that are served" in text


def test_it_names_who_is_not_served_and_why(told: str) -> None:
    text = squeezed(told)
    assert "Nobody knows how many officers it has: Centro, Tab. (rank 14), Villa de Álvarez, Col." in text


def test_the_plan_is_reviewed_certified_and_better_than_by_rank(told: str) -> None:
    text = squeezed(told)
    assert "Review: clean" in text
    gap = re.search(r"the gap is ([\d.]+) %", text)
    assert gap
    # What fairness takes is the policy's will, what the search leaves is not.
    given_up = re.search(r"Of that gap, ([\d.]+) % was given up so that the region served worst", text)
    assert float(gap[1]) - (float(given_up[1]) if given_up else 0.0) < 2
    assert re.search(r"This plan covers [\d,.]+ more \([\d.]+ %\)\.", text)


def test_every_line_fits_a_hundred_columns(told: str) -> None:
    assert max(map(len, told.splitlines())) <= 100


def test_a_second_run_adds_no_record(home: Path, told: str) -> None:
    before = counted(home)
    again = relevo(home, "demo")
    assert again.returncode == 0, again.stderr
    after = counted(home)
    assert after == {**before, "plans": before["plans"] + 1}
    assert squeezed(told).split("How good it is")[0].count("Tijuana") == squeezed(again.stdout).split("How good it is")[
        0
    ].count("Tijuana")


def test_what_it_says_to_type_next_works(home: Path, told: str) -> None:
    typed = [line.split("relevo_client.main ")[1] for line in told.splitlines() if "relevo_client.main " in line]
    steps = [step.split() for step in typed]
    assert [step[0] for step in steps] == ["serve", "plan", "plan", "plan", "plan", "capacity", "plan"]
    with serving(Settings.from_environment({"RELEVO_HOME": str(home), "RELEVO_ADDRESS": "127.0.0.1:1"})) as address:
        for step in steps[1:]:
            arguments = [str(home / part) if part.endswith(".json") else part for part in step]
            quick = ["--time-limit", "5"] if "propose" in step else []
            ran = relevo(home, *arguments, *quick, address=address)
            assert ran.returncode == 0, f"{step}: {ran.stderr}"


def test_a_server_that_is_up_on_the_records_is_used(home: Path, told: str, tmp_path: Path) -> None:
    assert told
    with serving(Settings.from_environment({"RELEVO_HOME": str(home), "RELEVO_ADDRESS": "127.0.0.1:1"})) as address:
        same = Settings.from_environment({"RELEVO_HOME": str(home), "RELEVO_ADDRESS": address})
        other = Settings.from_environment({"RELEVO_HOME": str(tmp_path), "RELEVO_ADDRESS": address})
        (tmp_path / "token").write_text("of another server")
        assert is_up(same)
        assert not is_up(other)
        with serving(same) as used:
            assert used == address


def counted(home: Path) -> dict[str, int]:
    settings = Settings.from_environment({"RELEVO_HOME": str(home), "RELEVO_ADDRESS": "127.0.0.1:1"})
    with serving(settings) as address, connect(address, own_token(home)) as client:
        return {
            "agreements": len(list(client.meetings.agreements())),
            "datasets": len(list(client.incidence.datasets())),
            "meetings": len(list(client.meetings.list())),
            "municipalities": len(list(client.geography.municipalities())),
            "plans": len(list(client.planning.list())),
            "pools": len(list(client.force.pools())),
            "rankings": len(list(client.rankings.list())),
            "reports": len(list(client.capacity.list())),
        }
