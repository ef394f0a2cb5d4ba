"""Reduced decision diagrams over finite facts: which can still change a function, and what each would tell.

A diagram is a terminal (any value that is not a Node) or a Node with one branch for each value that its
variable may still have. Nodes are shared and never redundant, so a variable stands in a diagram exactly
when some way of filling in the rest makes it matter. (Bryant 1986; multi-valued.)
"""

from collections.abc import Callable, Iterable
from math import log2, prod
from typing import Any

from .conditions import Masks
from .facts import FOUND, Facts

Diagram = Any  # a Node, or any other value: a terminal


class Node:
    """A branching on one variable; `at` is the variable's place in the order."""

    __slots__ = ("at", "branches")

    def __init__(self, at: int, branches: tuple[Any, ...]):
        self.at, self.branches = at, branches


class Diagrams:
    """Builds diagrams in a world where some variables are settled and the others have a domain."""

    def __init__(self, facts: Facts, domains: dict[str, tuple[Any, ...]]):
        self.facts = facts
        self.open = [v for v, values in domains.items() if len(values) > 1]
        self.domains = [domains[v] for v in self.open]
        self.settled = sum(facts.bit(v, values[0]) for v, values in domains.items() if len(values) == 1)
        self.bits = [[facts.bit(v, value) for value in domains[v]] for v in self.open]
        self.groups = [facts.group[v] for v in self.open]
        self.possible = self.settled | sum(bit for bits in self.bits for bit in bits)
        self.found: dict[str, object] = {}
        self._nodes: dict[tuple[int, ...], Node] = {}
        self._chosen: dict[tuple[int, ...], Diagram] = {}
        self._where: dict[tuple[int, frozenset[Any]], Diagram] = {}

    def node(self, at: int, branches: Iterable[Diagram]) -> Diagram:
        """The diagram that branches on a variable (or its one branch, where all are the same)."""
        branches = tuple(branches)
        if all(branch is branches[0] for branch in branches):
            return branches[0]
        key = (at, *map(id, branches))
        if key not in self._nodes:
            self._nodes[key] = Node(at, branches)
        return self._nodes[key]

    def choose(self, test: Diagram, then: Diagram, other: Diagram) -> Diagram:
        """`then` where `test` holds, `other` elsewhere."""
        if test is True:
            return then
        if test is False or then is other:
            return other
        if then is True and other is False:
            return test
        key = (id(test), id(then), id(other))
        if key not in self._chosen:
            at = min(one.at for one in (test, then, other) if isinstance(one, Node))
            count = len(self.domains[at])
            parts = [_branches(one, at, count) for one in (test, then, other)]
            self._chosen[key] = self.node(at, [self.choose(*each) for each in zip(*parts, strict=True)])
        return self._chosen[key]

    def any(self, diagrams: Iterable[Diagram]) -> Diagram:
        """True where any of the diagrams is."""
        todo = [d for d in diagrams if d is not False]
        while len(todo) > 1:
            todo = [self.choose(a, True, b) for a, b in zip(todo[::2], [*todo[1::2], False], strict=False)]
        return todo[0] if todo else False

    def condition(self, masks: Masks) -> Diagram:
        """Where a compiled condition holds; what it asks of findings is looked up in `found`."""
        ways = [self._way(mask) for mask in masks if not self.settled & mask]
        return self.any(ways) if len(ways) > 1 else ways[0] if ways else False

    def _way(self, mask: int) -> Diagram:
        out = True
        for at in range(len(self.open) - 1, -1, -1):
            if mask & self.groups[at] & self.possible:
                out = self.node(at, [False if bit & mask else out for bit in self.bits[at]])
        for name, values in FOUND.items() if mask > self.possible else ():  # their bits are the highest
            if mask & self.facts.group[name]:
                allowed = {value for value in values if not self.facts.bit(name, value) & mask}
                out = self.choose(self.where(self.found[name], allowed), out, False)
        return out

    def where(self, diagram: Diagram, allowed: set[Any]) -> Diagram:
        """True where a diagram's value is one of those allowed."""
        key = (id(diagram), frozenset(allowed))  # nodes are kept, so an id stays its node's
        if not isinstance(diagram, Node) or key not in self._where:
            self._where[key] = self.map(diagram, lambda value: value in allowed)
        return self._where[key]

    def both(self, *diagrams: Diagram) -> Diagram:
        """True where all of the diagrams are."""
        out = True
        for one in diagrams:
            out = self.choose(one, out, False)
        return out

    def settle(self, diagram: Diagram, variable: str, value: Diagram) -> Diagram:
        """The diagram, with one variable settled."""
        if variable not in self.open:
            return diagram
        at = self.open.index(variable)
        branch = self.domains[at].index(value)
        done: dict[int, object] = {}

        def walk(one: Diagram) -> Diagram:
            if not isinstance(one, Node) or one.at > at:
                return one
            if one.at == at:
                return one.branches[branch]
            if id(one) not in done:
                done[id(one)] = self.node(one.at, [walk(each) for each in one.branches])
            return done[id(one)]

        return walk(diagram)

    def count(self, diagram: Diagram) -> int:
        """In how many worlds the diagram is true."""
        sizes = [len(values) for values in self.domains]
        done: dict[int, int] = {}

        def walk(one: Diagram, at: int) -> int:
            if not isinstance(one, Node):
                return prod(sizes[at:]) if one is True else 0
            if id(one) not in done:
                done[id(one)] = sum(walk(branch, one.at + 1) for branch in one.branches)
            return prod(sizes[at : one.at]) * done[id(one)]

        return walk(diagram, 0)

    def simplest(self, diagram: Diagram, usual: dict[Any, Any]) -> dict[Any, Any] | None:
        """A world in which the diagram is true, with as few values as can be that differ from the usual ones.

        Gives {variable: value} for what differs, or None where the diagram is never true.
        """
        done: dict[int, tuple[Any, ...] | None] = {}

        def walk(one: Diagram) -> Diagram:
            if not isinstance(one, Node):
                return (0, ()) if one is True else None
            if id(one) not in done:
                variable, best = self.open[one.at], None
                for value, branch in zip(self.domains[one.at], one.branches, strict=True):
                    rest = walk(branch)
                    if rest is not None:
                        differs = value != usual.get(variable)
                        way = (rest[0] + differs, ((variable, value), *rest[1]) if differs else rest[1])
                        best = way if best is None or way[0] < best[0] else best
                done[id(one)] = best
            return done[id(one)]

        found = walk(diagram)
        return None if found is None else dict(found[1])

    def map(self, diagram: Diagram, change: Callable[[Any], Any]) -> Diagram:
        """The diagram with each of its values changed."""
        done: dict[int, object] = {}

        def walk(one: Diagram) -> Diagram:
            if not isinstance(one, Node):
                return change(one)
            if id(one) not in done:
                done[id(one)] = self.node(one.at, [walk(branch) for branch in one.branches])
            return done[id(one)]

        return walk(diagram)

    def matters(self, diagrams: Iterable[Diagram]) -> set[str]:
        """The variables that can still change any of the diagrams."""
        return {self.open[node.at] for node in _nodes(diagrams)}

    def tells(self, diagram: Diagram, likely: dict[str, dict[Any, Any]]) -> dict[str, float]:
        """How much each variable, once known, would tell of the diagram's value: bits of mutual information.

        `likely` gives, by variable, how likely its values are thought to be (any weights).
        """
        chances = [self._chances(at, likely) for at in range(len(self.open))]
        spread: dict[int, dict[Any, float]] = {}

        def spread_of(one: Diagram) -> dict[Any, Any]:
            return spread[id(one)] if isinstance(one, Node) else {one: 1.0}

        nodes = sorted(_nodes([diagram]), key=lambda node: node.at)
        for node in reversed(nodes):
            branches = zip(node.branches, chances[node.at], strict=True)
            spread[id(node)] = _mix([(spread_of(branch), chance) for branch, chance in branches])
        reach = {id(diagram): 1.0}
        for node in nodes:
            for branch, chance in zip(node.branches, chances[node.at], strict=True):
                reach[id(branch)] = reach.get(id(branch), 0.0) + reach[id(node)] * chance
        total, out = spread_of(diagram), {}
        for at in {node.at for node in nodes}:
            here = [(node, reach[id(node)]) for node in nodes if node.at == at]
            elsewhere = _mix([(total, 1.0), *((spread[id(node)], -weight) for node, weight in here)])
            after = 0.0
            for i, chance in enumerate(chances[at]):
                then = _mix([(elsewhere, 1.0), *((spread_of(n.branches[i]), w) for n, w in here)])
                after += chance * _doubt(then)
            out[self.open[at]] = max(0.0, _doubt(total) - after)
        return out

    def _chances(self, at: int, likely: dict[Any, Any]) -> list[float]:
        weights = [likely.get(self.open[at], {}).get(value, 1.0) for value in self.domains[at]]
        return [weight / sum(weights) for weight in weights]


def _branches(one: Diagram, at: int, count: int) -> tuple[Any, ...]:
    return one.branches if isinstance(one, Node) and one.at == at else (one,) * count


def _nodes(diagrams: Iterable[Diagram]) -> list[Node]:
    seen: dict[int, Node] = {}
    todo = [d for d in diagrams if isinstance(d, Node)]
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen[id(node)] = node
            todo.extend(b for b in node.branches if isinstance(b, Node))
    return list(seen.values())


def _mix(parts: list[tuple[dict[Any, Any], float]]) -> dict[Any, Any]:
    out: dict[Any, float] = {}
    for spread, weight in parts:
        for value, chance in spread.items():
            out[value] = out.get(value, 0.0) + chance * weight
    return out


def _doubt(spread: dict[Any, float]) -> float:
    return -sum(chance * log2(chance) for chance in spread.values() if chance > 1e-12)
