"""A profile as plain values."""

from hypothesis import given

from matchmaker.profiles import values
from matchmaker.profiles.models import Organisation
from tests.unit.profiles.strategies import organisations


@given(organisations())
def test_every_value_survives_the_way_into_the_audit_record_and_back(organisation: Organisation) -> None:
    for name, value in values.read(organisation).items():
        if name in values.COMMON_FIELDS and value is None:
            continue  # set by the database's defaults, which rows in memory lack
        assert values.same(values.from_json(organisation.kind, name, values.to_json(value)), value)


@given(organisations())
def test_writing_what_was_read_changes_nothing(organisation: Organisation) -> None:
    assert values.write(organisation, values.read(organisation)) == {}


def test_the_order_of_a_list_alone_is_no_change() -> None:
    assert values.same(["traffic", "pollution"], ["pollution", "traffic"])
    assert not values.same(["traffic"], ["traffic", "pollution"])
    assert not values.same(["traffic"], ["pollution"])
