"""The invented people of the demonstration, their numbers, and the office's workbook in which they stood before."""

from itertools import count, islice
from random import Random

from belediyye.core.identifiers import VOEN

# Of a man, of a woman.
SURNAMES = (
    ("Nümunəli", "Nümunəli"), ("Sınaqov", "Sınaqova"), ("Misalov", "Misalova"), ("Örnəkli", "Örnəkli"), ("Təcrübəli", "Təcrübəli"),
    ("Göstərişov", "Göstərişova"), ("Mətnli", "Mətnli"), ("Şablonov", "Şablonova"), ("Əlavəli", "Əlavəli"), ("İlkinov", "İlkinova"),
)  # fmt: skip
MEN = ("Elşən", "Həsən", "Kənan", "Murad", "Orxan", "Pərviz")
WOMEN = ("Aytən", "Günel", "İlahə", "Ləman", "Nərgiz", "Ülviyyə")
FATHERS = ("Sınaq", "Nümunə", "Misal", "Örnək")
SETTLEMENT = "Nümunəkənd qəsəbəsi"
STREETS = ("Nümunə küçəsi", "Sınaq küçəsi", "Bulaq küçəsi", "Məktəb küçəsi", "Bağ döngəsi")
PAYERS = 120
HEADINGS = (
    "Ödəyicinin kodu", "Ödəyicinin adı", "FİN", "Telefon", "Doğum tarixi", "Ödəyicinin yaşayış məntəqəsi", "Ödəyicinin küçəsi",
    "Ödəyicinin evi, mənzili", "Obyektin nömrəsi", "Obyektin növü", "İstifadəsi", "Yerin dərəcəsi", "Sahə, m²", "Şərti bal (1 ha)", "Pay",
    "Mülkiyyətin başlanğıcı", "İcarə və ya sahibkarlıq", "Güzəşt", "Yaşayış məntəqəsi", "Küçə", "Ev, mənzil",
)  # fmt: skip


def fin(n: int) -> str:
    """A FİN that is valid and plainly invented."""
    return f"9NM{n:04d}"


def voen(n: int, end: int = 1) -> str:
    """The n-th VÖEN that is valid and plainly invented; `end` is 1 for a legal person, 2 for a natural one."""
    rows = (f"99008{k:04d}{end}" for k in count())
    return next(islice(filter(VOEN.is_valid, rows), n, None))


def person(chance: Random) -> str:
    """Surname, name and patronymic that fit one another."""
    woman = chance.random() < 0.5
    surname = chance.choice(SURNAMES)[woman]
    return f"{surname} {chance.choice(WOMEN if woman else MEN)} {chance.choice(FATHERS)} {'qızı' if woman else 'oğlu'}"


def roll(chance: Random, payers: int = PAYERS, settlement: str = SETTLEMENT) -> str:
    """The workbook as it was kept until the house came: a house and a yard each, here and there a field or a shop."""
    lines = [";".join(HEADINGS)]
    for n in range(1, payers + 1):
        street = chance.choice(STREETS)
        known = n % 3 == 0
        who = [
            f"K-{n:03d}", person(chance), fin(payers * 10 + n) if known else "", f"050 000 {n // 100:02d} {n % 100:02d}" if known else "",
            f"{n % 27 + 1:02d}.{n % 12 + 1:02d}.{1945 + n % 50}" if n % 6 == 0 else "", settlement, street, str(n),
        ]  # fmt: skip
        relief = chance.choices(("", "pensiyaçı", "102.2", "şəhid ailəsi"), (80, 14, 4, 2))[0]
        let = "bəli" if chance.random() < 0.06 else ""
        own = ["1", "01.03.2015"]
        at = [settlement, street, str(n)]
        things = [
            [f"B-{n:03d}", "bina", "yaşayış", "kənd", str(chance.randint(52, 240)), "", *own, let, relief, *at],
            [f"T-{n:03d}", "torpaq", "həyətyanı", "kənd", str(chance.randint(400, 1500)), "", *own, "", "", *at],
        ]  # fmt: skip
        if n % 9 == 0:
            size, points = str(chance.randint(1, 6) * 10_000), str(chance.choice((60, 75, 98)))
            things.append(
                [f"S-{n:03d}", "torpaq", "kənd təsərrüfatı", "kənd", size, points, *own, "", "", settlement, f"Əkin sahəsi {n}", ""]
            )  # fmt: skip
        if n % 20 == 0:
            size = str(chance.randint(30, 90))
            things.append(
                [
                    f"Q-{n:03d}",
                    "bina",
                    "qeyri-yaşayış",
                    "kənd",
                    size,
                    "",
                    *own,
                    "",
                    "",
                    *at[:2],
                    f"{n}, mağaza",
                ]
            )
        lines += [";".join([*who, *thing]) for thing in things]
    return "\n".join([*lines, *_wrong(payers, settlement)])


def _wrong(last: int, settlement: str) -> list[str]:
    """What every real workbook has: a size that is a word, a share too many, a missing kind, a FİN with a letter too few."""
    own = ("yaşayış", "kənd")

    def line(n: int, name: str, number: str, kind: str, size: str, share: str, code: str = "") -> str:
        who = [f"K-{last + n}", name, code, "", "", settlement, STREETS[0], "900"]
        return ";".join(
            [*who, number, kind, *own, size, "", share, "", "", "", settlement, STREETS[0], "900"]
        )

    return [
        line(1, "Səhvli Nərgiz Sınaq qızı", "B-900", "bina", "bilinmir", "1"),
        line(2, "Artıq Paylı Murad Misal oğlu", "B-001", "bina", "80", "1/2"),
        line(3, "Növsüz Orxan Örnək oğlu", "B-901", "", "80", "1"),
        line(4, "Kodsuz Günel Nümunə qızı", "B-902", "bina", "80", "1", "9NM01"),
    ]
