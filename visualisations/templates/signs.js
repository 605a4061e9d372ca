// The signs of kinds, on maps and on the pages of an atlas, in a box of 16 by 16.
const dark = matchMedia("(prefers-color-scheme: dark)");
const inDark = () => dark.matches && !document.documentElement.classList.contains("light");
const SHAPES = { dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", triangle: "M8 2l6 11H2z", triangleDown: "M2 3h12L8 14z", diamond: "M8 1l6 7-6 7-6-7z", hexagon: "M4 2.5h8l4 5.5-4 5.5H4L0 8z", star: "M8 1l2.1 4.7 5.1.5-3.9 3.4 1.2 5L8 12l-4.5 2.6 1.2-5L.8 6.2l5.1-.5z" };
// How a sign is painted on `paper`; on paper that is white whatever the screen, `night` is false.
function paint(kind, paper, night = inDark()) {
  const colour = night ? kind.dark : kind.colour;
  return kind.hollow ? { fill: paper, stroke: colour, "stroke-width": 2, "vector-effect": "non-scaling-stroke" } : { fill: colour, stroke: paper, "stroke-width": .5 };
}
function symbol(kind, size = 16) {
  const s = svgElement("svg", { width: size, height: size, viewBox: "-1 -1 18 18", "aria-hidden": "true", class: "symbol" });
  s.append(svgElement("path", { d: SHAPES[kind.shape], ...paint(kind, "var(--paper)") }));
  return s;
}
