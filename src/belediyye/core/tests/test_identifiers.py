"""FİN, VÖEN, IBAN, telephone, YVÖK and payment reference."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import identifiers
from belediyye.core.identifiers import (
    FIN,
    IBAN,
    PHONE,
    REFERENCE,
    VOEN,
    YVOK,
    BadIdentifier,
    creditor_reference,
    make_reference,
    make_yvok,
    voen_is_legal_person,
)

ALL = [FIN, VOEN, IBAN, PHONE, YVOK, REFERENCE]
YVOKS = st.builds(make_yvok, st.integers(1, 9999), st.integers(1, 999_999))
REFERENCES = st.text("0123456789", min_size=4, max_size=18).map(make_reference)


def test_examples_in_the_docstrings_are_true():
    # The examples of values stand in text below them, which doctest does not look at by itself.
    source = open(identifiers.__file__, encoding="utf-8").read()  # noqa: SIM115
    example = doctest.DocTestParser().get_doctest(
        source.replace('"""', "\n"), vars(identifiers), "identifiers", None, 0
    )
    assert len(example.examples) >= 7
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [(FIN, "5abc1z7", "5ABC1Z7"), (FIN, "İabcOz7", "1ABC0Z7"), (FIN, "5АВС1Z7", "5ABC1Z7"), (FIN, " 5ABC 1Z7\u200b", "5ABC1Z7"),
     (VOEN, "9900000011", "9900000011"), (VOEN, "100000141", "0100000141"),
     (IBAN, "AZ21 NABZ 0000 0000 1370 1000 1944", "AZ21NABZ00000000137010001944"),
     (PHONE, "+994 50 123 45 67", "+994501234567"), (PHONE, "0501234567", "+994501234567"),
     (PHONE, "00994501234567", "+994501234567"), (PHONE, "12 345 67 89", "+994123456789")],
)  # fmt: skip
def test_what_people_type(kind, typed, stored):
    assert kind.validate(typed) == stored
    assert kind.is_valid(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [(FIN, "", "empty"), (FIN, "5ABC1Z", "length"), (FIN, "5ABC1Ş7", "characters"), (FIN, "5ABC1Z77", "length"),
     (VOEN, "9900000021", "check_digit"), (VOEN, "9900000013", "component"), (VOEN, "12345", "length"),
     (VOEN, "99000000A1", "characters"), (VOEN, "9900000011.0", "length"),
     (IBAN, "DE89370400440532013000", "country"), (IBAN, "AZ21NABZ0000000013701000194", "length"),
     (IBAN, "AZ21NABZ00000000137010001945", "check_digit"), (IBAN, "AZ21NABZ0000000013701000194Ş", "characters"),
     (PHONE, "123", "length"), (PHONE, "zəng", "characters"), (PHONE, "+994 0 12345678", "component"),
     (YVOK, "0017-000042-5", "check_digit"), (YVOK, "17", "length"), (YVOK, "abc", "characters"),
     (REFERENCE, "12345678", "check_digit"), (REFERENCE, "1", "length"), (REFERENCE, "RF12", "characters"),
     (REFERENCE, "٠٠١٧", "characters")],
)  # fmt: skip
def test_refusals_have_reasons(kind, typed, reason):
    with pytest.raises(BadIdentifier) as caught:
        kind.validate(typed)
    assert caught.value.reason == reason
    assert not kind.is_valid(typed)


def test_voen_tells_legal_from_natural_persons():
    assert voen_is_legal_person("9900000011") and not voen_is_legal_person("9900000012")


@given(st.sampled_from(ALL), st.text(max_size=30))
def test_no_text_does_more_than_be_refused(kind, text):
    kind.format(text)
    try:
        stored = kind.validate(text)
    except BadIdentifier:
        assert not kind.is_valid(text)
    else:
        assert kind.validate(stored) == kind.compact(kind.format(stored)) == stored


@given(st.sampled_from([YVOK, REFERENCE]), st.data())
def test_one_wrong_digit_is_always_caught(kind, data):
    number = data.draw(YVOKS if kind is YVOK else REFERENCES)
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert kind.is_valid(number) and kind.validate(kind.format(number)) == number
    assert not kind.is_valid(number[:place] + digit + number[place + 1 :])


@given(REFERENCES, st.data())
def test_swapped_neighbours_in_a_reference_are_always_caught(number, data):
    place = data.draw(st.integers(0, len(number) - 2))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not REFERENCE.is_valid(swapped)


@given(REFERENCES)
def test_a_creditor_reference_is_made_of_every_reference(number):
    assert creditor_reference(number).endswith(number)


@pytest.mark.parametrize(("municipality", "payer"), [(0, 1), (10**4, 1), (1, 10**6), (1, 0)])
def test_codes_that_do_not_fit(municipality, payer):
    with pytest.raises(ValueError, match="holds"):
        make_yvok(municipality, payer)
    with pytest.raises(ValueError, match="made of"):
        make_reference("12a4")
