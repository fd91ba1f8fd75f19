"""The command line as a whole: help, exit codes, what is missing."""

import importlib
from importlib.metadata import EntryPoint

import grpc
import pytest
from google.rpc.error_details_pb2 import ResourceInfo

from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer, Refused


def test_help_lists_the_groups_in_the_order_of_the_work(run: Run) -> None:
    ran = run("--help")
    listed = ran.out.split("Commands:")[1].splitlines()
    names = [line.split()[0] for line in listed if line.strip() and line[2] != " "]
    assert names[:5] == ["demo", "serve", "import", "dataset", "ranking"]
    assert run("--version").out.startswith("relevo ")


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, 2),
        (grpc.StatusCode.NOT_FOUND, 3),
        (grpc.StatusCode.FAILED_PRECONDITION, 4),
        (grpc.StatusCode.ABORTED, 4),
        (grpc.StatusCode.ALREADY_EXISTS, 4),
        (grpc.StatusCode.UNAUTHENTICATED, 5),
        (grpc.StatusCode.PERMISSION_DENIED, 5),
        (grpc.StatusCode.DEADLINE_EXCEEDED, 5),
        (grpc.StatusCode.INTERNAL, 1),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code_and_nothing_on_stdout(
    run: Run, fake: FakeServer, code: grpc.StatusCode, exit_code: int
) -> None:
    def answer(_: object) -> None:
        raise Refused(code, "it is refused", ResourceInfo(resource_name="pools/p1", description="gone"))

    fake.answers["GetPool"] = answer
    ran = run("pool", "show", "p1")
    assert (ran.code, ran.out) == (exit_code, "")
    assert ran.err.startswith("relevo: it is refused\n  record 'pools/p1': gone\n")


def test_no_server_is_an_error_of_connection(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVO_ADDRESS", "127.0.0.1:1")
    ran = run("pool", "list")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.startswith("relevo: no server answers at 127.0.0.1:1\n")
    assert "is the server running?" in ran.err


def test_a_missing_record_is_said_once_with_what_to_do(run: Run, fake: FakeServer) -> None:
    def answer(_: object) -> None:
        gone = ResourceInfo(resource_type="pools", resource_name="pools/p1", description="does not exist")
        raise Refused(grpc.StatusCode.NOT_FOUND, "pools/p1 does not exist", gone)

    fake.answers["GetPool"] = answer
    ran = run("pool", "show", "p1")
    assert ran.err == (
        "relevo: pools/p1 does not exist\n"
        "What to do: check the name: the `list` command of the same group shows what there is\n"
    )


def test_help_of_a_group_cuts_no_sentence_and_speaks_of_itself_alone(run: Run) -> None:
    whole, group = run("--help").out, run("plan", "--help").out
    assert "..." not in (whole + group).replace("[ARGS]...", "")
    assert "--install-completion" in whole
    assert "--install-completion" not in group


def test_no_token_is_an_error_of_identity(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVO_TOKEN_FILE", "nowhere/token")
    ran = run("pool", "list")
    assert (ran.code, ran.out) == (5, "")
    assert "token file 'nowhere/token': No such file" in ran.err


def test_a_command_without_the_servers_parts_says_how_to_get_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(point: EntryPoint) -> object:
        if point.name == "serve":
            raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")
        return importlib.import_module(point.module).app

    monkeypatch.setattr(EntryPoint, "load", load)
    ran = run("serve", "--anything", "at all")
    assert (ran.code, ran.out) == (1, "")
    assert "sqlalchemy is missing): pip install 'relevo[server]'" in ran.err.replace("\n", " ")


def test_a_defect_of_the_client_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: EntryPoint) -> object:
        raise ModuleNotFoundError("No module named 'typo'", name="typo")

    monkeypatch.setattr(EntryPoint, "load", load)
    with pytest.raises(ModuleNotFoundError):
        run("pool", "list")


def test_groups_are_loaded_only_when_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch, fake: FakeServer) -> None:
    loaded = list[str]()

    def load(point: EntryPoint) -> object:
        loaded.append(point.name)
        return importlib.import_module(point.module).app

    monkeypatch.setattr(EntryPoint, "load", load)
    run("pool", "show", "p1")
    assert loaded == ["pool"]
    assert fake.requests("GetPool")
