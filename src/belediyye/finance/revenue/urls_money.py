"""The addresses of money: statements of the bank, the queue, accounts, certificates."""

from django.urls import path

from belediyye.finance.revenue.views import accounts, bank, openings

urlpatterns = [
    path("bank/", bank.statements, name="revenue_bank"),
    path("bank/new/", bank.statement_new, name="revenue_bank_new"),
    path("bank/queue/", bank.queue, name="revenue_bank_queue"),
    path("bank/columns/<int:pk>/", bank.statement_columns, name="revenue_bank_columns"),
    path("bank/account/<int:pk>/", bank.statement_account, name="revenue_bank_account"),
    path("bank/queue/assign/", bank.lines_assign, name="revenue_bank_assign"),
    path("bank/queue/again/", bank.queue_again, name="revenue_bank_again"),
    path("bank/lines/<int:pk>/", bank.line, name="revenue_bank_line"),
    path("bank/lines/<int:pk>/aside/", bank.line_aside, name="revenue_bank_aside"),
    path("payments/<int:pk>/reverse/", bank.payment_reverse, name="revenue_payment_reverse"),
    path("accounts/settle/", accounts.settle, name="revenue_settle"),
    path("openings/", openings.openings, name="revenue_openings"),
    path("openings/<int:pk>/reverse/", openings.opening_reverse, name="revenue_opening_reverse"),
    path("openings/year/", openings.year_new, name="revenue_billed_year_new"),
    path("openings/year/<int:pk>/drop/", openings.year_drop, name="revenue_billed_year_drop"),
    path("payers/<str:code>/opening/", openings.opening_new, name="revenue_opening_new"),
    path("payers/<str:code>/card/", accounts.card, name="revenue_card"),
    path("payers/<str:code>/card.xlsx", accounts.card_table, name="revenue_card_table"),
    path("payers/<str:code>/clearance/", accounts.clearance, name="revenue_clearance"),
]
public_urlpatterns = [path("<slug:code>/arayış/", accounts.public_clearance, name="revenue_public_clearance")]
