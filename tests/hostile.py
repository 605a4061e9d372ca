# ruff: noqa: E501
"""Five hundred texts that break a careless program: the same ones for parameters, names, cells and files."""

from __future__ import annotations

import itertools

SEEDS = [
    # Cypher
    "') DETACH DELETE n //", '"}) DETACH DELETE n //', "' OR 1=1 //", "`", "``", "$scope", "{id: 1}", "n) RETURN n //", "\\u0027", "\\'", "';--",
    "x' RETURN 1 UNION MATCH (n) DETACH DELETE n RETURN 1 //", "CALL db.clear()", "*", "null", "true", "[]", "[1, 'a']", "a\nDETACH DELETE n", "{",
    "}", "(", ")", "//", "/* */", "\\", "%", "_", ".*", "(?i).*", "a|b", ":Person", "-[:X]->", "UNWIND [1] AS x",
    # HTML and scripts
    "<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>", "</script><script>window.hit=1</script>", "<svg onload=window.hit=1>",
    "\" onmouseover=\"window.hit=1", "' onfocus='window.hit=1", "javascript:window.hit=1", "<!--", "-->", "]]>", "<style>*{display:none}</style>",
    "&lt;b&gt;", "&#x3C;script&#x3E;", "<iframe srcdoc='<script>parent.hit=1</script>'>", "${window.hit=1}", "{{7*7}}", "{% raw %}", "<%= 7*7 %>",
    "<a href=https://example.invalid>x</a>", "<base href=//example.invalid>", "<meta http-equiv=refresh content=0>", "<template>", "</title>",
    # Spreadsheets
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK(\"http://example.invalid\")", "'=1", "=DDE(\"a\";\"b\")",
    # XML
    "<?xml version='1.0'?>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "&b;", "<![CDATA[x]]>", "<a:b xmlns:a='c'/>",
    # Paths
    "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "C:\\con", "nul", "a/b", "file:///etc/passwd", "~", "$HOME", "`id`", "$(id)", "; rm -rf x", "| cat",
    "a\0b", "aux.txt", "-rf", "--help", "%2e%2e%2f", "\\\\host\\share",
    # Terminals
    "\x1b[2J", "\x1b]0;titre\x07", "\x1b[31mrouge", "\x07", "\b\b", "\x7f", "\x9b2J", "\r\n", "\x0c", "\x1b[8mcaché",
    # Unicode
    "\u202eesrever", "\u2066a\u2069", "\u200b", "a\u200bb", "\ufeff", "\u00ad", "e\u0301", "ﬁ", "İ", "ß", "ǅ", "\U0001f469\u200d\U0001f4bb",
    "\ud7ff", "\U0010ffff", "А", "Ａ", "𝐀", "а", "\u2028", "\u2029", "\u0000", "\u0085", "١٢", "1️⃣", "\u0338",
    # Numbers, dates, sizes
    "0", "-1", "1e309", "NaN", "Infinity", "9" * 40, "2024-02-30", "0000-00-00", "99999-01-01", "-2024", "2024-13", "a" * 9000, "é" * 5000, " ",
    "  x  ", "", "\n", "\t", "a b" * 500, ", ,", ";;;", "\"", "''", "“”", "«»",
    # Legitimate names that must come through
    "O'Connor", "d'Hondt", "L'Étape 62", "张伟", "N'Diaye", "Saint-Jean-d’Angély", "AT&T", "C++", "R&D <3", "Ünal", "Þór", "Nguyễn", "Al-Ḥasan",
    "100 % inclusion", "Médecin/Infirmier", "Café – Théâtre", "№ 5", "E. Leclerc (Vexin)", "1001 Vies", "SOS! Amitié",
]  # fmt: skip
LEGITIMATE = SEEDS[SEEDS.index("O'Connor") :]


def strings(number: int = 500) -> list[str]:
    """`number` different texts: the seeds, then the seeds inside ordinary names."""
    frames = ["{}", "Mission {}", "{} Locale", "Aline {} Morel", "{0}{0}"]
    made = (frame.format(seed) if frame != "{}" else seed for frame in frames for seed in SEEDS)
    return list(itertools.islice(dict.fromkeys(made), number))
