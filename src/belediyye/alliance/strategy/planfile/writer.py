"""A plan back into the three-column form: Word and Excel files that read back as the same plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from belediyye.alliance.strategy.planfile.model import Objective, Plan, Section

HEAD = ("Tarix (Nə vaxt)", "Nəticə (Nə)", "Cavabdeh (Kim)")


@dataclass(frozen=True)
class _Line:
    """A paragraph (one cell) or a row of the table; `look` is title, head, part or text."""

    cells: tuple[str, ...]
    look: str = "text"
    in_table: bool = False


def _lines(plan: Plan) -> Iterator[_Line]:
    yield from (_Line((text,)) for text in plan.introduction)
    if plan.organisation:
        yield _Line((plan.organisation,), "part")
    years = f" ({plan.first_year}-{plan.last_year})" if plan.first_year else ""
    yield _Line((f"{plan.title or 'Strateji plan'}{years}",), "title")
    if plan.mission:
        yield _Line((f"Missiya: “{plan.mission}”",))
    if plan.directions:
        yield _Line(("Strateji istiqamətlər:",), "part")
        yield from (_Line((f"{n}. {text}",)) for n, text in enumerate(plan.directions, 1))
    if plan.goals:
        yield _Line(("Strateji məqsəd və vəzifələr",), "part")
    for goal in plan.goals:
        yield _Line((f"Məqsəd {goal.number}. {goal.text}",), "part")
        yield from (_Line((f"Vəzifə {o.code.split(' ')[-1]} {o.text}",)) for o in goal.objectives)
    yield from _section(plan, plan.section_of(False), of_goals=False)
    yield from _section(plan, plan.section_of(True), of_goals=True)
    yield from (_Line((text,)) for text in plan.notes)


def _section(plan: Plan, section: Section | None, *, of_goals: bool) -> Iterator[_Line]:
    parts = plan.goals if of_goals else plan.areas
    if (
        section is None
        and not any(o.activities for p in parts for o in p.objectives)
        and (of_goals or not parts)
    ):
        return
    if section is not None:
        if plan.organisation:
            yield _Line((plan.organisation,), "part")
        yield _Line((section.title,), "title")
    if not of_goals:
        yield _Line(("Prioritet sahələr:",), "part")
        yield from (_Line((f"· {area.text}",)) for area in plan.areas)
    yield _Line(HEAD, "head", True)
    for part in parts:
        head = f"Məqsəd {part.number}: {part.text}" if of_goals else f"{part.number}. {part.text}"
        yield _Line((head,), "part", True)
        for objective in part.objectives:
            yield from _objective(objective)


def _objective(objective: Objective) -> Iterator[_Line]:
    yield _Line((f"{objective.code}. {objective.text}",), "part", True)
    for activity in objective.activities:
        yield _Line((activity.when.text, activity.result, ", ".join(activity.responsible)), "text", True)


def write_docx(plan: Plan, path: Path) -> None:
    """Writes the plan as a Word document of the three-column form, A4, with the table's head on every page."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    document = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    document.core_properties.title = plan.title
    widths = (Cm(3.4), Cm(9.4), Cm(4.2))
    table = None
    for line in _lines(plan):
        if not line.in_table:
            table = None
            paragraph = document.add_paragraph()
            run = paragraph.add_run(line.cells[0])
            run.bold = line.look in {"title", "part"}
            run.font.size = Pt(14) if line.look == "title" else Pt(10)
            paragraph.paragraph_format.space_before = Pt(12 if line.look == "title" else 4)
            paragraph.paragraph_format.space_after = Pt(4)
            paragraph.paragraph_format.keep_with_next = line.look != "text"
            continue
        if table is None:
            table = document.add_table(rows=0, cols=3, style="Table Grid")
            table.autofit = False
            # Word believes the cells, other programs the columns: both are told.
            for column, width in zip(table.columns, widths, strict=True):
                column.width = width
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if line.look == "head":
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        cells = row.cells if len(line.cells) == 3 else [row.cells[0].merge(row.cells[2])]
        for cell, text in zip(cells, line.cells, strict=True):
            cell.text = text
            cell.paragraphs[0].paragraph_format.space_before = Pt(2)
            cell.paragraphs[-1].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = line.look == "part"
            for run in cell.paragraphs[0].runs:
                run.bold = line.look != "text"
    document.save(str(path))


def write_xlsx(plan: Plan, path: Path) -> None:
    """Writes the plan as a workbook of one sheet in the three-column form; headings stand alone in their rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}),
            "part": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "head": book.add_format({"bold": True, "bg_color": "#dde6e8", "border": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        sheet = book.add_worksheet("Plan")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        sheet.set_column(2, 2, 34)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for number, line in enumerate(_lines(plan)):
            for column, text in enumerate(line.cells):
                # A heading's text runs over its row; wrapping would squeeze it into the first column.
                if len(line.cells) == 1:
                    sheet.write_string(
                        number,
                        column,
                        text,
                        looks["title" if line.look == "title" else "part"] if line.look != "text" else None,
                    )
                else:
                    sheet.write_string(number, column, text, looks[line.look])
