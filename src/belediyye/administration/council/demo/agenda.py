"""What the demonstration's council dealt with, month by month: a small town's two years."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Question:
    """A question of a session; `votes` = for, against, abstained of those present."""

    title: str
    matter: str
    text: str
    votes: tuple[int, int, int] = (8, 0, 0)
    secret: bool = False
    touch: tuple[str, str] = ("", "")
    effect: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    reporter: str = ""


@dataclass(frozen=True)
class Meeting:
    """A session of the council: its day, how many came, its questions. Under five present it fails."""

    on: date
    present: int
    questions: tuple[Question, ...] = ()
    kind: str = "ordinary"
    late: str = ""


Q = Question
TAX = "Fərdi yaşayış evlərinin həyətyanı torpaqlarına güzəşt"
CLEANING = "2025-ci il üçün abadlıq və təmizlik proqramı"
PARKING = "Bazar yanında dayanacaq üçün ödəniş"
TAX_TEXT = (
    "1. 2026-cı il yanvarın 1-dən çoxuşaqlı ailələrin həyətyanı torpaq sahələri üzrə torpaq vergisi 20 faiz azaldılsın.\n"
    "2. Qərarın icrasına nəzarət büdcə və vergi komissiyasına həvalə edilsin."
)
TAX_DATA = {"tax": "land", "category": "large_family", "percent_of_law": 80, "from": "2026-01-01"}

MEETINGS = (
    Meeting(date(2025, 2, 5), 9, (
        Q("Üzvlərin səlahiyyətlərinin tanınması", "mandates", "Seçilmiş 9 üzvün səlahiyyətləri tanınsın.", (9, 0, 0)),
        Q("Bələdiyyə sədrinin seçilməsi", "chair", "Leyla Nümunəli bələdiyyənin sədri seçilsin.", (7, 1, 1), secret=True, said="İki namizəd irəli sürüldü, biri namizədliyini geri götürdü."),
        Q("Sədr müavininin və daimi komissiyaların seçilməsi", "officers", "Sədr müavini seçilsin, üç daimi komissiya yaradılsın.", (9, 0, 0)),
    ), kind="first", late="Seçkilərin nəticələrindən sonra ilk iclas 5 iş günü ərzində keçirilir."),
    Meeting(date(2025, 3, 13), 8, (
        Q("Reqlamentin təsdiq edilməsi", "reglament", "Bələdiyyənin Reqlamenti təsdiq edilsin.", (8, 0, 0), reporter="Katib"),
        Q("İcra aparatının ştat cədvəli", "apparatus", "Dörd ştatdan ibarət ştat cədvəli təsdiq edilsin.", (7, 0, 1), reporter="Sədr"),
    )),
    Meeting(date(2025, 4, 17), 8, (
        Q(CLEANING, "programme", "Küçələrin həftəlik təmizlənməsi və 400 ağacın əkilməsi proqramı təsdiq edilsin.", (8, 0, 0), reporter="Torpaq və ekologiya komissiyası"),
        Q(PARKING, "payments", "Bazar yanındakı dayanacaqda bir saat üçün 0,20 manat yerli ödəniş müəyyən edilsin.", (7, 1, 0), reporter="Büdcə və vergi komissiyası"),
    )),
    Meeting(date(2025, 5, 15), 7, (Q("Yuxarı məhəllə komitəsinin yaradılmasına razılıq", "other", "Yuxarı məhəllə komitəsinin yaradılmasına razılıq verilsin.", (7, 0, 0)),)),
    Meeting(date(2025, 6, 12), 8, (Q("Kənd yolunun çınqıllanması", "property", "Bulaq küçəsinin 600 metrlik hissəsi çınqıllansın.", (6, 1, 1), said="İki üzv işin qiymətinin yoxlanmasını istədi."),)),
    Meeting(date(2025, 7, 17), 4, (Q("Yarımillik büdcə icrası haqqında hesabat", "budget_report", "2025-ci ilin birinci yarısı üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (7, 0, 0), effect="budget.report", data={"year": 2025, "half": 1}),)),
    Meeting(date(2025, 7, 24), 7),
    Meeting(date(2025, 8, 21), 6, (Q("Məktəb yolunda işıqlandırma", "programme", "Məktəb küçəsində 12 işıq dirəyi quraşdırılsın.", (6, 0, 0)),)),
    Meeting(date(2025, 9, 18), 8, (Q("Payız ağacəkmə aksiyası", "programme", "Oktyabrın 18-i ağacəkmə günü elan edilsin.", (8, 0, 0)),)),
    Meeting(date(2025, 10, 16), 8, (Q(TAX, "taxes", TAX_TEXT, (5, 2, 1), effect="rules.local_rate", data=TAX_DATA, said="Güzəştin büdcəyə təsiri barədə fikirlər ayrıldı.", reporter="Büdcə və vergi komissiyası"),)),
    Meeting(date(2025, 11, 13), 9, (Q(TAX, "taxes", TAX_TEXT, (7, 1, 1), effect="rules.local_rate", data=TAX_DATA, said="Komissiya hesablamanı təqdim etdi: gəlir azalması 1 150 manatdır."),)),
    Meeting(date(2025, 12, 11), 9, (
        Q("2026-cı il üçün yerli büdcə", "budget", "2026-cı il üçün yerli büdcə əlavəyə uyğun təsdiq edilsin.", (8, 0, 1), effect="budget.adopt", data={"year": 2026}, reporter="Sədr"),
        Q("2026-cı ilin iclas təqvimi", "other", "İclaslar hər ayın ikinci və ya üçüncü cümə axşamı keçirilsin.", (9, 0, 0)),
    )),
    Meeting(date(2026, 1, 22), 7, (Q("2025-ci il büdcəsinin icrası haqqında hesabat", "budget_report", "2025-ci il üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (7, 0, 0), effect="budget.report", data={"year": 2025}),)),
    Meeting(date(2026, 2, 19), 8, (Q("Çıxmış üzvün səlahiyyətinin itirilməsi", "mandates", "Daimi yaşamaq üçün köçmüş üzvün səlahiyyəti itirilmiş sayılsın, növbəti namizədin səlahiyyəti tanınsın.", (8, 0, 0)),)),
    Meeting(date(2026, 3, 12), 8, (Q("Abadlıq proqramına dəyişiklik", "programme", "Proqramın 2-ci bəndində “400 ağac” sözləri “650 ağac” sözləri ilə əvəz edilsin.", (8, 0, 0), touch=("amend", CLEANING)),)),
    Meeting(date(2026, 4, 16), 8, (Q("Büdcənin icrasına nəzarətin komissiyaya həvalə edilməsi", "other", "Büdcənin icrasına nəzarət büdcə və vergi komissiyasına həvalə edilsin.", (8, 0, 0)),)),
    Meeting(date(2026, 5, 14), 7, (Q("Uşaq meydançası üçün yer", "property", "Park küçəsində uşaq meydançası üçün 350 m² yer ayrılsın.", (7, 0, 0)),)),
    Meeting(date(2026, 6, 11), 8, (Q("Dayanacaq ödənişinin ləğvi", "payments", "“Bazar yanında dayanacaq üçün ödəniş” haqqında qərar ləğv edilsin.", (7, 0, 1), touch=("repeal", PARKING), said="Bazar köçürüldüyü üçün dayanacaq bağlanır."),)),
    Meeting(date(2026, 7, 16), 8, (Q("2026-cı ilin birinci yarısı üzrə hesabat", "budget_report", "2026-cı ilin birinci yarısı üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (8, 0, 0), effect="budget.report", data={"year": 2026, "half": 1}),)),
    Meeting(date(2026, 8, 20), 6, (Q("Su xəttinin təmiri üçün müraciət", "other", "Su xəttinin təmiri üçün subsidiya ilə bağlı müraciət edilsin.", (6, 0, 0)),)),
    Meeting(date(2026, 9, 17), 8, (Q("Ümidsiz vergi borclarının silinməsi", "property", "Müddəti bitmiş 3 borc ümidsiz sayılaraq silinsin.", (5, 2, 1), effect="revenue.write_off", data={"reason": "term ended"}),)),
    Meeting(date(2026, 10, 15), 9, (Q("2027-ci il büdcə layihəsinin dərc edilməsi", "other", "2027-ci il büdcəsinin layihəsi 10 gün ərzində dərc edilsin və ictimai dinləməyə çıxarılsın.", (9, 0, 0)),)),
    Meeting(date(2026, 11, 19), 8, (
        Q("Qış hazırlığı proqramı", "programme", "Yolların qış saxlanması üçün duz-qum ehtiyatı yaradılsın.", (8, 0, 0)),
        Q("Bələdiyyə torpağının hərraca çıxarılması", "property", "Bağ küçəsində 0,06 ha torpaq sahəsi hərraca çıxarılsın.", (6, 1, 1), said="Sahənin sənədləri yoxlanıldı."),
        Q("Reklam yerləri üçün yeni ödəniş", "payments", "Küçə reklamı üçün yeni ödəniş dərəcələri müəyyən edilsin.", (5, 2, 1), said="Sahibkarların rəyi öyrənilsin, deyildi."),
    )),
)  # fmt: skip
