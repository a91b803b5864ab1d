"""Fundraising and the books: a grant in its second year, a proposal being written, a call that waits."""

from datetime import date

from belediyye.alliance.relations.actions import books as book_acts
from belediyye.alliance.relations.actions import fundraising as act
from belediyye.alliance.relations.demo.stage import Stage
from belediyye.alliance.relations.models import (
    Award,
    AwardLine,
    BookEntry,
    Call,
    ConceptNote,
    GrantReport,
    Proposal,
    ProposalLine,
    ProposalVersion,
)

LINES = (
    ("1", "Ekspert xidmətləri", 4, "ay", 1_500_00),
    ("2", "Tədbirlər", 6, "tədbir", 2_000_00),
    ("3", "Səfərlər", 10, "səfər", 250_00),
    ("4", "Avadanlıq", 1, "dəst", 3_500_00),
)


def _version(stage: Stage, proposal: Proposal, on: date, factor: int, change: str = "") -> None:
    version = ProposalVersion(
        proposal=proposal, summary="Beş pilot bələdiyyədə maliyyə şəffaflığı və iştirakçılıq.", change=change
    )
    lines = [
        ProposalLine(code=c, title=t, quantity=q * factor, unit=u, price=p, own=p // 10)
        for c, t, q, u, p in LINES
    ]
    act.write_version(actor=stage.kamran(on), version=version, lines=lines, on=on)


def fundraising(stage: Stage) -> Award:
    """Calls, notes, proposals, and the grant that grew from one of them."""
    fond, agency = stage.cards["fond"], stage.cards["agentlik"]
    old = Call(
        donor=fond,
        title="Yerli demokratiya 2025",
        about="Bələdiyyələrin şəffaflığı üzrə layihələr.",
        deadline=date(2025, 2, 28),
        ceiling=40_000_00,
    )
    act.keep_call(actor=stage.kamran(), call=old)
    note = ConceptNote(
        donor=fond,
        call=old,
        title="Şəffaf bələdiyyə",
        problem="Büdcə məlumatı oxunmur.",
        idea="Açıq büdcə səhifələri və dinləmələr.",
        amount=24_000_00,
        made_on=date(2024, 12, 2),
    )
    act.keep_concept(actor=stage.kamran(), note=note)
    act.move_concept(actor=stage.kamran(), note=note, state="sent", answer="", on=date(2024, 12, 10))
    act.move_concept(
        actor=stage.kamran(),
        note=note,
        state="invited",
        answer="Tam təklif gözlənilir.",
        on=date(2025, 1, 15),
    )
    first = act.begin_proposal(
        actor=stage.kamran(),
        proposal=Proposal(donor=fond, call=old, concept=note, title="Şəffaf bələdiyyə"),
        on=date(2025, 1, 20),
    )
    _version(stage, first, date(2025, 2, 1), 1)
    _version(stage, first, date(2025, 2, 20), 1, "Səfərlər üzrə izahat əlavə olundu")
    act.submit_proposal(actor=stage.kamran(), proposal=first, on=date(2025, 2, 25))
    award = Award(
        donor=fond,
        proposal=first,
        number="NİF-2025/17",
        title="Şəffaf bələdiyyə",
        signed_on=date(2025, 4, 10),
        starts=date(2025, 5, 1),
        ends=date(2027, 4, 30),
        foreign="EUR 13 500",
    )
    lines = [AwardLine(code=c, title=t, amount=q * p) for c, t, q, _u, p in LINES]
    act.record_award(actor=stage.kamran(), award=award, lines=lines)
    act.register_award(actor=stage.kamran(), award=award, registration="Q-2025/0417", on=date(2025, 4, 24))
    for starts, ends, due, sent in (
        (date(2025, 5, 1), date(2025, 12, 31), date(2026, 1, 31), date(2026, 1, 28)), (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 2)), (date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 31), None),
    ):  # fmt: skip
        report = act.plan_report(
            actor=stage.kamran(),
            report=GrantReport(
                award=award,
                kind="both",
                starts=starts,
                ends=ends,
                due=due,
                why="müqavilənin 7.2-ci bəndi: dövr bitəndən bir ay sonra",
            ),
        )
        if sent:
            act.send_report(actor=stage.kamran(), report=report, on=sent)
    _newer(stage, agency)
    return award


def _newer(stage: Stage, agency: object) -> None:
    act.keep_call(
        actor=stage.kamran(),
        call=Call(
            donor=agency,
            title="Gənclər yerli idarəetmədə",
            about="Gənclərin iştirakı üzrə pilot layihələr.",
            deadline=date(2026, 12, 20),
            ceiling=60_000_00,
        ),
    )
    open_call = Call(
        donor=agency,
        title="İqlimə dayanıqlı kəndlər",
        about="Su və enerji üzrə kiçik layihələr.",
        deadline=date(2027, 2, 15),
        ceiling=80_000_00,
    )
    act.keep_call(actor=stage.kamran(), call=open_call)
    writing = act.begin_proposal(
        actor=stage.kamran(),
        proposal=Proposal(donor=agency, call=open_call, title="Yaşıl kənd"),
        on=date(2026, 11, 2),
    )
    _version(stage, writing, date(2026, 11, 10), 2)
    declined = act.begin_proposal(
        actor=stage.kamran(),
        proposal=Proposal(donor=agency, title="Qadınlar bələdiyyədə", deadline=date(2025, 10, 1)),
        on=date(2025, 9, 1),
    )
    _version(stage, declined, date(2025, 9, 20), 1)
    act.submit_proposal(actor=stage.kamran(), proposal=declined, on=date(2025, 9, 28))
    act.decline_proposal(
        actor=stage.kamran(),
        proposal=declined,
        answer="Prioritet başqa mövzuya verildi; gələn il yenidən müraciət tövsiyə olunur.",
        on=date(2025, 12, 5),
    )


def books(stage: Stage, award: Award) -> None:
    """Two years of entries: instalments, expenses on every line, a mistake reversed."""
    for day, amount in ((date(2025, 5, 12), 12_000_00), (date(2026, 2, 20), 9_000_00)):
        book_acts.enter(
            actor=stage.kamran(),
            entry=BookEntry(
                award=award,
                kind="receipt",
                day=day,
                amount=amount,
                party="Nümunə İnkişaf Fondu",
                words="növbəti tranş",
                paper_number=f"bank çıxarışı, {day:%d.%m.%Y}",
            ),
        )
    lines = {line.code: line for line in award.lines.all()}
    rows = (
        ("4", date(2025, 6, 3), 3_280_50, "Sınaq Texnika MMC", "kompüter və proyektor"), ("2", date(2025, 9, 18), 1_850_00, "Nümunə Otel", "dəyirmi masa: zal və nahar"),
        ("1", date(2025, 11, 28), 1_500_00, "V. Sınaqzadə", "tədqiqat, 1-ci mərhələ"), ("3", date(2026, 3, 12), 240_00, "Misal Nəqliyyat", "bölgəyə səfər"),
        ("2", date(2026, 4, 22), 1_990_90, "Nümunə Otel", "konfrans"), ("1", date(2026, 5, 29), 1_500_00, "V. Sınaqzadə", "tədqiqat, 2-ci mərhələ"),
        ("3", date(2026, 6, 9), 250_00, "Misal Nəqliyyat", "bölgəyə səfər"), ("2", date(2026, 10, 14), 1_640_00, "Misal Mərkəzi", "debat"), ("3", date(2026, 10, 15), 520_00, "Misal Nəqliyyat", "səhvən iki dəfə yazılıb"),
    )  # fmt: skip
    for number, (code, day, amount, party, words) in enumerate(rows, 1):
        entry = BookEntry(
            award=award,
            line=lines[code],
            kind="spending",
            day=day,
            amount=amount,
            party=party,
            words=words,
            paper_number=f"hesab-faktura № {100 + number}, {day:%d.%m.%Y}",
        )
        last = book_acts.enter(actor=stage.kamran(), entry=entry)
    book_acts.reverse(
        actor=stage.kamran(), entry=last, words="eyni faktura iki dəfə daxil edilib", on=date(2026, 10, 16)
    )
