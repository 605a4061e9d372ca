"""The signs of kinds: one for each, the same on every page, told apart by any eye and on black-and-white paper."""

import itertools

import pytest

from maillage.graph.model import Node
from maillage.graph.ontology import ontology
from maillage.visualisations.kinds import kind_key, node_kinds, organisation_key, signs

UNDRAWN = {"Statement", "Record"}
# Machado, Oliveira and Fernandes (2009), severity 1, on linear light.
VISIONS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def light(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(colour):
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), light(colour), strict=True))


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    x, y, z = (
        sum(w * c for w, c in zip(row, rgb, strict=True))
        for row in ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    )
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (max(x, 0) / 0.9505, max(y, 0), max(z, 0) / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(colour, vision):
    rgb = light(colour)
    return [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in VISIONS[vision]] if vision else rgb


def alike():
    """Pairs of kinds whose signs have one shape and one filling."""
    drawn = [(key, sign) for key, sign in signs().items() if key not in UNDRAWN and key not in ontology().nodes] + [
        (label, signs()[label]) for label in ("Person", "Bassin", "Event", "Programme", "Partnership", "Action")
    ]
    for (a, one), (b, two) in itertools.combinations(drawn, 2):
        if (one["shape"], one["hollow"]) == (two["shape"], two["hollow"]):
            yield a, one, b, two


def test_where_shapes_are_the_same_black_and_white_print_tells_kinds_apart():
    found = list(alike())
    assert len(found) >= 8
    for a, one, b, two in found:
        assert contrast(one["colour"], two["colour"]) >= 1.6, (a, b)


@pytest.mark.parametrize("vision", [None, *VISIONS])
@pytest.mark.parametrize("screen", ["colour", "dark"])
def test_where_shapes_are_the_same_every_colour_vision_tells_kinds_apart(vision, screen):
    for a, one, b, two in alike():
        apart = (
            sum((x - y) ** 2 for x, y in zip(lab(seen(one[screen], vision)), lab(seen(two[screen], vision)), strict=True)) ** 0.5
        )
        assert apart >= 20, (a, b, apart)


def test_every_sign_is_seen_on_its_paper():
    for key, sign in signs().items():
        if key not in UNDRAWN:
            assert contrast(sign["colour"], "#FFFFFF") >= 1.7, key
            assert contrast(sign["dark"], "#14181d") >= 2.5, key


def organisation(number, kind):
    return Node(f"o{number}", ("Actor", "Organisation"), {"name": f"n{number}", "kind": kind})


def test_a_kind_is_drawn_alike_whatever_else_is_on_the_page():
    few = node_kinds([organisation(1, "guidance")])
    many = node_kinds([organisation(n, kind) for n, kind in enumerate(["region", "guidance", "health", "region", "school"])])
    for field in ("colour", "dark", "shape", "hollow"):
        assert few["Organisation/guidance"][field] == many["Organisation/guidance"][field]
    assert next(iter(many)) == "Organisation/region"
    assert many["Organisation/region"]["count"] == 2


def test_kinds_that_are_told_with_another_have_its_sign_and_unknown_ones_the_rest_s():
    assert organisation_key("prefecture") == "Organisation/state"
    assert organisation_key("working_group") == organisation_key("instance")
    assert organisation_key("never heard of") == "Organisation/other" == kind_key(organisation(1, "media"))


def test_every_kind_that_reading_gives_has_a_sign_of_its_own_name():
    from maillage.graph import reference

    given = {network.kind for network in reference.networks()}
    without = {kind for kind in given if kind and organisation_key(kind) == "Organisation/other"}
    assert without <= {"other", "media"}
