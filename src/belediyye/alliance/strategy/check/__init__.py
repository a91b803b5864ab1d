"""The plan check: a linter for plans. Each rule has a number, a name, an explanation; a remark is accepted with a reason."""

from belediyye.alliance.strategy.check.rules import RULES, Remark, Rule
from belediyye.alliance.strategy.check.run import check_plan

__all__ = ["RULES", "Remark", "Rule", "check_plan"]
