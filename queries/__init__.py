"""Questions to the graph: `catalogue()` lists them, `run()` answers one, `views` gives what maps draw."""

from .answer import Answer, run
from .catalogue import Parameter, Query, catalogue, find_query

__all__ = ["Answer", "Parameter", "Query", "catalogue", "find_query", "run"]
