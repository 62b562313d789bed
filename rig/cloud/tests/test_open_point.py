"""The independent reader's rules for deltas and manifests; whole points it opens in the Java tests."""

from __future__ import annotations

from typing import Any

import pytest

from open_point import Point, Refused, Rules, parsed, spelled

KEY = {"id": "k", "point": "20261123T094305Z-k3m7qa", "class": "objects", "wrapped": ""}


class Lines(Point):
    """A point whose segments are known by name."""

    def __init__(self, contents: dict[str, list[bytes]]) -> None:
        self.contents = contents

    def lines(self, segment: dict[str, Any], header: dict[str, Any]) -> list[bytes]:
        assert (header.get("part") == "dropped") == segment["name"].startswith("d")
        return self.contents[segment["name"]]


def listed(name: str, count: int) -> dict[str, Any]:
    return {"name": name, "key": "k", "sha256": "", "length": 1, "plain": 100, "count": count}


def entry(dropped: list[dict[str, Any]], changed: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "group": "",
        "version": "v1",
        "kind": "ConfigMap",
        "resource": "configmaps",
        "count": 3,
        "base": [listed("b1", 2), listed("b2", 2)],
        "delta": {"dropped": dropped, "changed": changed},
    }


def opened(numbers: list[bytes]) -> list[bytes]:
    contents = {"b1": [b"0", b"1"], "b2": [b"2", b"3"], "d": numbers, "c": [b"new"]}
    return list(Lines(contents).objects(entry([listed("d", len(numbers))], [listed("c", 1)])))


def test_a_delta_leaves_out_what_was_dropped_and_adds_what_changed() -> None:
    assert opened([b"1", b"2"]) == [b"0", b"3", b"new"]


@pytest.mark.parametrize("numbers", [[b"2", b"1"], [b"1", b"1"], [b"4"], [b"01"], [b"-1"], [b"x"], [b""]])
def test_a_delta_whose_numbers_are_wrong_is_refused(numbers: list[bytes]) -> None:
    with pytest.raises(Refused):
        opened(numbers)


def manifest(**members: Any) -> dict[str, Any]:
    names = ["a" * 26, "b" * 26, "c" * 26]
    types = [{**entry([], []), "base": [listed(names[0], 2)], "count": 2}]
    types[0]["delta"] = {"dropped": [listed(names[1], 1)], "changed": [listed(names[2], 1)]}
    return {
        "point": KEY["point"],
        "epoch": KEY["point"],
        "keys": [KEY],
        "types": types,
        "documents": [],
    } | members


def test_a_manifest_that_holds_is_taken() -> None:
    Rules(manifest(), {"k": KEY}).check()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"epoch": "20261123T094306Z-k3m7qa"}, "began later"),
        ({"keys": [{**KEY, "point": "20261122T094305Z-k3m7qa"}]}, "a key of another"),
        ({"keys": [KEY, KEY]}, "key is listed twice"),
        ({"types": manifest()["types"] * 2}, "type is listed twice"),
    ],
)
def test_a_manifest_that_breaks_a_rule_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        Rules(manifest(**change), {"k": KEY}).check()


@pytest.mark.parametrize(
    ("member", "value", "why"),
    [
        ("name", "../../pins/x", "not a segment's name"),
        ("key", "other", "isn't listed"),
        ("plain", 1 << 40, "more than it may"),
        ("count", 51, "more lines than bytes"),
    ],
)
def test_a_segment_that_breaks_a_rule_is_refused(member: str, value: object, why: str) -> None:
    changed = manifest()
    changed["types"][0]["base"][0][member] = value

    with pytest.raises(Refused, match=why):
        Rules(changed, {"k": KEY}).check()


def test_a_file_has_one_spelling() -> None:
    value = {"a": 'q"\\\n\x01/\u00e9', "b": [1, None, True]}
    data = spelled(value).encode()

    assert parsed(data, "f") == value
    assert b"\\u0001" in data
    for other in (b" " + data, data.replace(b"1,", b"1.0,"), data.replace(b"\xc3\xa9", b"\\u00e9")):
        with pytest.raises(Refused):
            parsed(other, "f")
