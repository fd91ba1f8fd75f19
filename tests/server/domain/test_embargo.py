"""A suppressed cell cannot be had as the difference of what is told."""

from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.embargo import FEWEST_MUNICIPALITIES, Counted, suppressed, suppressed_cells


def counted(value: int, places: str) -> Counted:
    return Counted(value, frozenset(places))


def test_a_line_of_large_cells_is_told_with_its_total() -> None:
    assert suppressed_cells({"a": counted(5, "xyz"), "b": counted(1, "uvw")}) == (frozenset(), True)
    assert suppressed_cells({}) == (frozenset(), True)


def test_a_single_small_cell_takes_the_smallest_other_with_it() -> None:
    line = {"a": counted(5, "x"), "b": counted(9, "uvw"), "c": counted(7, "rst")}
    assert suppressed_cells(line) == ({"a", "c"}, True)


def test_two_small_cells_of_too_few_places_take_another_with_them() -> None:
    line = {"a": counted(5, "x"), "b": counted(9, "y"), "c": counted(7, "rst")}
    assert suppressed_cells(line) == ({"a", "b", "c"}, True)
    assert suppressed_cells(line | {"b": counted(9, "yz")}) == ({"a", "b"}, True)


def test_where_nothing_else_can_go_the_total_does() -> None:
    assert suppressed_cells({"a": counted(5, "x")}) == ({"a"}, False)
    assert suppressed_cells({"a": counted(5, "x"), "b": counted(6, "y")}) == ({"a", "b"}, False)


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.tuples(st.integers(0, 9), st.integers(1, 5)),
        max_size=6,
    )
)
def test_the_difference_never_stands_on_fewer_than_three_places(cells: dict[str, tuple[int, int]]) -> None:
    line = {
        state: Counted(value, frozenset(f"{state}{i}" for i in range(places)))
        for state, (value, places) in cells.items()
    }
    hidden, total_told = suppressed_cells(line)
    assert {state for state, cell in line.items() if suppressed(cell.municipalities)} <= hidden
    if hidden and total_told:
        assert len(hidden) > 1
        assert sum(len(line[state].municipalities) for state in hidden) >= FEWEST_MUNICIPALITIES
