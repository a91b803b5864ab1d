"""Revenue heads: what money is owed for. Numbers 1–5 are the rule book's tax kinds, from 11 local payments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.IntegerChoices):
    """A local tax (Tax Code 8.1) or a local payment (law on local taxes and payments, article 9)."""

    PROPERTY = 1, _("property tax on buildings")
    VEHICLE = 2, _("property tax on water and air vehicles")
    LAND = 3, _("land tax")
    EXTRACTION = 4, _("mining tax")
    PROFIT = 5, _("profit tax of municipal enterprises")
    ADVERTISING = 11, _("outdoor advertising")
    HOTEL = 12, _("hotels, sanatoria and tourism")
    PARKING = 13, _("parking")
    TRADE = 14, _("trade and services on municipal land")
    RENT = 15, _("rent of municipal property")
    SALE = 16, _("sale of municipal property")


TAXES = (Head.PROPERTY, Head.VEHICLE, Head.LAND, Head.EXTRACTION, Head.PROFIT)
PAYMENTS = (Head.ADVERTISING, Head.HOTEL, Head.PARKING, Head.TRADE, Head.RENT, Head.SALE)
