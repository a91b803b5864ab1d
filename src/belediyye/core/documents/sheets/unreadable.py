"""The one refusal of a file as a whole."""

from __future__ import annotations

from typing import ClassVar

from belediyye.core.refusals import Refused


class UnreadableFile(Refused):
    """A file that cannot be read as a table; see ``reason``."""

    WORDS: ClassVar = {
        "missing": {"az": "«{value}» faylı tapılmadı.", "en": "The file “{value}” was not found."},
        "empty": {"az": "«{value}» faylı boşdur.", "en": "The file “{value}” is empty."},
        "not_a_table": {"az": "«{value}» cədvəl faylı deyil. XLSX, XLS, ODS və ya CSV faylı göndərin.",
                        "en": "“{value}” is not a table. Send an XLSX, XLS, ODS or CSV file."},
        "damaged": {"az": "«{value}» faylı zədələnib və oxunmur. Onu cədvəl proqramında açıb yenidən saxlayın.",
                    "en": "“{value}” is damaged and cannot be read. Open it in a spreadsheet program and save it again."},
        "archive": {"az": "«{value}» arxivdir (ZIP). Əvvəlcə onu açın, içindəki faylları bir-bir göndərin.",
                    "en": "“{value}” is an archive (ZIP). Unpack it first and send the files in it one by one."},
        "password": {"az": "«{value}» faylı parolla qorunur. Parolu götürüb yenidən göndərin.",
                     "en": "“{value}” is protected by a password. Remove the password and send it again."},
        "too_large": {"az": "«{value}» faylı açıldıqda həddən artıq böyükdür. Onu hissələrə bölün və ya CSV kimi göndərin.",
                      "en": "“{value}” is too large when unpacked. Split it or send it as CSV."},
        "no_headings": {"az": "«{value}» faylında tanış sütun başlığı tapılmadı. Başlıq sətrini yoxlayın.",
                        "en": "No known column heading was found in “{value}”. Check its heading row."},
        "broken_line": {"az": "CSV faylının {value} sətri oxunmur: dırnaq işarəsi bağlanmayıb və ya xana çox uzundur.",
                        "en": "Line {value} of the CSV file cannot be read: a quote is not closed or a cell is too long."},
    }  # fmt: skip
