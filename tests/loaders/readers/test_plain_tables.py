from maillage.loaders.readers.plain import read_markdown

TEXT = "# Titre\n\n| Structure | Nom |\n|---|:--|\n| Cap emploi | Aline Morel |\n\nSuite | ici\n"


def test_a_markdown_table_gives_cells_and_keeps_the_text():
    document = read_markdown(TEXT.encode())
    assert document.text == TEXT
    rows = [[document.text[cell.span.start : cell.span.end] for cell in block.cells] for block in document.blocks if block.cells]
    assert rows == [["Structure", "Nom"], ["", ""], ["Cap emploi", "Aline Morel"]]
    assert len({block.table for block in document.blocks if block.cells}) == 1
