"""Pictures of this room: the grid of influence and interest, beside its table."""

from collections import defaultdict

from django.utils.translation import gettext as _

from belediyye.alliance.relations.queries.stakeholders import GridPoint
from belediyye.core.svg.canvas import (
    INK,
    LINE,
    MUTED,
    PAPER,
    TONES,
    Picture,
    box,
    group,
    picture,
    rule,
    text_at,
)

SIDE, LEFT, TOP = 88, 46, 24
TONE_OF_STANCE = {-2: "bad", -1: "accent", 0: "grey", 1: "mid", 2: "good", None: "pale"}
DARK = {"bad", "mid", "good", "grey"}


def influence_grid(points: list[GridPoint]) -> Picture:
    """The stakeholders as numbered discs on five by five fields: influence upwards, interest to the right."""
    whole = SIDE * 5
    shapes = [box(LEFT, TOP, whole, whole, PAPER, stroke=MUTED)]
    shapes.append(box(LEFT + SIDE * 3, TOP, SIDE * 2, SIDE * 2, "#eef3f4"))
    for step in range(1, 5):
        shapes.append(rule(LEFT + SIDE * step, TOP, LEFT + SIDE * step, TOP + whole, LINE))
        shapes.append(rule(LEFT, TOP + SIDE * step, LEFT + whole, TOP + SIDE * step, LINE))
    for n in range(1, 6):
        shapes.append(text_at(LEFT + SIDE * (n - 0.5), TOP + whole + 17, str(n), anchor="middle", fill=MUTED))
        shapes.append(text_at(LEFT - 10, TOP + SIDE * (5.5 - n) + 4, str(n), anchor="end", fill=MUTED))
    shapes += [
        text_at(LEFT, TOP - 9, _("Influence ↑"), bold=True),
        text_at(LEFT + whole, TOP + whole + 34, _("Interest →"), anchor="end", bold=True),
    ]
    fields: dict[tuple[int, int], list[GridPoint]] = defaultdict(list)
    for point in points:
        fields[(point.stakeholder.interest, point.stakeholder.influence)].append(point)
    for (interest, influence), here in fields.items():
        shapes += _field(LEFT + SIDE * (interest - 1), TOP + SIDE * (5 - influence), here)
    described = "; ".join(f"{p.number} {p.stakeholder}" for p in points)
    return picture(
        shapes, title=_("Stakeholders by influence and interest"), description=described,
        height=TOP + whole + 44, width=LEFT + whole + 12,
    )  # fmt: skip


def _field(x: float, y: float, points: list[GridPoint]) -> list[str]:
    """Up to nine discs in a field, in rows of three; more are told by number only."""
    shapes = []
    for place, point in enumerate(points[:9]):
        cx, cy = x + 17 + 27 * (place % 3), y + 17 + 27 * (place // 3)
        tone = TONE_OF_STANCE[point.stance]
        ink = PAPER if tone in DARK else INK
        disc = f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="12" fill="{TONES[tone]}" stroke="{INK}" stroke-width="0.75"/>'
        shapes.append(
            group(
                [disc, text_at(cx, cy + 4, str(point.number), anchor="middle", size=11, fill=ink, bold=True)],
                str(point.stakeholder),
            )
        )
    if len(points) > 9:
        shapes.append(
            text_at(x + SIDE - 4, y + SIDE - 4, f"+{len(points) - 9}", anchor="end", size=10, fill=MUTED)
        )
    return shapes
