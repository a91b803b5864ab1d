"""Taxpayers, objects and local payments: the register, assessment, notices, and the account of every payer."""
