"""The page that says what the back-test of rankings showed, from what was just measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

DEFAULT = "default (VOLUME)"
ORACLE = "oracle"
LEVEL, TOLERANCE = 0.90, 0.03


def page(found: Mapping[str, Any]) -> str:
    """Return the page as Markdown."""
    return "\n".join([*_head(found), *_deaths(found), *_intervals(found), *_small(found), *_sesnsp(found)]) + "\n"


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    versions = ", ".join(f"{name} {machine['versions'][name]}" for name in ("relevo", "numpy", "scipy"))
    choice = found["choice"]
    yield "# Rankings, judged on what came next"
    yield ""
    yield (
        f"`make bench-ranking`, {machine['day']}: commit {machine['commit'] or 'unknown'}, {machine['processor']}, "
        f"{machine['cores']} cores, Python {machine['python']}, {versions}; seed {found['seed']}, "
        f"{found['draws']:,} draws. Sources: INEGI (death certificates), SESNSP (incidence), CONAPO (population)."
    )
    yield ""
    yield "An origin is a month; a ranking made at it sees the months before it only. The *hit rate at N* is the share"
    yield "of the next months' incidents that fell in the N places it put first. *Ahead* is the default's hit rate less"
    yield "the rival's, paired by origin, with a 95 % interval (Student's t over origins that share no month)."
    yield ""
    yield "## What was chosen"
    yield ""
    yield "Hit rate at 50 of VOLUME six months ahead, by half-life. Origins 2012 to 2014 chose; 2015 to 2019 judge."
    yield ""
    yield from _table(
        ("half-life, months", "earlier origins", "later origins"),
        [(name, _percent(rate), _percent(choice["later"][name])) for name, rate in _ascending(choice["earlier"])],
    )
    yield ""
    same = float(choice["chosen"]) == choice["table"]
    verdict = "is the one in the table of defaults" if same else f"is not the table's, which is {choice['table']:g}"
    spread = max(choice["earlier"].values()) - min(choice["earlier"].values())
    yield f"The best on the earlier origins, {choice['chosen']} months, {verdict}. The whole list of half-lives spans"
    yield f"{spread * 100:.1f} points there: the choice matters little beside the choice of the method."
    yield ""


def _deaths(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Death certificates, later origins"
    yield ""
    for horizon, judged in _ascending(found["deaths"]):
        yield f"### {horizon} months ahead, first 50, {judged['origins']} origins"
        yield ""
        yield from _judged(judged)
        yield ""
        yield _said(judged)
        yield ""
    yield "### Other N, 12 months ahead"
    yield ""
    rows = []
    for first, judged in _ascending(found["deaths_first"]):
        rates = judged["rates"]
        rows.append((first, *(_percent(rates[name]["mean"]) for name in (DEFAULT, "raw count", "raw rate", ORACLE))))
    yield from _table(("N", "default", "raw count", "raw rate", "oracle"), rows)
    yield ""


def _said(judged: Mapping[str, Any]) -> str:
    rates = judged["rates"]
    within = [name for name, rate in sorted(rates.items()) if rate["is_noise"] and name != DEFAULT]
    others = {name: rate for name, rate in rates.items() if name not in (DEFAULT, ORACLE)}
    behind = [name for name, rate in others.items() if not rate["is_noise"] and rate["default_ahead"] < 0]
    left = rates[ORACLE]["mean"] - rates[DEFAULT]["mean"]
    told = f"Within noise of the default: {', '.join(within) or 'none'}. "
    told += f"Better than the default: {', '.join(behind) or 'none'}. "
    return told + f"Left to gain, even in hindsight: {left * 100:.1f} points."


def _intervals(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Do the 90 % rank intervals hold 90 %?"
    yield ""
    yield "Share of municipalities whose rank over the next 12 months fell into its interval, death certificates:"
    yield ""
    rows = []
    for method, seen in found["coverage"].items():
        kept = "kept" if abs(seen["overall"] - LEVEL) <= TOLERANCE else "NOT kept"
        short = f"{(LEVEL - seen['first_200']) * 100:+.1f} points short"
        by_origin = ", ".join(_percent(share) for share in seen["by_origin"])
        rows.append((method.upper(), _percent(seen["overall"]), kept, _percent(seen["first_200"]), short, by_origin))
    headers = ("method", "all", "90 ± 3 %", "first 200", "of 90 %", "all, by origin")
    yield from _table(headers, rows)
    yield ""


def _small(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## What smoothing is for, and where it did not help"
    yield ""
    yield "First 50 by rate, death certificates, 12 months ahead, mean over later origins:"
    yield ""
    rows = [
        (name, f"{seen['small']:.1f} of 50", f"{seen['rate_next']:.0f}", f"{seen['incidents_next']:.0f}")
        for name, seen in _ascending(found["small"])
    ]
    headers = ("ordered by", "under 5,000 inhabitants", "incidents per 100,000 in the year after", "incidents")
    yield from _table(headers, rows)
    yield ""
    best = max(found["small"], key=lambda name: found["small"][name]["rate_next"])
    yield f"The places with the highest rate in the year after were those ordered by {best}. Smoothing keeps single"
    yield "incidents of tiny places out and reaches several times as many incidents; whether it also finds higher rates"
    yield "is for the table to say."
    yield ""


def _sesnsp(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## SESNSP"
    yield ""
    yield "### Intentional homicide 2024: one origin, half a year known, half a year ahead, first 50"
    yield ""
    yield "One origin has no interval: these figures show size, not certainty."
    yield ""
    yield from _judged(found["homicides_2024"])
    yield ""
    yield "### Fifteen crime types 2015 to 2023, 12 months ahead, first 50"
    yield ""
    rows = []
    for crime, judged in found["selected"].items():
        rates, seen = judged["rates"], judged["coverage"]
        rows.append(
            (
                crime,
                f"{judged['incidents']:,}",
                _percent(rates[DEFAULT]["mean"]),
                _percent(rates["raw count"]["mean"]),
                _ahead(rates["raw count"]),
                _percent(rates["raw rate"]["mean"]),
                _percent(rates[ORACLE]["mean"]),
                _percent(seen["overall"]),
                _percent(seen["first_200"]),
            )
        )
    headers = (
        "crime type",
        "incidents",
        "default",
        "raw count",
        "ahead",
        "raw rate",
        "oracle",
        "intervals",
        "first 200",
    )
    yield from _table(headers, rows)
    yield ""
    yield from _where_it_did_not_help(found)


def _where_it_did_not_help(found: Mapping[str, Any]) -> Iterator[str]:
    worse, noise, missed = [], [], []
    for crime, judged in found["selected"].items():
        rival = judged["rates"]["raw count"]
        if rival["is_noise"]:
            noise.append(crime)
        elif rival["default_ahead"] < 0:
            worse.append(crime)
        if abs(judged["coverage"]["overall"] - LEVEL) > TOLERANCE:
            missed.append(f"{crime} ({_percent(judged['coverage']['overall'])})")
    yield f"Default worse than the raw count beyond noise: {', '.join(worse) or 'none'}. Within noise of it: "
    yield f"{', '.join(noise) or 'none'}. Intervals outside 90 ± 3 %: {', '.join(missed) or 'none'}."
    yield ""
    yield "## Read with care"
    yield ""
    yield "- The choice of the first N by volume hardly differs from the raw count's: what smoothing and intervals add"
    yield "  is an order by rate without accidents of tiny places, and a figure for how sure each position is."
    yield "- A hit rate counts incidents, not harm prevented: no effect of support on crime is claimed."
    yield "- Crime types of SESNSP other than homicide share one entry of the table of defaults; none has its own."
    yield "  Intervals of rare crimes are therefore wider than they claim, and those of crimes that come with elections"
    yield "  are far too narrow: read these ranks with care."
    yield "- Population is that of one year per source. Emergency calls are not judged: one year of totals is at hand."


def _judged(judged: Mapping[str, Any]) -> Iterator[str]:
    rates = sorted(judged["rates"].items(), key=lambda item: -item[1]["mean"])
    rows = [
        (name, _percent(rate["mean"]), "" if name == DEFAULT else _ahead(rate), f"{rate['accuracy_index']:.2f}")
        for name, rate in rates
    ]
    yield from _table(("ordered by", "hit rate at N", "default ahead by", "accuracy index"), rows)


def _ascending(found: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """By the number that a name holds; one without a number first."""
    return sorted(found.items(), key=lambda item: float("".join(c for c in item[0] if c.isdigit() or c == ".") or 0))


def _ahead(rate: Mapping[str, Any]) -> str:
    if rate["half_width"] is None:
        return f"{rate['default_ahead'] * 100:+.1f}"
    noise = ", within noise" if rate["is_noise"] else ""
    return f"{rate['default_ahead'] * 100:+.1f} ± {rate['half_width'] * 100:.1f}{noise}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _table(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headers)} |"
    yield "|" + "---|" * len(headers)
    for row in rows:
        yield f"| {' | '.join(row)} |"
