"""The pages of the budget: working pages under /finance/budget/, public ones under /b/<municipality>/büdcə/."""
