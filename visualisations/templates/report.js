// Outside the page's function, so that it works when that one fails: one sentence in both languages.
function report(error) {
  const p = document.getElementById("fault");
  p.hidden = false;
  p.textContent = typeof DecompressionStream === "undefined"
    ? "Ce navigateur est trop ancien pour cette page : ouvrez-la avec un Edge, Firefox, Chrome ou Safari de 2023 ou plus récent. – This browser is too old for this page: open it with an Edge, Firefox, Chrome or Safari of 2023 or later."
    : "La page n'a pas pu s'afficher : le fichier est peut-être incomplet ; demandez-le de nouveau. – The page could not be shown: the file may be incomplete; ask for it again.";
  console.error(error);
}
