"""Planning on files through the command line: one command each, one answer whatever the machine, faults by name."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import highspy
import pytest

from relevo_planner.compile import build_options
from relevo_planner.instance import Capability, Instance, Region
from relevo_planner.policy import Goal, Policy
from relevo_planner.propose import WHOLE_OPTIONS
from relevo_server.wire.files import write_instance
from tests.planner.small import ALWAYS, LOOSE, place, pool, question

POLICY = Policy(durations=(2, 3), tenure_periods=3, tenure_window_periods=6, state_ceiling_share=0.6)

WHOLE_HORIZON = replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5)


def country(size: int = 4, periods: int = 5, policy: Policy = POLICY) -> Instance:
    """Places of two regions that want more than three pools have."""
    places = [
        place(
            f"{index:02}",
            state=f"states/{index % 3}",
            region="regions/r" if index % 2 else "regions/s",
            gains={
                Capability.PATROL: tuple(round(3.0 / (1 + step + 0.3 * index), 3) for step in range(1 + index % 3)),
                Capability.INTELLIGENCE: (round(1.0 + 0.17 * index, 3),),
            },
            period_weights=tuple(round(1.0 + 0.1 * ((index * t) % 4), 2) for t in range(periods)),
            latitude=18.0 + 0.2 * index,
            longitude=-99.0,
            rank=index + 1,
            verified_officers=60 + index,
        )
        for index in range(size)
    ]
    pools = (
        pool("p", teams=5, rest_periods=1, latitude=19.0, longitude=-99.0),
        pool("q", teams=3, officers_per_team=14, base_region="regions/s", cost_per_operation=0.1),
        pool("i", teams=2, capability=Capability.INTELLIGENCE),
    )
    regions = (Region("regions/r", fusion_centre=ALWAYS), Region("regions/s", fusion_centre=ALWAYS))
    return question(*places, pools=pools, policy=policy, regions=regions)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("asked") / "question.json"
    file.write_text(write_instance(country()), encoding="utf-8")
    return file


def relevo(*arguments: object, cores: int | None = None, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run ``relevo offline``, on so many of this machine's cores."""
    kept = "" if cores is None else f"os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{cores}]); "
    run = f"import os, sys; {kept}from relevo_client.main import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", run, "offline", *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def done(*arguments: object) -> str:
    ran = relevo(*arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wide(asked: Path) -> Path:
    """A question for the search by prices: more options than are solved at once."""
    instance = country(36, 8, replace(POLICY, goals=(Goal.FLOORS, Goal.NEED)))
    assert len(build_options(instance)) > WHOLE_OPTIONS
    file = asked.with_name("wide.json")
    file.write_text(write_instance(instance), encoding="utf-8")
    return file


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system keeps no process off a core")
@pytest.mark.parametrize("method", ["asked", "wide"])
def test_counting_steps_gives_the_same_bytes_on_one_core_and_on_all(
    method: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, written = request.getfixturevalue(method), []
    for cores, hash_seed in ((1, "1"), (None, "2")):
        out = tmp_path / f"plan-{hash_seed}.json"
        counted = ("--deterministic", "--steps", 3, "--seed", 7)
        ran = relevo("propose", "--instance", file, "--out", out, *counted, cores=cores, hash_seed=hash_seed)
        assert ran.returncode == 0, ran.stderr
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(json.loads(written[0])["operations"]) > 3


@pytest.fixture(scope="module")
def planned(asked: Path) -> Path:
    out = asked.parent / "plan.json"
    done(
        "propose",
        "--instance",
        asked,
        "--out",
        out,
        "--deterministic",
        "--gap",
        0.01,
        "--progress",
        out.with_suffix(".l"),
    )
    return out


def test_a_plan_has_its_certificate_and_tells_its_progress(planned: Path) -> None:
    certificate = json.loads(planned.read_text(encoding="utf-8"))["certificate"]
    assert 0 < certificate["value"] <= certificate["bound"]
    assert certificate["gap"] <= 0.06
    told = [json.loads(line) for line in planned.with_suffix(".l").read_text(encoding="utf-8").splitlines()]
    assert {"elapsed_s", "phase", "incumbent", "bound"} == set(told[-1])


def test_the_same_plan_comes_out_again_and_review_finds_nothing(asked: Path, planned: Path) -> None:
    files = ("--instance", asked, "--plan", planned)
    assert "the same plan" in done("replay", *files, "--deterministic", "--gap", 0.01)
    assert "clean" in done("review", *files)


def test_a_plan_by_hand_is_scored_with_its_faults_and_its_cost(asked: Path, planned: Path, tmp_path: Path) -> None:
    by_hand = tmp_path / "hand.json"
    first = json.loads(planned.read_text(encoding="utf-8"))["operations"][0]
    operation = {**first, "teams": [{**first["teams"][0], "teams": 1}]}
    by_hand.write_text(json.dumps({"operations": [operation]}), encoding="utf-8")
    ran = relevo("evaluate", "--instance", asked, "--plan", by_hand, "--against", planned)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "by-rank" in ran.stdout
    assert "gives up" in ran.stdout
    by_hand.write_text(
        json.dumps({"operations": [{**operation, "teams": [{**operation["teams"][0], "teams": 50}]}]}), encoding="utf-8"
    )
    ran = relevo("evaluate", "--instance", asked, "--plan", by_hand)
    assert ran.returncode == 1
    assert "supply" in ran.stdout


def test_why_and_why_not_are_said(asked: Path, planned: Path) -> None:
    served = json.loads(planned.read_text(encoding="utf-8"))["operations"][0]["municipality"]
    said = done("explain", "--instance", asked, "--plan", planned, "--municipality", served)
    assert served in said
    ran = relevo("explain", "--instance", asked, "--plan", planned, "--municipality", "municipalities/none")
    assert ran.returncode == 2
    assert "municipalities/none" in ran.stderr


def test_the_outbid_hear_the_smallest_changes(tmp_path: Path) -> None:
    rivals = question(place("a", rank=1), place("b", gains={Capability.PATROL: (0.5,)}, rank=2), policy=WHOLE_HORIZON)
    file, out = tmp_path / "q.json", tmp_path / "p.json"
    file.write_text(write_instance(rivals), encoding="utf-8")
    done("propose", "--instance", file, "--out", out, "--deterministic")
    said = done("explain", "--instance", file, "--plan", out, "--municipality", "municipalities/b")
    assert "would select it: 1 more team of pools/p from period 0 on" in said
    assert "would select it: its priority counted" in said


def test_the_whole_program_has_a_meaning_for_every_column(asked: Path, tmp_path: Path) -> None:
    mps, names = tmp_path / "whole.mps", tmp_path / "names.json"
    done("export", "--instance", asked, "--mps", mps, "--names", names)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(mps)) == highspy.HighsStatus.kOk
    columns = {solver.getColName(column)[1] for column in range(solver.getNumCol())}
    assert columns == set(json.loads(names.read_text(encoding="utf-8")))


def test_every_fault_is_named_at_once_and_nothing_is_written(asked: Path, tmp_path: Path) -> None:
    document = json.loads(asked.read_text(encoding="utf-8"))
    document["periods"] = 0
    document["colour"] = "blue"
    document["pools"][0]["teams"] = -3
    document["pools"][1]["teams"] = 10**9
    document["pools"][2]["cost_per_operation"] = math.nan
    document["municipalities"][0]["gains"][0]["gains"] = [1.0, 2.0]
    pin = {"municipality": document["municipalities"][1]["name"], "start": 0, "periods": 2}
    pin["teams"] = [{"pool": document["pools"][0]["name"], "teams": 1}]
    document["pins"] = [pin, {**pin, "start": 1}]
    file, out = tmp_path / "bad.json", tmp_path / "plan.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    ran = relevo("propose", "--instance", file, "--out", out)
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    said = " ".join(ran.stderr.split())
    for where in ("periods", "colour", "pools[0].teams", "pools[1].teams", "pools[2].cost_per_operation", "pins[1]"):
        assert where in said
    assert "never increase" in said
    assert not out.exists()


@pytest.mark.parametrize(
    ("nothing", "words"),
    [
        (question(place(), pools=(pool(teams=0),)), "nothing to give"),
        (question(place(gains={})), "nobody is in need"),
    ],
)
def test_nothing_to_give_and_nobody_in_need_make_an_empty_plan_that_says_so(
    nothing: Instance, words: str, tmp_path: Path
) -> None:
    file, out = tmp_path / "question.json", tmp_path / "plan.json"
    file.write_text(write_instance(nothing), encoding="utf-8")
    assert words in done("propose", "--instance", file, "--out", out)
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert plan["operations"] == []
    assert plan["stop"] == "STOP_EMPTY"
    assert any(words in note for note in plan["notes"])
    assert "clean" in done("review", "--instance", file, "--plan", out)


def test_compare_tells_what_a_plan_by_hand_gives_up(asked: Path, planned: Path, tmp_path: Path) -> None:
    plan = json.loads(planned.read_bytes())
    dropped = plan["operations"].pop()
    by_hand = tmp_path / "by-hand.json"
    by_hand.write_text(json.dumps({"operations": plan["operations"]}), encoding="utf-8")
    found = json.loads(done("compare", planned, by_hand, "--instance", asked, "--json"))
    assert [told["same_question"] for told in found["plans"][:1]] == [True]
    (change,) = found["plans"][1]["changes"]
    assert (change["kind"], change["municipality"]) == ("KIND_DROPPED", dropped["municipality"])
    assert found["plans"][1]["losers"] == [dropped["municipality"]]
    assert "lose" in done("compare", planned, by_hand, "--instance", asked)


def test_compare_names_every_fault(asked: Path, planned: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    teams = [{"pool": "pools/none", "teams": 1}]
    stays = [{"municipality": "municipalities/none", "start": at, "periods": 2, "teams": teams} for at in (0, 3)]
    elsewhere.write_text(json.dumps({"operations": stays}), encoding="utf-8")
    ran = relevo("compare", planned, elsewhere, "--instance", asked)
    assert ran.returncode == 2
    assert "operations[0]" in ran.stderr
    assert "operations[1]" in ran.stderr
    ran = relevo("compare", planned, *("--instance", asked) * 3)
    assert ran.returncode == 2
    assert "stands alone" in ran.stderr
    assert "3 questions for 1 plans" in ran.stderr
