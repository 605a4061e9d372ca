//+ title = { fr = "Les prochaines dates", en = "The next dates" }
//+ answers = { fr = "Quelles dates sont annoncées, où, et quel document le dit ?", en = "Which dates are announced, where, and which record says so?" }
//+ aliases = ["agenda", "dates"]
//+ compute = "agenda"
//+ returns = ["event", "type", "fact"]
//+ columns = ["date", "time", "meeting", "kind", "place", "status", "source"]
//+ formats = ["ics"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory, a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "À partir de ce jour (sinon : du dernier document).", en = "From this day on (default: from the last record)." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Jusqu'à ce jour.", en = "Up to this day." }
//+ aliases = ["jusque"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Montrer aussi les dates annoncées qui sont passées sans compte rendu.", en = "Show announced dates too that passed without a record." }
//+ aliases = ["tout"]
// What announces an event: every fact about it that a record states.
UNWIND $events AS one MATCH (:Event {id: one})-[x:CONCERNS|SESSION_OF|HELD_IN|ABOUT]->()
RETURN one AS event, type(x) AS type, x.fact AS fact
ORDER BY event, type, fact
UNION
UNWIND $events AS one MATCH (:Event {id: one})<-[x:NEXT|MOVED_TO|CONTRIBUTED_TO|INVITED_TO]-()
RETURN one AS event, type(x) AS type, x.fact AS fact
ORDER BY event, type, fact
