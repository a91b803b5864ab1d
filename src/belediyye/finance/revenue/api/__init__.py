"""The machine's door for payment portals, under /finance/revenue/portal/v1/. How to connect: docs/operations/portal.md."""
