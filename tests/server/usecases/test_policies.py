"""The numbers of a policy come with their unit and reason."""

import pytest

from relevo_server.domain.errors import PermissionDenied
from relevo_server.domain.principal import LOCAL, Principal
from relevo_server.usecases.policies import get_default_policy


def test_every_number_has_its_unit_and_reason() -> None:
    numbers = get_default_policy(LOCAL)
    assert "tenure_periods" in {number.name for number in numbers}
    assert all(number.unit and number.reason for number in numbers)


def test_nobody_reads_without_a_role() -> None:
    with pytest.raises(PermissionDenied):
        get_default_policy(Principal("principals/nobody"))
