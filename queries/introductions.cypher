//+ title = { fr = "Qui peut les présenter", en = "Who could introduce them" }
//+ answers = { fr = "Qui peut présenter deux structures ou personnes qui ne se connaissent pas, sur quel programme commun et à quelle prochaine date ?", en = "Who could introduce two bodies or people who do not know each other, over which shared programme and at which next date?" }
//+ aliases = ["présentations", "presentations"]
//+ compute = "introductions"
//+ columns = ["rank", "a", "b", "verdict", "through", "with_a", "with_b", "fragile", "next", "source"]
//+ [parameters.a]
//+ type = "actor"
//+ help = { fr = "Une structure ou une personne à présenter (avec --b).", en = "A body or person to introduce (with --b)." }
//+ example = "Cap emploi"
//+ [parameters.b]
//+ type = "actor"
//+ help = { fr = "À qui (avec --a).", en = "To whom (with --a)." }
//+ example = "GRETA"
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat : toutes les paires de ses partenaires qui n'ont pas travaillé ensemble.", en = "A territory, committee or partnership: all pairs of its partners that have not worked together." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Présenter des personnes de structures différentes au lieu des structures.", en = "Introduce people of different bodies instead of bodies." }
//+ aliases = ["personnes"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Pour une instance, compter tous ceux que ses listes nomment.", en = "For a committee, count all whom its lists name." }
//+ aliases = ["tout"]
//+ [parameters.cards]
//+ type = "flag"
//+ help = { fr = "Une fiche en mots pour chaque paire au lieu du tableau.", en = "A card in words for each pair instead of the table." }
//+ aliases = ["fiches"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
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
//+ [parameters.most]
//+ type = "integer"
//+ default = 20
//+ help = { fr = "Nombre de paires au plus, les mieux placées d'abord.", en = "Most pairs, the best placed first." }
//+ aliases = ["au-plus"]
//+ [parameters.lists]
//+ type = "integer"
//+ default = 3
//+ help = { fr = "Nombre de réunions avec liste qu'il faut pour dire « jamais ».", en = "Listed meetings it takes to say « never »." }
//+ aliases = ["listes"]
//+ [parameters.share]
//+ type = "number"
//+ default = 0.8
//+ help = { fr = "Part des réunions qui doivent avoir une liste pour dire « jamais ».", en = "Part of the meetings that must be listed to say « never »." }
//+ aliases = ["part"]
//+ [parameters.months]
//+ type = "integer"
//+ default = 24
//+ help = { fr = "Avec --people : personnes vues depuis moins de tant de mois.", en = "With --people: persons seen within so many months." }
//+ aliases = ["mois"]
