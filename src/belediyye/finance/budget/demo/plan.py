"""What the example town plans for its first year in the house: side, title, reason, codes, amount of the year in manat."""

PLAN = [
    (1, "Fiziki şəxslərdən torpaq vergisi", "Reyestr üzrə hesablanmış vergi və son illərin yığımı", {"revenue": "V.LAND", "source": "M.OWN"}, 260),
    (1, "Fiziki şəxslərdən əmlak vergisi", "Reyestr üzrə hesablanmış vergi və son illərin yığımı", {"revenue": "V.PROPERTY", "source": "M.OWN"}, 1_180),
    (1, "Ticarət və xidmət yerləri üçün ödəniş", "Bağlanmış razılaşmalar", {"revenue": "V.TRADE", "source": "M.OWN"}, 400),
    (1, "Reklam yayımı üçün ödəniş", "Bağlanmış razılaşmalar", {"revenue": "V.ADVERT", "source": "M.OWN"}, 200),
    (1, "Mehmanxana, sanatoriya və turizm", "Bu il üçün müqavilə yoxdur", {"revenue": "V.HOTEL", "source": "M.OWN"}, 0),
    (1, "Avtomobil dayanacaqları", "Bu il üçün müqavilə yoxdur", {"revenue": "V.PARKING", "source": "M.OWN"}, 0),
    (1, "Mədən vergisi", "Karxana hələ işə düşməyib", {"revenue": "V.MINING", "source": "M.OWN"}, 0),
    (1, "Bələdiyyə müəssisələrinin mənfəət vergisi", "Müəssisə yeni yaradılır", {"revenue": "V.PROFIT", "source": "M.OWN"}, 0),
    (1, "Torpaqların icarəsi", "Qüvvədə olan icarə müqavilələri", {"revenue": "1.4.1.6.3", "source": "M.OWN"}, 38_000),
    (1, "Torpaq sahələrinin satışı", "Hərraca çıxarılacaq iki sahə", {"revenue": "1.4.2.1.8.1", "source": "M.OWN"}, 6_340),
    (1, "Sair daxilolmalar", "Hələ heç bir hesaba yönəldilməmiş ödənişlər", {"revenue": "V.OTHER", "source": "M.OWN"}, 20),
    (1, "Dövlət büdcəsindən dotasiya", "Maliyyə orqanının bildirişi", {"revenue": "V.DOTATION", "source": "M.DOTATION"}, 46_000),
    (3, "İlin əvvəlinə qalıq", "Bank hesabının qalığı", {"revenue": "V.BALANCE", "source": "M.BALANCE"}, 5_600),
    (2, "Bələdiyyə işçilərinin əmək haqqı", "Ştat cədvəli", {"functional": "1.1.6", "economic": "211100"}, 38_400),
    (2, "Dövlət Sosial Müdafiə Fonduna ayırmalar", "Əmək haqqına üstəliklər", {"functional": "1.1.6", "economic": "212100"}, 8_450),
    (2, "Elektrik enerjisi", "Sayğac göstəriciləri", {"functional": "1.1.6", "economic": "224100"}, 2_150),
    (2, "Yolların təmiri", "Yuxarı Nümunə kəndinə gedən yol", {"functional": "12.1.1", "economic": "225000"}, 27_000),
    (2, "Küçə işıqları", "40 dirəyin yenilənməsi", {"functional": "B.HOU", "economic": "221300"}, 9_500),
    (2, "Bulağın təmizlənməsi", "Sakinlərin müraciəti", {"functional": "10.4", "economic": "225000"}, 4_500),
    (2, "Kənd bayramı", "Novruz və məhsul bayramı", {"functional": "B.CUL", "economic": "221300"}, 3_200),
    (2, "Ehtiyacı olan ailələrə yardım", "Sosial proqram", {"functional": "B.SOC", "economic": "273000"}, 4_800),
]  # fmt: skip
BALANCE, ROADS, LIGHTS, HELP, RENT = (
    "İlin əvvəlinə qalıq",
    "Yolların təmiri",
    "Küçə işıqları",
    "Ehtiyacı olan ailələrə yardım",
    "Torpaqların icarəsi",
)
FED = (
    "V.LAND",
    "V.PROPERTY",
    "V.MINING",
    "V.PROFIT",
    "V.TRADE",
    "V.ADVERT",
    "V.HOTEL",
    "V.PARKING",
    "1.4.1.6.3",
    "1.4.2.1.8.1",
    "V.OTHER",
)
"""What the revenue room brings by itself."""
