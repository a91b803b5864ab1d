"""The self-assessment of the operator organisation: areas, questions, the meaning of each score. Knows no Django.

Labels are `{"az": …, "en": …}`. A question's code never changes its meaning; a new meaning is a new edition.
"""

from dataclasses import dataclass

EDITION = "2026.1"

SCORES = (
    {"az": "yoxdur", "en": "absent"},
    {"az": "başlanılıb", "en": "begun"},
    {"az": "qismən var", "en": "partly there"},
    {"az": "var, işləyir", "en": "there and working"},
    {"az": "nümunə ola bilər", "en": "an example to others"},
)
BEST = len(SCORES) - 1


@dataclass(frozen=True)
class Question:
    """One question, scored 0 to 4."""

    code: str
    text: dict[str, str]


@dataclass(frozen=True)
class Area:
    """A part of the organisation's life with its questions."""

    code: str
    title: dict[str, str]
    questions: tuple[Question, ...]


def _area(code: str, az: str, en: str, *questions: tuple[str, str]) -> Area:
    return Area(
        code,
        {"az": az, "en": en},
        tuple(Question(f"{code}{n}", {"az": a, "en": e}) for n, (a, e) in enumerate(questions, 1)),
    )


AREAS = (
    _area("A", "İdarəetmə", "Governance",
        ("İdarə heyətinin və icraçıların vəzifələri yazılı şəkildə ayrılıb.", "The duties of the board and of the staff are separated in writing."),
        ("Maraqların toqquşması barədə qayda var və tətbiq olunur.", "There is a rule on conflicts of interest and it is applied."),
        ("Qərarlar protokollaşdırılır və üzvlərə çatdırılır.", "Decisions are minuted and reach the members."),
    ),
    _area("B", "Planlaşdırma", "Planning",
        ("İllik iş planı strateji plandan irəli gəlir.", "The yearly work plan follows from the strategic plan."),
        ("Gecikən işlər vaxtında görünür və nəticə çıxarılır.", "Late work is seen in time and acted upon."),
        ("Nəticələr göstəricilərlə ölçülür.", "Results are measured by indicators."),
    ),
    _area("C", "Maliyyə idarəçiliyi", "Financial management",
        ("Hər qrantın uçotu ayrıca aparılır.", "The books of every grant are kept apart."),
        ("Xərci təsdiq edən və ödəyən şəxs ayrıdır.", "Who approves an expense and who pays it are two people."),
        ("Bütün xərclərin sənədi var və saxlanılır.", "Every expense has its paper and the paper is kept."),
        ("Müstəqil audit keçirilir.", "An independent audit takes place."),
    ),
    _area("D", "İnsan resursları", "People",
        ("Vəzifə təlimatları var və köhnəlməyib.", "Job descriptions exist and are up to date."),
        ("İşçilərin öyrənməsi planlaşdırılır.", "The learning of the staff is planned."),
        ("Qadınların və gənclərin təmsil olunmasına fikir verilir.", "Attention is paid to women and young people being represented."),
    ),
    _area("E", "Resursların cəlb edilməsi", "Fundraising",
        ("Donorlar və onların elanları izlənilir.", "Donors and their calls are followed."),
        ("Gəlir bir donordan asılı deyil.", "Income does not depend on one donor."),
        ("Hesabatlar vaxtında göndərilir.", "Reports are sent in time."),
    ),
    _area("F", "Əlaqələr və açıqlıq", "Relations and openness",
        ("Dövlət orqanları ilə müntəzəm dialoq var.", "There is a regular dialogue with state bodies."),
        ("Üzvlər alyansın işindən xəbərdardır.", "The members know what the alliance does."),
        ("İllik hesabat hamı üçün dərc olunur.", "A yearly report is published for everyone."),
    ),
)  # fmt: skip

QUESTIONS = {question.code: question for area in AREAS for question in area.questions}


@dataclass(frozen=True)
class AreaResult:
    """How an area came out: points reached of points possible, and how many questions have no answer yet."""

    area: Area
    points: int
    possible: int
    unanswered: int

    @property
    def percent(self) -> int:
        """Whole hundredths, rounded half up; 0 where nothing was answered."""
        return (self.points * 200 + self.possible) // (self.possible * 2) if self.possible else 0


def results(scores: dict[str, int]) -> list[AreaResult]:
    """Each area's result from scores by question code. Unanswered questions count neither for nor against."""
    made = []
    for area in AREAS:
        given = [scores[q.code] for q in area.questions if q.code in scores]
        made.append(AreaResult(area, sum(given), BEST * len(given), len(area.questions) - len(given)))
    return made


def area_title(code: str, language: str) -> str:
    """The title of an area for people; the code itself where an older edition's area is gone."""
    for area in AREAS:
        if area.code == code:
            return area.title["en" if language.startswith("en") else "az"]
    return code
