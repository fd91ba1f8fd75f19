"""The exchange rates of a frontier in words."""

from __future__ import annotations

from collections.abc import Sequence

from relevo_planner.frontier import Point, Rate, RateKind
from relevo_server.wording import Language, number, say


def rate_words(points: Sequence[Point], rate: Rate, language: Language) -> str:
    """Say what going from one point to the next brings or costs.

    Args:
        points: Of the frontier.
        rate: Between two of them.
        language: Of the sentence.
    """
    before, after = points[rate.before], points[rate.after]
    told = number(abs(rate.value))
    kind = "same" if told == number(0.0) else "brings" if rate.value > 0 else "costs"
    share = f"{abs(rate.value) / before.value:.2%}" if before.value > 0 else "-"
    what = say(language, f"rate.{kind}", value=told, share=share)
    if rate.kind is RateKind.FAIRNESS:
        worst = {"before": f"{before.worst:.1%}", "after": f"{after.worst:.1%}"}
        return say(language, "rate.fairness", weeks=f"{before.tenure_weeks:g}", what=what, **worst)
    is_open = rate.least < 0 < rate.most
    return say(
        language,
        "rate.tenure_open" if is_open else "rate.tenure",
        before=f"{before.tenure_weeks:g}",
        after=f"{after.tenure_weeks:g}",
        epsilon=f"{before.epsilon:.0%}",
        what=what,
        least=f"{rate.least:+,.2f}",
        most=f"{rate.most:+,.2f}",
    )
