"""The words by which other programs say what an element is and how two are connected. Data only; matched without accents and case."""

ELEMENTS: dict[str, tuple[str, ...]] = {
    "Person": ("person", "personne", "people", "personnes", "individual", "individu", "contact", "human"),
    "Organisation": (
        "organization", "organizations", "organisations", "structure", "structures", "org", "institution", "organisme", "association",
        "entreprise", "company", "public body", "legal entity", "collectivité", "établissement", "partenaire", "partner", "ong", "ngo",
    ),
    "Event": ("événement", "evenement", "événements", "meeting", "réunion", "réunions", "rencontre", "events"),
    "Bassin": ("bassin d'emploi",),
    "Commune": ("municipality", "ville", "city"),
    "Departement": ("département",),
    "Region": ("région",),
    "ZoneEmploi": ("zone d'emploi", "employment zone"),
    "Epci": ("intercommunalité", "intermunicipal body", "agglomération"),
    "Programme": ("program", "dispositif", "scheme", "programmes"),
    "Partnership": ("partenariat", "convention", "accord", "projet", "project"),
    "Action": ("actions",),
    "Record": ("document", "documents", "source"),
    "Statement": ("énoncé", "énoncés"),
}  # fmt: skip

CONNECTIONS: dict[str, tuple[str, ...]] = {
    "ATTENDED": ("attended", "a participé à", "participe à", "participates in", "attends", "présent à"),
    "INVITED_TO": ("invited to", "was invited to", "a été invité à", "invité à"),
    "EXCUSED_FROM": ("was excused from", "s'est excusé de", "excusé de"),
    "ABSENT_FROM": ("was absent from", "était absent de", "absent de"),
    "REPRESENTED": (
        "represents", "représente", "works for", "works at", "travaille à", "travaille pour", "travaille chez", "employé de",
        "employee of", "salarié de", "employed by",
    ),
    "ACTS_FOR": ("acts for", "agit pour"),
    "MEMBER_OF": ("is a member of", "member of", "membre de", "est membre de", "adhérent de", "adhère à", "membership", "member"),
    "PART_OF": ("is part of", "part of", "fait partie de", "dépend de", "service de", "filiale de", "subsidiary of", "belongs to"),
    "SUCCEEDED_BY": ("was succeeded by", "a pour successeur", "est devenu", "became"),
    "PARTNER_IN": ("is a partner in", "est partenaire de", "partenaire du projet"),
    "CONTRIBUTED_TO": ("contributed to", "a contribué à"),
    "ORGANISED": ("organises", "organise", "organised", "a organisé", "organizes"),
    "CONCERNS": ("concerns", "concerne"),
    "HELD_IN": ("was held in", "s'est tenu à", "held in"),
    "SESSION_OF": ("is a session of", "est une séance de"),
    "ABOUT": ("is about", "porte sur"),
    "NEXT": ("is followed by", "a pour suite"),
    "MOVED_TO": ("was moved to", "est reporté à"),
    "UNDER": ("is under", "relève de"),
    "COVERS": ("covers", "couvre"),
    "PARTNERS": (
        "partner", "partner of", "partners", "partenaire", "partenaire de", "partenariat", "partnership", "collaborates with",
        "collabore avec", "collaboration", "works with", "travaille avec", "coopère avec", "cooperates with",
    ),
}  # fmt: skip
"""Connection → words. PARTNERS joins two actors into a partnership of two; ORGANISED is a contribution as organiser."""

LINKS = {
    "REPRESENTED": "represented", "ACTS_FOR": "acts_for", "MEMBER_OF": "member_of", "PART_OF": "part_of", "SUCCEEDED_BY": "succeeded_by",
    "CONTRIBUTED_TO": "contributed", "CONCERNS": "concerns", "HELD_IN": "held_in", "SESSION_OF": "session_of", "ABOUT": "about",
    "NEXT": "next", "MOVED_TO": "moved_to",
}  # fmt: skip
"""Connection → link of record/1."""

PASSED_OVER = frozenset({"ACTIVE_IN", "WITHIN", "STATED_IN", "MET"})
"""What Maillage derives itself: no fact to take over."""
STATUSES: dict[str, tuple[str, ...]] = {
    "held": ("tenue", "tenu", "durchgeführt", "confirmed"), "planned": ("prévue", "prévu", "terminiert", "eingeladen", "scheduled"),
    "proposed": ("proposée", "tentative"), "cancelled": ("annulée", "annulé", "canceled"), "postponed": ("reportée", "reporté"),
}  # fmt: skip
