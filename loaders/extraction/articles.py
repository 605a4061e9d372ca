"""French articles before the names of territories."""

from __future__ import annotations

_MASCULINE = frozenset(
    ["Cher", "Doubs", "Gard", "Gers", "Jura", "Loiret", "Lot", "Morbihan", "Nord", "Rhône", "Tarn", "Var", "Vaucluse", "Cantal", "Calvados", "Finistère", "Limousin", "Centre"]
) | {"Bas-Rhin", "Haut-Rhin", "Grand Est", "Languedoc-Roussillon", "Centre-Val de Loire", "Loir-et-Cher", "Lot-et-Garonne", "Tarn-et-Garonne", "Maine-et-Loire", "Nord-Pas-de-Calais", "Pas-de-Calais", "Puy-de-Dôme", "Val-de-Marne", "Val-d'Oise", "Territoire de Belfort"}  # fmt: skip
_PLURAL = frozenset(["Alpes-de-Haute-Provence", "Hautes-Alpes", "Alpes-Maritimes", "Ardennes", "Bouches-du-Rhône", "Côtes-d'Armor", "Deux-Sèvres", "Landes", "Hauts-de-Seine", "Hautes-Pyrénées", "Pyrénées-Atlantiques", "Pyrénées-Orientales", "Vosges", "Yvelines", "Hauts-de-France", "Pays de la Loire"])  # fmt: skip
_BARE = frozenset(["Paris", "Mayotte", "Saint-Pierre-et-Miquelon", "Provence-Alpes-Côte d'Azur", "Nouvelle-Aquitaine", "Haute-Normandie", "Basse-Normandie", "Franche-Comté", "Bourgogne", "Bourgogne-Franche-Comté", "Bretagne", "Corse", "Lorraine", "Picardie", "Normandie", "Champagne-Ardenne", "Poitou-Charentes", "Rhône-Alpes", "Midi-Pyrénées", "Martinique", "Guadeloupe", "La Réunion"])  # fmt: skip


def of(name: str) -> str:
    """« de » with its article before the name of a département or region: « du Cher », « de l'Aude », « des Landes »."""
    if name in _BARE:
        return f"de {name}"
    if name in _PLURAL:
        return f"des {name}"
    if name in _MASCULINE:
        return f"du {name}"
    vowel = name[:1].lower() in "aeiouyéîh"
    if name in (
        "Île-de-France",
        "Occitanie",
        "Auvergne",
        "Alsace",
        "Aquitaine",
        "Auvergne-Rhône-Alpes",
        "Ille-et-Vilaine",
        "Indre-et-Loire",
        "Eure-et-Loir",
    ):
        return f"d'{name}"
    return f"de l'{name}" if vowel and not name.startswith("Haut") else f"de la {name}"
