"""How big, how many and how long: what one file may cost."""

from dataclasses import dataclass

MEGA = 1_000_000


@dataclass(frozen=True)
class Limits:
    """`size` and `unpacked` in bytes, `seconds` of processor time, `memory` in bytes of address space."""

    size: int = 20 * MEGA
    text: int = 2 * MEGA
    pages: int = 100
    pixels: int = 50 * MEGA
    unpacked: int = 200 * MEGA
    members: int = 2_000
    objects: int = 200_000
    seconds: int = 30
    memory: int = 512 * MEGA
    result: int = 250 * MEGA
    preview: int = 1_200  # pixels on the longer side


LIMITS = Limits()
