"""Those around the alliance: members with dues and applications, state bodies, media, partners, issues."""

from datetime import date

from belediyye.alliance.relations.actions import contacts as people
from belediyye.alliance.relations.actions import members as member_acts
from belediyye.alliance.relations.actions import stakeholders as act
from belediyye.alliance.relations.demo.stage import Stage
from belediyye.alliance.relations.models import (
    Agreement,
    Application,
    Consent,
    Contact,
    DuesRate,
    Interaction,
    Issue,
    IssueStep,
    Member,
    MemberRole,
    PartnerScore,
    Partnership,
    Position,
)
from belediyye.core.models import Organisation, Role

LAW = "Bələdiyyələrin gəlir bazası haqqında təklif"


def organisations(stage: Stage) -> list[Member]:
    """The members' organisations; returned unsaved, in the order in which they joined."""
    for row in (
        ("komite", "Nümunə Dövlət Xidməti (yerli özünüidarə üzrə)", "state", 5, 4, "Nümunə Xidməti"),
        ("parlament", "Nümunə Parlament Komitəsi", "state", 5, 3, ""),
        ("maliyye", "Nümunə Maliyyə İdarəsi", "state", 4, 2, ""),
        ("assosiasiya", "Nümunə Kənd Bələdiyyələri Assosiasiyası", "association", 3, 5, ""),
        ("qezet", "«Nümunə Xəbər» qəzeti", "media", 3, 3, ""),
        ("radio", "«Sınaq FM» radiosu", "media", 2, 2, ""),
        ("fond", "Nümunə İnkişaf Fondu", "donor", 4, 4, "NİF"),
        ("agentlik", "Sınaq Əməkdaşlıq Agentliyi", "international", 4, 3, "SƏA"),
        ("universitet", "Nümunə Universiteti, idarəetmə kafedrası", "academic", 2, 4, ""),
        ("operator", "«Yerli Təşəbbüs» nümunə ictimai birliyi", "ngo", 2, 5, "Yerli Təşəbbüs"),
    ):
        key, name, kind, influence, interest, short = row
        stage.card(key, name, kind, influence, interest, short=short)
    for row in (
        ("əhmədli", "Sınaqlı", "Əhməd", "komite", "şöbə müdiri"), ("gunel", "Misallı", "Günel", "parlament", "məsləhətçi"),
        ("samir", "Örnəkov", "Samir", "maliyye", "baş mütəxəssis"), ("lale", "Təcrübəova", "Lalə", "qezet", "redaktor"),
        ("tom", "Sample", "Thomas", "fond", "proqram meneceri"), ("ayten", "Nümunəyeva", "Aytən", "agentlik", "layihə rəhbəri"),
        ("vusal", "Sınaqzadə", "Vüsal", "universitet", "dosent"), ("rena", "Misalqızı", "Rəna", "assosiasiya", "icraçı direktor"),
    ):  # fmt: skip
        stage.person(row[0].replace("ə", "e"), *row[1:])
    # The same person, written down twice by two hands: what merging is for.
    twice = people.keep_contact(
        actor=stage.kamran(), contact=Contact(surname="Ornekov", name="Samir", telephone="(012) 555-01-02")
    )
    stage.people["samir2"] = twice
    for key in ("ehmedli", "lale", "vusal", "rena", "tom"):
        _consent(stage, key, Consent.Purpose.EVENTS)
    home = stage.world
    return [
        Member(kind="municipality", municipality=home.home, population=4_812, joined=date(2024, 9, 2)),
        Member(kind="municipality", municipality=home.neighbour, population=2_140, joined=date(2024, 9, 2)),
        Member(kind="ngo", joined=date(2024, 9, 2)),
        Member(kind="association", joined=date(2025, 3, 10)),
        Member(kind="academic", joined=date(2025, 6, 1)),
    ]


def _consent(stage: Stage, key: str, purpose: str) -> None:
    given = Consent(
        contact=stage.people[key],
        purpose=purpose,
        given_on=date(2025, 2, 1),
        source="konfransda imzalanmış vərəqə",
    )
    people.record_consent(actor=stage.kamran(), consent=given)


def members(stage: Stage, rows: list[Member]) -> None:
    """Members with roles, two years of dues, and applications at every stage."""
    decision = "Təsis yığıncağının 1 nömrəli protokolu"
    first, second = (
        Organisation(name=f"{p.name} bələdiyyəsi") for p in (stage.world.home, stage.world.neighbour)
    )
    others = [stage.cards[key].organisation for key in ("operator", "assosiasiya", "universitet")]
    for row, organisation in zip(rows, [first, second, *others], strict=True):
        role = "observer" if row.kind == "academic" else "full"
        member_acts.list_member(
            actor=stage.kamran(), member=row, organisation=organisation, role=role, basis=decision
        )
    for row, kind in ((rows[0], "board"), (rows[2], "board"), (rows[3], "audit")):
        role = MemberRole(
            member=row, kind=kind, starts=date(2025, 6, 1), basis="Ümumi yığıncağın 3 nömrəli qərarı"
        )
        member_acts.give_member_role(actor=stage.kamran(), role=role)
    stage.account("mehriban", "Üzvlü", "Mehriban", Role.MEMBER, first)
    for year in (2025, 2026):
        rate = DuesRate(
            year=year,
            base=100_00,
            per_inhabitant=5,
            due=date(year, 6, 30),
            decision=f"Ümumi yığıncağın {year}/1 qərarı",
        )
        member_acts.set_dues(actor=stage.kamran(), rate=rate)
        member_acts.charge_year(actor=stage.kamran(), rate=rate, on=date(year, 2, 1))
    for row, year, amount in (
        (rows[0], 2025, 340_60),
        (rows[0], 2026, 200_00),
        (rows[1], 2025, 207_00),
        (rows[2], 2025, 100_00),
        (rows[2], 2026, 100_00),
    ):
        member_acts.record_dues_payment(
            actor=stage.kamran(),
            member=row,
            year=year,
            day=date(year, 5, 12),
            amount=amount,
            words=f"bank sənədi № {year}-{row.pk}",
        )
    _applications(stage)


def _applications(stage: Stage) -> None:
    for name, surname, days, step in (
        ("Aşağı Sınaq bələdiyyəsi", "Sədrli", date(2026, 3, 2), "accept"), ("«Gənc Nümunə» ictimai birliyi", "Gəncli", date(2026, 5, 4), "refuse"),
        ("Yuxarı Örnək bələdiyyəsi", "Yuxarılı", date(2026, 10, 30), "examine"), ("«Açıq Misal» ictimai birliyi", "Açıqlı", date(2026, 11, 16), ""),
    ):  # fmt: skip
        kind = "municipality" if "bələdiyyəsi" in name else "ngo"
        row = Application(
            organisation=name, kind=kind, population=3_200 if kind == "municipality" else 0, contact_surname=surname, contact_name="Nümunə",
            contact_post="sədr", email=f"erize{days.month}@numune.example", reasons="Təcrübə mübadiləsi və birgə təkliflər üçün üzv olmaq istəyirik.",
        )  # fmt: skip
        member_acts.submit_application(actor=stage.world.maker, application=row, on=days)
        if step:
            member_acts.examine_application(
                actor=stage.kamran(),
                application=row,
                findings="Sənədlər tamdır, nizamnamə alyansın məqsədinə uyğundur.",
                on=days,
            )
        if step in {"accept", "refuse"}:
            words = (
                "Ümumi yığıncağın 2026/2 qərarı"
                if step == "accept"
                else "Təşkilat hələ qeydiyyatdan keçməyib; keçdikdən sonra yenidən müraciət edə bilər."
            )
            member_acts.decide_application(
                actor=stage.kamran(), application=row, accept=step == "accept", decision=words, on=days
            )


def conversations(stage: Stage) -> None:
    """Conversations, positions, issues with their steps, partners at every stage."""
    for key, kind, day, who, said, promised, by in (
        ("komite", "meeting", date(2026, 9, 15), "ehmedli", "Təklifin ilk layihəsi müzakirə olundu; hesablamalar istənildi.", "Hesablamaları göndərmək", date(2026, 11, 27)),
        ("parlament", "letter", date(2026, 10, 8), "gunel", "Layihə komitəyə rəsmi məktubla göndərildi.", "Dinləmənin gününü soruşmaq", date(2026, 11, 18)),
        ("maliyye", "call", date(2026, 10, 20), "samir", "Dotasiya düsturuna dair sual verildi.", "", None),
        ("qezet", "meeting", date(2026, 11, 5), "lale", "Bələdiyyə büdcələri haqqında silsilə məqalə razılaşdırıldı.", "İlk mətni göndərmək", date(2026, 12, 4)),
        ("fond", "event", date(2026, 6, 11), "tom", "Yeni elanın şərtləri izah olundu.", "", None),
    ):  # fmt: skip
        row = Interaction(
            stakeholder=stage.cards[key],
            contact=stage.people[who],
            kind=kind,
            on=day,
            summary=said,
            next_step=promised,
            next_by=by,
        )
        act.log_interaction(actor=stage.kamran(), interaction=row)
    for key, stance, source in (
        ("komite", 1, "15.09.2026 görüşü"), ("parlament", 0, "məktuba cavab"), ("maliyye", -1, "telefon danışığı"), ("assosiasiya", 2, "birgə bəyanat"),
        ("qezet", 1, "redaktorla görüş"), ("agentlik", 2, "icmal sənədi"), ("universitet", 2, "ekspert rəyi"), ("fond", 1, "tədbirdə çıxış"),
    ):  # fmt: skip
        position = Position(
            stakeholder=stage.cards[key], matter=LAW, stance=stance, on=date(2026, 10, 1), source=source
        )
        act.record_position(actor=stage.kamran(), position=position)
    _issues(stage)
    _partners(stage)


def _issues(stage: Stage) -> None:
    rows = (
        ("Yerli vergilər üzrə məlumat mübadiləsi", "Bələdiyyələr daşınmaz əmlakın reyestrinə vaxtında çıxış ala bilmir.", "Elektron mübadilə üçün birgə qayda.", "komite",
         [("raised", date(2025, 3, 3), "Rəsmi məktub göndərildi.", date(2025, 4, 3)), ("answered", date(2025, 4, 20), "İşçi qrupu yaradıldı.", None), ("solved", date(2026, 2, 10), "Mübadilə qaydası qüvvəyə mindi.", None)]),
        ("Dotasiya düsturunda əhali sıxlığı", "Kiçik kəndlər üçün ayrılan vəsait xərclərə uyğun gəlmir.", "Düstura sıxlıq əmsalı əlavə edilsin.", "maliyye",
         [("raised", date(2026, 9, 20), "Hesablamalarla birgə təklif göndərildi.", date(2026, 11, 10))]),
        ("Bələdiyyə qulluqçularının təlimi", "Yeni seçilən üzvlər üçün məcburi təlim proqramı yoxdur.", "İllik təlim proqramı təsdiq edilsin.", "parlament", []),
    )  # fmt: skip
    for title, text, proposal, key, steps in rows:
        row = Issue(
            title=title, text=text, proposal=proposal, stakeholder=stage.cards[key], noted_on=date(2025, 2, 3)
        )
        issue = act.note_issue(actor=stage.kamran(), issue=row)
        for state, on, words, by in steps:
            act.take_issue_step(
                actor=stage.kamran(),
                step=IssueStep(issue=issue, on=on, state=state, words=words, answer_by=by),
            )


def _partners(stage: Stage) -> None:
    for key, purpose, points in (
        ("universitet", "Tədqiqat və təlim materialları", (4, 4, 3, 4, 2)), ("qezet", "Bələdiyyə büdcələri üzrə məqalələr", (3, 2, 3, 3, 4)), ("agentlik", "Təcrübə mübadiləsi səfərləri", ()),
    ):  # fmt: skip
        found = Partnership(stakeholder=stage.cards[key], purpose=purpose, found_on=date(2025, 10, 1))
        row = act.find_partner(actor=stage.kamran(), partnership=found)
        if points:
            scores = {
                c: (p, "görüş və açıq məlumat əsasında")
                for c, p in zip(PartnerScore.Criterion.values, points, strict=True)
            }
            act.assess_partner(actor=stage.kamran(), partnership=row, scores=scores, on=date(2025, 11, 3))
        if key == "universitet":
            agreement = Agreement(
                partnership=row, title="Əməkdaşlıq memorandumu", signed_on=date(2026, 1, 15), ends=date(2027, 12, 31),
                duties="Universitet: tədqiqat və mühazirələr. Alyans: məlumat və zal.",
            )  # fmt: skip
            act.agree(actor=stage.kamran(), agreement=agreement)
