"""What the demonstration's council dealt with, month by month: a small town's two years."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Question:
    """A question of a session; `votes` = for, against, abstained of those present; `effect` = its kind, if it has one."""

    title: str
    matter: str
    text: str
    votes: tuple[int, int, int] = (8, 0, 0)
    secret: bool = False
    touch: tuple[str, str] = ("", "")
    effect: str = ""
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
BEFORE_MONEY = date(2025, 4, 30)
TAX = "Həyətyanı torpaqlar üzrə torpaq vergisinin dərəcəsi"
HALF_YEAR = "Yarımillik büdcə icrası haqqında hesabat"
VIREMENT = "2025-ci il büdcəsində vəsaitin yerinin dəyişdirilməsi"
BUDGET = "2026-cı il üçün yerli büdcə"
YEAR_REPORT = "2025-ci il büdcəsinin icrası haqqında hesabat"
CARRIED = "2025-ci ildən keçən öhdəliklərin davam etdirilməsi"
SECOND_HALF_YEAR = "2026-cı ilin birinci yarısı üzrə hesabat"
SUPPLEMENTARY = "2026-cı il büdcəsinə əlavə"
WRITE_OFF = "Ümidsiz vergi borcunun silinməsi"
NEXT_BUDGET = "2027-ci il üçün yerli büdcə"
NEXT_AMENDMENT = "2026-cı il büdcəsində vəsaitin yerinin dəyişdirilməsi"
KEYS = {
    "tax": TAX, "half_year_2025": HALF_YEAR, "virement": VIREMENT, "budget_2026": BUDGET, "report_2025": YEAR_REPORT, "carried": CARRIED,
    "half_year_2026": SECOND_HALF_YEAR, "supplementary": SUPPLEMENTARY, "write_off": WRITE_OFF, "budget_2027": NEXT_BUDGET, "amendment_2026": NEXT_AMENDMENT,
}  # fmt: skip
"""By which short word the rooms above name a question whose effect they prepare."""
CLEANING = "2025-ci il üçün abadlıq və təmizlik proqramı"
PARKING = "Bazar yanında dayanacaq üçün ödəniş"
TAX_TEXT = (
    "1. 2026-cı il yanvarın 1-dən fiziki şəxslərin həyətyanı torpaqları üzrə torpaq vergisinin dərəcəsi hər 100 m² üçün "
    "0,10 manatdan 0,08 manata endirilsin.\n"
    "2. Qərarın icrasına nəzarət büdcə və vergi komissiyasına həvalə edilsin."
)

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
    Meeting(date(2025, 5, 15), 8, (
        Q("Yuxarı məhəllə komitəsinin yaradılmasına razılıq", "other", "Yuxarı məhəllə komitəsinin yaradılmasına razılıq verilsin.", (7, 0, 1)),
        Q(TAX, "taxes", TAX_TEXT, (5, 2, 1), effect="rules.local_rate", said="Güzəştin büdcəyə təsiri barədə fikirlər ayrıldı.", reporter="Büdcə və vergi komissiyası"),
    )),
    Meeting(date(2025, 6, 12), 9, (
        Q("Kənd yolunun çınqıllanması", "property", "Bulaq küçəsinin 600 metrlik hissəsi çınqıllansın.", (7, 1, 1), said="Bir üzv işin qiymətinin yoxlanmasını istədi."),
        Q(TAX, "taxes", TAX_TEXT, (7, 1, 1), effect="rules.local_rate", said="Komissiya hesablamanı təqdim etdi: kimin nə qədər az ödəyəcəyi göstərildi."),
    )),
    Meeting(date(2025, 7, 17), 4, (Q(HALF_YEAR, "budget_report", "2025-ci ilin birinci yarısı üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (7, 0, 0), effect="budget.report"),)),
    Meeting(date(2025, 7, 24), 7),
    Meeting(date(2025, 8, 21), 6, (Q("Məktəb yolunda işıqlandırma", "programme", "Məktəb küçəsində 12 işıq dirəyi quraşdırılsın.", (6, 0, 0)),)),
    Meeting(date(2025, 9, 18), 8, (Q("Payız ağacəkmə aksiyası", "programme", "Oktyabrın 18-i ağacəkmə günü elan edilsin.", (8, 0, 0)),)),
    Meeting(date(2025, 10, 16), 8, (Q(VIREMENT, "budget", "Ehtiyacı olan ailələrə yardım üzrə qalan 900,00 manat küçə işıqlarına yönəldilsin.", (7, 0, 1), effect="budget.amend", reporter="Büdcə və vergi komissiyası"),)),
    Meeting(date(2025, 11, 13), 9, (Q("2026-cı il büdcə layihəsi üzrə ictimai dinləmənin yekunu", "other", "Sakinlərin təklifləri nəzərə alınsın.", (9, 0, 0), said="Dinləmədə 34 sakin iştirak edib; ən çox yol və işıqlandırma barədə danışılıb."),)),
    Meeting(date(2025, 12, 11), 9, (
        Q(BUDGET, "budget", "2026-cı il üçün yerli büdcə əlavəyə uyğun təsdiq edilsin.", (8, 0, 1), effect="budget.adopt", reporter="Sədr"),
        Q("2026-cı ilin iclas təqvimi", "other", "İclaslar hər ayın ikinci və ya üçüncü cümə axşamı keçirilsin.", (9, 0, 0)),
    )),
    Meeting(date(2026, 1, 22), 7, (
        Q(CARRIED, "budget", "2025-ci ildə bağlanmış, icrası 2026-cı ilə keçən öhdəliklər ilin əvvəlinə qalan vəsait hesabına davam etdirilsin.", (7, 0, 0), reporter="Mühasib"),
    )),
    Meeting(date(2026, 2, 5), 8, (Q(YEAR_REPORT, "budget_report", "2025-ci il üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (8, 0, 0), effect="budget.report", reporter="Sədr"),)),
    Meeting(date(2026, 2, 19), 8, (Q("Çıxmış üzvün səlahiyyətinin itirilməsi", "mandates", "Daimi yaşamaq üçün köçmüş üzvün səlahiyyəti itirilmiş sayılsın, növbəti namizədin səlahiyyəti tanınsın.", (8, 0, 0)),)),
    Meeting(date(2026, 3, 12), 8, (Q("Abadlıq proqramına dəyişiklik", "programme", "Proqramın 2-ci bəndində “400 ağac” sözləri “650 ağac” sözləri ilə əvəz edilsin.", (8, 0, 0), touch=("amend", CLEANING)),)),
    Meeting(date(2026, 4, 16), 8, (Q("Büdcənin icrasına nəzarətin komissiyaya həvalə edilməsi", "other", "Büdcənin icrasına nəzarət büdcə və vergi komissiyasına həvalə edilsin.", (8, 0, 0)),)),
    Meeting(date(2026, 5, 14), 7, (Q("Uşaq meydançası üçün yer", "property", "Park küçəsində uşaq meydançası üçün 350 m² yer ayrılsın.", (7, 0, 0)),)),
    Meeting(date(2026, 6, 11), 8, (Q("Dayanacaq ödənişinin ləğvi", "payments", "“Bazar yanında dayanacaq üçün ödəniş” haqqında qərar ləğv edilsin.", (7, 0, 1), touch=("repeal", PARKING), said="Bazar köçürüldüyü üçün dayanacaq bağlanır."),)),
    Meeting(date(2026, 7, 16), 8, (Q(SECOND_HALF_YEAR, "budget_report", "2026-cı ilin birinci yarısı üzrə büdcənin icrası haqqında hesabat təsdiq edilsin.", (8, 0, 0), effect="budget.report"),)),
    Meeting(date(2026, 8, 20), 6, (
        Q("Su xəttinin təmiri üçün müraciət", "other", "Su xəttinin təmiri üçün subsidiya ilə bağlı müraciət edilsin.", (6, 0, 0)),
        Q(SUPPLEMENTARY, "budget", "Yeni icarə müqavilələri üzrə artıq daxil olan 2 500,00 manat yolların təmirinə yönəldilsin.", (6, 0, 0), effect="budget.amend", reporter="Büdcə və vergi komissiyası"),
    )),
    Meeting(date(2026, 9, 17), 8, (Q(WRITE_OFF, "property", "Məhkəmənin qərarı əsasında bir vergi ödəyicisinin borcu ümidsiz sayılaraq silinsin.", (5, 2, 1), effect="revenue.write_off"),)),
    Meeting(date(2026, 10, 15), 9, (Q("2027-ci il büdcə layihəsinin dərc edilməsi", "other", "2027-ci il büdcəsinin layihəsi 10 gün ərzində dərc edilsin və ictimai dinləməyə çıxarılsın.", (9, 0, 0)),)),
    Meeting(date(2026, 11, 19), 8, (
        Q("Qış hazırlığı proqramı", "programme", "Yolların qış saxlanması üçün duz-qum ehtiyatı yaradılsın.", (8, 0, 0)),
        Q("Bələdiyyə torpağının hərraca çıxarılması", "property", "Bağ küçəsində 0,06 ha torpaq sahəsi hərraca çıxarılsın.", (6, 1, 1), said="Sahənin sənədləri yoxlanıldı."),
        Q("Reklam yerləri üçün yeni ödəniş", "payments", "Küçə reklamı üçün yeni ödəniş dərəcələri müəyyən edilsin.", (5, 2, 1), said="Sahibkarların rəyi öyrənilsin, deyildi."),
    )),
)  # fmt: skip
