"""What a cut line broke off is tried again; what was refused is not."""

from collections.abc import Callable

import pytest

from relevo_client import RelevoError
from relevo_client.services.patience import FIRST_ATTEMPTS, MOST_ATTEMPTS, Patience

CUT = RelevoError("UNAVAILABLE", "gone")


def never(_: float) -> None:
    pytest.fail("nothing is to be tried again")


def failing(*errors: RelevoError) -> Callable[[], str]:
    left = list(errors)

    def attempt() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return attempt


def test_a_cut_is_tried_again_after_ever_longer_pauses() -> None:
    paused, told = list[float](), list[str]()
    patience = Patience(paused.append, lambda error, _: told.append(error.code))
    patience.progressed_to(0)
    assert patience.until_done(failing(*[CUT] * (MOST_ATTEMPTS - 1))) == "done"
    assert paused == sorted(paused)
    assert 25 < sum(paused) < 40
    assert told == ["UNAVAILABLE"] * (MOST_ATTEMPTS - 1)


def test_a_server_that_was_never_there_is_given_up_soon() -> None:
    paused = list[float]()
    with pytest.raises(RelevoError, match="UNAVAILABLE"):
        Patience(paused.append).until_done(failing(*[CUT] * FIRST_ATTEMPTS))
    assert sum(paused) < 1


def test_progress_begins_the_count_anew() -> None:
    patience, attempts = Patience(lambda _: None), list[int]()

    def attempt() -> str:
        attempts.append(len(attempts) // 5)
        patience.progressed_to(attempts[-1])
        if len(attempts) > 3 * MOST_ATTEMPTS:
            return "done"
        raise CUT

    assert patience.until_done(attempt) == "done"


@pytest.mark.parametrize(
    "error",
    [
        RelevoError("ABORTED", "elsewhere", reason="UPLOAD_OFFSET"),
        RelevoError("FAILED_PRECONDITION", "not whole", reason="UPLOAD_INCOMPLETE"),
        RelevoError("NOT_FOUND", "expired", reason="NOT_FOUND", metadata={"name": "uploads/ab"}),
    ],
    ids=lambda error: error.message,
)
def test_what_another_look_mends_is_tried_again(error: RelevoError) -> None:
    assert Patience(lambda _: None).until_done(failing(error)) == "done"


@pytest.mark.parametrize(
    "error",
    [
        RelevoError("INVALID_ARGUMENT", "bad rows", reason="INTAKE_REFUSED"),
        RelevoError("NOT_FOUND", "no dataset", reason="NOT_FOUND", metadata={"name": "datasets/ab"}),
        RelevoError("ABORTED", "stale", reason="STALE_ETAG"),
    ],
    ids=lambda error: error.message,
)
def test_a_refusal_is_no_cut(error: RelevoError) -> None:
    with pytest.raises(RelevoError) as raised:
        Patience(never).until_done(failing(error))
    assert raised.value is error
