"""Files that arrive in steps are the files that arrive at once, or nothing."""

import gzip
import hashlib
import random
from dataclasses import replace

import pytest

from relevo_server.domain.errors import (
    ErrorReason,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    RelevoError,
)
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.domain.upload import KEPT_FOR, MOST_BYTES, MOST_UNFINISHED, UploadDraft
from relevo_server.usecases.datasets import list_datasets
from relevo_server.usecases.intake import ImportTerms
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.uploads import UploadState, create_upload, get_upload, go_on, import_upload, take
from relevo_server.usecases.writing import Write
from tests.server.world import COUNTS, HOMICIDE, SHEET, clock_of, import_text, open_ports

BYTES = COUNTS.encode()
TERMS = ImportTerms(crime_type=HOMICIDE)
ANALYST = Principal("principals/analyst", frozenset({Role.ANALYST}))


def announced(content: bytes = BYTES, title: str = "counts.csv") -> UploadDraft:
    return UploadDraft(title, hashlib.sha256(content).hexdigest(), len(content))


def send(ports: Ports, state: UploadState, content: bytes = BYTES, until: int | None = None) -> None:
    """Send what is missing, up to a byte."""
    start = state.upload.received_bytes
    upload = go_on(ports, LOCAL, state.upload.name, start)
    take(ports, upload, start, content[start:until])


def no_datasets(ports: Ports) -> bool:
    return list_datasets(ports, LOCAL, PageRequest()).items == ()


@pytest.mark.parametrize("seed", range(5))
def test_a_file_cut_at_random_is_the_file_uncut(ports: Ports, empty_ports: Ports, seed: int) -> None:
    cuts = random.Random(seed)
    state = create_upload(ports, LOCAL, announced())
    while not state.upload.is_whole:
        send(ports, state, until=state.upload.received_bytes + cuts.randint(0, 30))
        # Whoever lost the line announces the same file again, and is told how far it came.
        state = create_upload(ports, LOCAL, announced())
        held = state.upload.received_bytes
        assert state.received_sha256 == hashlib.sha256(BYTES[:held]).hexdigest()
    stepwise = import_upload(ports, LOCAL, state.upload.name, TERMS)
    again = import_text(ports, COUNTS, crime_type=HOMICIDE, title="counts.csv")
    assert again.already_imported
    assert again.dataset == stepwise.dataset
    assert replace(again, records_written=1, already_imported=False) == stepwise


def test_what_has_arrived_outlasts_a_restart(ports: Ports, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("restart")
    before = open_ports(folder / "relevo.db")
    send(before, create_upload(before, LOCAL, announced()), until=50)
    after = open_ports(folder / "relevo.db")
    assert create_upload(after, LOCAL, announced()).upload.received_bytes == 50


def test_the_same_content_is_one_upload_for_its_sender_alone(ports: Ports) -> None:
    mine = create_upload(ports, LOCAL, announced())
    assert create_upload(ports, LOCAL, announced(title="other.csv")).upload.name == mine.upload.name
    assert create_upload(ports, ANALYST, announced()).upload.name != mine.upload.name
    with pytest.raises(NotFound):
        get_upload(ports, ANALYST, mine.upload.name)


def test_bytes_go_only_where_those_held_end(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    stale = go_on(ports, LOCAL, state.upload.name, 0)
    take(ports, stale, 0, BYTES[:40])
    with pytest.raises(RelevoError) as caught:
        go_on(ports, LOCAL, state.upload.name, 30)
    assert (caught.value.reason, caught.value.metadata["received_bytes"]) == (ErrorReason.UPLOAD_OFFSET, "40")
    fresh = go_on(ports, LOCAL, state.upload.name, 40)
    take(ports, fresh, 40, BYTES[40:60])
    # The line that was thought dead delivers after all.
    with pytest.raises(RelevoError) as caught:
        take(ports, stale, 40, BYTES[40:90])
    assert caught.value.reason is ErrorReason.UPLOAD_OFFSET
    take(ports, fresh, 60, BYTES[60:])
    assert import_upload(ports, LOCAL, state.upload.name, TERMS).dataset is not None


def test_other_bytes_held_than_sent_can_be_dropped(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    take(ports, go_on(ports, LOCAL, state.upload.name, 0), 0, b"x" * 40)
    take(ports, go_on(ports, LOCAL, state.upload.name, 0), 0, BYTES)
    assert import_upload(ports, LOCAL, state.upload.name, TERMS).dataset is not None


def test_more_than_was_announced_is_refused(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    with pytest.raises(InvalidArgument) as caught:
        send(ports, state, BYTES + b"x")
    assert [fault.field for fault in caught.value.faults] == ["chunk"]
    assert get_upload(ports, LOCAL, state.upload.name).upload.received_bytes == 0


def test_half_a_file_is_not_imported(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    send(ports, state, until=100)
    with pytest.raises(FailedPrecondition) as caught:
        import_upload(ports, LOCAL, state.upload.name, TERMS)
    assert caught.value.reason is ErrorReason.UPLOAD_INCOMPLETE
    assert caught.value.metadata == {"received_bytes": "100", "size_bytes": str(len(BYTES))}
    assert no_datasets(ports)


def test_another_sha256_than_announced_is_refused_and_forgotten(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    send(ports, state, BYTES.replace(b"120", b"121"))
    with pytest.raises(InvalidArgument) as caught:
        import_upload(ports, LOCAL, state.upload.name, TERMS)
    assert caught.value.reason is ErrorReason.INTAKE_TRUNCATED
    assert [fault.field for fault in caught.value.faults] == ["header.sha256"]
    assert no_datasets(ports)
    assert create_upload(ports, LOCAL, announced()).upload.received_bytes == 0


def test_half_a_gzip_that_arrived_whole_is_refused(ports: Ports) -> None:
    packed = gzip.compress(BYTES)
    half = packed[: len(packed) // 2]
    state = create_upload(ports, LOCAL, announced(half))
    send(ports, state, half)
    with pytest.raises(InvalidArgument) as caught:
        import_upload(ports, LOCAL, state.upload.name, TERMS)
    assert caught.value.reason is ErrorReason.INTAKE_TRUNCATED
    assert no_datasets(ports)


def test_a_file_refused_for_its_catalogue_need_not_be_sent_again(empty_ports: Ports) -> None:
    state = create_upload(empty_ports, LOCAL, announced())
    send(empty_ports, state)
    with pytest.raises(FailedPrecondition):
        import_upload(empty_ports, LOCAL, state.upload.name, TERMS)
    import_text(empty_ports, SHEET)
    assert create_upload(empty_ports, LOCAL, announced()).upload.is_whole
    assert import_upload(empty_ports, LOCAL, state.upload.name, TERMS).dataset is not None
    with pytest.raises(NotFound):
        get_upload(empty_ports, LOCAL, state.upload.name)


def test_an_answer_that_was_lost_is_given_again(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    send(ports, state)
    first = import_upload(ports, LOCAL, state.upload.name, TERMS, write=Write("r"))
    again = create_upload(ports, LOCAL, announced())
    send(ports, again)
    assert import_upload(ports, LOCAL, again.upload.name, TERMS, write=Write("r")) == first


def test_a_look_before_the_leap_keeps_the_file(ports: Ports) -> None:
    state = create_upload(ports, LOCAL, announced())
    send(ports, state)
    import_upload(ports, LOCAL, state.upload.name, TERMS, write=Write(validate_only=True))
    assert no_datasets(ports)
    assert import_upload(ports, LOCAL, state.upload.name, TERMS).records_written == 1


def test_an_upload_expires_a_day_after_the_last_byte(ports: Ports) -> None:
    clock = clock_of(ports)
    state = create_upload(ports, LOCAL, announced())
    clock.move(hours=23)
    send(ports, state, until=50)
    clock.move(hours=23)
    assert get_upload(ports, LOCAL, state.upload.name).upload.expires == clock.now() - KEPT_FOR / 24 * 23 + KEPT_FOR
    clock.move(hours=1)
    with pytest.raises(NotFound):
        get_upload(ports, LOCAL, state.upload.name)
    assert create_upload(ports, LOCAL, announced()).upload.received_bytes == 0


def test_announcing_sweeps_what_has_expired(ports: Ports) -> None:
    create_upload(ports, ANALYST, announced())
    clock_of(ports).move(hours=24)
    create_upload(ports, LOCAL, announced())
    assert ports.uploads is not None
    assert [upload.owner for upload in ports.uploads.all()] == [LOCAL.name]


def test_nobody_fills_the_disk_with_beginnings(ports: Ports) -> None:
    for number in range(MOST_UNFINISHED):
        create_upload(ports, LOCAL, announced(b"%d" % number))
    with pytest.raises(RelevoError) as caught:
        create_upload(ports, LOCAL, announced())
    assert (caught.value.reason, caught.value.metadata["limit"]) == (ErrorReason.UPLOAD_LIMIT, str(MOST_UNFINISHED))
    create_upload(ports, LOCAL, announced(b"0"))
    create_upload(ports, ANALYST, announced())


def test_every_fault_of_an_announcement_is_named(ports: Ports) -> None:
    with pytest.raises(RelevoError) as caught:
        create_upload(ports, LOCAL, UploadDraft("\x00", "AB", 0))
    assert [fault.field for fault in caught.value.faults] == ["upload.title", "upload.sha256", "upload.size_bytes"]
    with pytest.raises(RelevoError) as caught:
        create_upload(ports, LOCAL, replace(announced(), size_bytes=MOST_BYTES + 1))
    assert caught.value.reason is ErrorReason.TOO_LARGE


@pytest.mark.parametrize("name", ["uploads/../../token", "uploads/none", "", "uploads/" + "0" * 32])
def test_names_that_are_no_upload(ports: Ports, name: str) -> None:
    with pytest.raises(NotFound):
        get_upload(ports, LOCAL, name)


def test_only_who_may_import_may_send(ports: Ports) -> None:
    reader = Principal("principals/reader", frozenset({Role.READER}))
    with pytest.raises(PermissionDenied):
        create_upload(ports, reader, announced())


def test_a_server_without_room_says_so(ports: Ports) -> None:
    with pytest.raises(RelevoError) as caught:
        create_upload(replace(ports, uploads=None), LOCAL, announced())
    assert caught.value.reason is ErrorReason.UPLOAD_LIMIT
