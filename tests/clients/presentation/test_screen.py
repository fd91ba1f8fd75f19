"""Tables as they are read by people and copied by them."""

import pytest

from relevo_client.presentation.screen import say_table


def test_names_and_days_stay_whole_where_words_wrap(capsys: pytest.CaptureFixture[str]) -> None:
    name = "capacityReports/de18e8f3a2d9457eac5cd0f023851f67"
    say_table(("report", "as of", "why"), [(name, "2026-11-22", "because it was told so " * 6)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"{name}  2026-11-22  because")
    assert len(lines) > 2
    assert max(map(len, lines)) <= 100


def test_an_id_in_any_column_stays_whole(capsys: pytest.CaptureFixture[str]) -> None:
    name = "28146d66f62546018b2227b7182e8312"
    say_table(("scenario", "plan", "why"), [("fewer", name, "because it was told so " * 6)])
    assert f"fewer     {name}  because" in capsys.readouterr().out


def test_a_table_may_be_empty(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("report", "as of"), iter([]))
    assert capsys.readouterr().out.split() == ["report", "as", "of"]
