//+ title = { fr = "Les relations nouvelles", en = "New relations" }
//+ answers = { fr = "Qui s'est rencontré pour la première fois depuis une date ?", en = "Who met for the first time since a date?" }
//+ aliases = ["relations-nouvelles", "nouvelles"]
//+ compute = "new_relations"
//+ columns = ["a", "b", "first", "meetings", "strength", "meeting", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory (with all within it), a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les personnes au lieu des structures.", en = "People instead of bodies." }
//+ aliases = ["personnes"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Première rencontre à partir de ce jour ; sinon, les derniers mois (--mois).", en = "First meeting from this day on; else the last months (--months)." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ aliases = ["jusque"]
//+ [parameters.level]
//+ type = "choice"
//+ choices = ["unit", "network", "parent"]
//+ default = "unit"
//+ help = { fr = "Compter chaque structure, chaque réseau, ou l'ensemble dont elle fait partie.", en = "Count each body, each network, or the whole it is part of." }
//+ aliases = ["niveau"]
//+ [parameters.closest]
//+ type = "choice"
//+ choices = ["table", "room", "plenary"]
//+ default = "room"
//+ help = { fr = "Ce qui fait un lien : une table, au plus une salle (ont travaillé ensemble), ou aussi les plénières.", en = "What makes a tie: a table, at most a room (worked together), or plenaries too." }
//+ aliases = ["au-mieux"]
//+ [parameters.months]
//+ type = "integer"
//+ default = 12
//+ help = { fr = "Sans --depuis : premières rencontres des tant de derniers mois.", en = "Without --since: first meetings of so many last months." }
//+ aliases = ["mois"]
//+ [parameters.most]
//+ type = "integer"
//+ default = 20
//+ help = { fr = "Nombre de lignes au plus.", en = "Most rows." }
//+ aliases = ["au-plus"]
