"""The worked cases of `examples/cases`, and how an outcome is held against what is expected of it."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "examples" / "cases"


def cases() -> dict[str, dict]:
    """Every worked case, by the name of its file."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def differences(outcome: dict, expect: dict) -> list[str]:
    """Where an outcome is not what a worked case expects, in words; empty where it is."""
    grounds = outcome["bases"] + outcome["conditions"]
    recommended = {g["id"] for g in outcome["bases"] if g["standing"] == "recommended"}
    conditions = {g["id"] for g in outcome["conditions"] if g["standing"] != "unsuitable"}
    unsuitable = {g["id"] for g in grounds if g["standing"] == "unsuitable"}
    gateways = {gateway["id"] for gateway in outcome["gateways"]}
    holds = {
        "outcome": lambda any_of: outcome["outcome"] in any_of,
        "bases": lambda any_of: recommended & set(any_of),
        "bases-not": lambda none_of: not recommended & set(none_of),
        "conditions": lambda any_of: conditions & set(any_of),
        "gateways": lambda all_of: set(all_of) <= gateways,
        "gateways-not": lambda none_of: not gateways & set(none_of),
        "tell": lambda any_of: outcome["tell"] in any_of,
        "regime": lambda exactly: outcome["regime"] == exactly,
        "expected": lambda exactly: outcome["expected"] is exactly,
        "unsuitable": lambda all_of: set(all_of) <= unsuitable,
    }
    return [f"{key}: expected {wanted}" for key, wanted in expect.items() if not holds[key](wanted)]
