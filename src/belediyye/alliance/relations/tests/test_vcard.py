"""Reading and writing vCards: what programs really write, and nothing lost on the way round."""

from hypothesis import given, settings
from hypothesis import strategies as st

from belediyye.alliance.relations.vcard import Card, read_cards, write_cards

THREE = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Sınaqov;Rauf;Nümunə oğlu;;\r\nFN:Rauf Sınaqov\r\nORG:Nümunə\\, bələdiyyəsi;şöbə\r\n"
    'TITLE:mühasib\r\nitem1.EMAIL;TYPE="work,pref":rauf@numune.example\r\nTEL;TYPE=CELL:+994 50 555 01 02\r\n'
    "ADR;TYPE=WORK:;;Sınaq küç. 5;Nümunəkənd;;AZ1000;\r\nNOTE:uzun qeyd, davamı\r\n  növbəti sətirdə\\nikinci sətir\r\nEND:VCARD\r\n"
)
TWO = b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C6=8Flaq=C9=99li;Kamran\nTEL;CELL:0505550103\nEND:VCARD\n"


def test_a_card_of_version_three_as_programs_write_it() -> None:
    (card,) = read_cards(THREE.encode())
    assert (card.surname, card.name, card.patronymic) == ("Sınaqov", "Rauf", "Nümunə oğlu")
    assert card.organisation == "Nümunə, bələdiyyəsi" and card.post == "mühasib"
    assert card.emails == ["rauf@numune.example"] and card.telephones == ["+994 50 555 01 02"]
    assert card.address == "Sınaq küç. 5, Nümunəkənd, AZ1000"
    assert card.note == "uzun qeyd, davamı növbəti sətirdə\nikinci sətir" and not card.problems


def test_old_telephones_and_broken_files_are_read_as_meant() -> None:
    (card,) = read_cards(TWO)
    assert (card.surname, card.name, card.telephones) == ("Əlaqəli", "Kamran", ["0505550103"])
    first, second = read_cards(
        b"BEGIN:VCARD\nFN:Bir Ad\nno colon here\nBEGIN:VCARD\nEMAIL:x@y.example\nEND:VCARD\n"
    )
    assert first.problems == ["line 3", "no end"] and (first.surname, first.name) == ("Ad", "Bir")
    assert second.problems == ["no name"]
    assert read_cards(b"hello") == [] and read_cards(THREE.encode("utf-16"))[0].surname == "Sınaqov"


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40).map(
    str.strip
)


@settings(max_examples=150)
@given(surname=words.filter(bool), name=words, organisation=words, note=words)
def test_what_is_written_is_read_back(surname: str, name: str, organisation: str, note: str) -> None:
    given_ = Card(0, surname=surname, name=name, organisation=organisation, note=note, emails=["a@b.example"])
    data = write_cards([given_])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (card,) = read_cards(data)
    assert (card.surname, card.name, card.organisation, card.note) == (surname, name, organisation, note)
    assert card.emails == ["a@b.example"]
