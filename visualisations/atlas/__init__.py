"""The atlas: a folder of pages about all that the records tell, opened from the disk or put on any web server.

A page a territory, an organisation, a person (where the audience allows), an event, a programme and a partnership; lists, what
changed, and a search that runs in the page. `site.build` makes it; `world` is what it reads, `folder` where it writes; the other
modules make the pages of one kind each, as data: `templates/atlas.js` turns them into what is seen, in the language of the reader.
"""

from __future__ import annotations

from .site import Built, build

__all__ = ["Built", "build"]
