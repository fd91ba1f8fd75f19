"""Made runs and a made rung, small enough to reckon by hand."""

from typing import Any


def run(who: str, rung: str, purpose: str, trace: list[list[float | None]], **facts: Any) -> dict[str, Any]:
    value, bound = (trace[-1][1] or 0.0, trace[-1][2] or 0.0) if trace else (0.0, 0.0)
    return {
        "who": who,
        "rung": rung,
        "purpose": purpose,
        "time_limit_s": 10.0,
        "asked_gap": 0.0,
        "seed": 0,
        "wall_s": 9.0,
        "cpu_s": 9.0,
        "peak_mib": 200.0,
        "load_average": 0.1,
        "others_cores": 0.0,
        "exit_code": 0,
        "ended": False,
        "trace": trace,
        "certificate": {"value": value, "bound": bound, "gap": (bound - value) / bound if bound else 0.0},
        "status": "ok",
        "solver": "1",
        "threads": 2,
        "read_s": 0.1,
        **facts,
    }


def machine() -> dict[str, Any]:
    return {
        "day": "2025-01-06",
        "processor": "any",
        "cores": 2,
        "memory_gib": 16.0,
        "system": "any",
        "python": "3.11",
        "versions": {"relevo": "0"},
        "commit": "",
        "load_average": [0.0, 0.0, 0.0],
    }


def ladder(municipalities: int, periods: int) -> dict[str, Any]:
    return {
        "name": f"{municipalities}x{periods}",
        "periods": periods,
        "durations": [1, 2],
        "separation": 1,
        "rest": 1,
        "pools": [
            {"key": "a", "capability": "patrol", "teams": 2, "region": None, "cost_per_team": 0.01},
            {"key": "b", "capability": "investigation", "teams": 1, "region": "north", "cost_per_team": 0.02},
        ],
        "municipalities": [
            {
                "key": f"{place:05d}",
                "region": ("north", "south")[place % 2],
                "teams_limit": 2,
                "gain_steps": {"patrol": [[1, 1.0 + place / 7], [1, 0.3]], "investigation": [[1, 0.7]]},
                "period_weight": [1.0 + ((place + period) % 3) / 10 for period in range(periods)],
            }
            for place in range(municipalities)
        ],
    }
