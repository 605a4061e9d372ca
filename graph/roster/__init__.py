"""What people write down of who is expected where: `partenaires.xlsx` and `territoires.xlsx` in the project folder.

    partenaires.xlsx   one row a member: the scope (bassin, committee, partnership), the body, perhaps the person, since and until when
    territoires.xlsx   the project's own territories: name, kind, in what they lie, the communes they hold

A row is a mention like any other: `read` gives records (record/1), one for each scope, whose items go through the same rules of
identity as those of minutes; each fact quotes its row. `facts.build` takes what records cannot say from `Roster`: who is expected
where (ACTIVE_IN with the basis roster) and which territories lie within which (WITHIN).
"""

from .model import Expected, Own, Problem, Roster
from .reading import problems, read
from .template import Known, KnownTerritory, write

__all__ = ["Expected", "Known", "KnownTerritory", "Own", "Problem", "Roster", "problems", "read", "write"]
