"""Words of attendance lists: titles, roles, heads of names of bodies, plural groups, particles. All folded (see `names.fold`)."""

from __future__ import annotations

from functools import cache

from ....graph import reference
from ....graph.names import fold, name_key

TITLES = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "melle",
        "melles",
        "mr",
        "mrs",
        "ms",
        "monsieur",
        "madame",
        "mesdames",
        "messieurs",
        "mademoiselle",
        "mesdemoiselles",
        "dr",
        "docteur",
        "pr",
        "professeur",
        "me",
        "maitre",
        "sr",
        "soeur",
        "pere",
        "abbe",
        "mgr",
        "cdt",
        "cne",
        "lt",
        "lcl",
        "cpt",
        "sgt",
        "adjt",
        "ltn",
        "col",
        "adc",
        "mdl",
        "adj",
        "adjudant",
        "capitaine",
        "lieutenant",
        "colonel",
        "commandant",
        "major",
        "commissaire",
        "brigadier",
        "general",
    ]
)
PLURAL_TITLES = frozenset(["mm", "mmes", "mlles", "melles", "mrs", "ms", "mesdames", "messieurs", "mesdemoiselles"])
RANKS = frozenset(
    [
        "cdt",
        "cne",
        "lt",
        "lcl",
        "cpt",
        "sgt",
        "adjt",
        "ltn",
        "col",
        "adc",
        "mdl",
        "adj",
        "adjudant",
        "capitaine",
        "lieutenant",
        "colonel",
        "commandant",
        "major",
        "brigadier",
        "general",
        "commissaire",
    ]
)
"""Titles that are also roles: titles only before a name."""

PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "ben",
        "bel",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "della",
        "y",
        "ter",
        "st",
        "saint",
        "abd",
        "abou",
    ]
)

_ROLES = (
    "adjoint adjointe adjoints adjointes maire maires president presidente presidents presidentes vice vpt vp pdt pdte directeur directrice "
    "directeurs directrices dir "
    "responsable responsables charge chargee charges chargees chef cheffe chefs conseiller conseillere conseillers conseilleres secretaire secretaires "
    "tresorier tresoriere coordinateur coordinatrice coordonnateur coordonnatrice coordinateurs coordonnateurs animateur "
    "animatrice animateurs animatrices co delegue deleguee delegues deleguees referent referente referents referentes membre "
    "representant representante technicien technicienne techniciens techniciennes assistant assistante stagiaire stagiaires "
    "gerant gerante prefet prefete prefets sous inspecteur inspectrice proviseur proviseure principal principale enseignant enseignante "
    "professeur formateur formatrice educateur educatrice psychologue medecin infirmier infirmiere cadre agent chercheur "
    "chercheuse ingenieur ingenieure comptable expert experte facilitateur facilitatrice mediateur mediatrice consultant consultante "
    "administrateur administratrice copresident copresidente depute deputee senateur senatrice elu elue recteur rectrice "
    "procureur greffier greffiere juge avocat avocate notaire architecte urbaniste geographe sociologue doctorant doctorante "
    "benevole militant militante adherent adherente parent eleve etudiant etudiante habitant habitante riverain riveraine "
    "chargé intervenant intervenante invite invitee rapporteur rapporteure rapporteuse redacteur redactrice suppleant suppleante suppleants suppleantes "
    "titulaire titulaires attache attachee attaches consul consule ambassadeur ambassadrice doyen doyenne dirigeant dirigeante "
    "pilote pilotes copilote moniteur monitrice cip cisp dgs dga drh dgst dsi daf pdg dg ceo rh collaborateur collaboratrice "
    "correspondant correspondante gestionnaire superviseur superviseuse manager manageuse porteur porteuse "
    "vice-president vice-presidente commissaire verificateur verificatrice evaluateur evaluatrice observateur observatrice "
    "apprenti apprentie alternant alternante salarie salariee salaries ouvrier ouvriere agriculteur agricultrice eleveur eleveuse artisan artisane "
    "commercant commercante coprésidente copresidents cofondateur cofondatrice fondateur fondatrice ambassadeurs maitresse "
    "stagiaire ancien ancienne ex sg premiere premier deuxieme troisieme 1er 1ere 2eme 3eme maire-adjoint maire-adjointe "
    "directeur-adjoint directrice-adjointe co-president co-presidente co-animateur co-animatrice co-pilote chargees "
    "webmaster graphiste journaliste photographe interprete traducteur traductrice surveillant surveillante cpe principale "
    "cpip dpip cesf ddfpt ien ien-io dasen cer psyen psy-en rrh jap volontaire volontaires retraite retraitee exploitant exploitante maraicher maraichere "
    "viticulteur viticultrice restaurateur restauratrice hotelier hoteliere pharmacien pharmacienne ergonome ergotherapeute psychiatre "
    "accompagnateur accompagnatrice preventeur preventrice travailleur travailleuse conciliateur conciliatrice bibliothecaire "
    "documentaliste coach prestataire instructeur instructrice entrepreneur entrepreneure entrepreneuse vacataire beneficiaire "
    "substitut substitute superieur superieure pasteur cure marraine parrain tuteur tutrice temoin conseil"
)
ROLES = frozenset(fold(w) for w in _ROLES.split()) - {"conseil", "me", "sous", "co", "vice"}
ROLE_STARTS = ROLES | frozenset(["vice", "co", "sous", "ex"])
"""Words a role may begin with."""

_HEADS = (
    "association associations asso agence agglo agglomeration academie administration ambassade amicale antenne atelier ateliers banque bibliotheque bureau "
    "cabinet caisse camping canope carif cc ca cu cci ccas centre centres cercle chambre chantier chs chu ch ehpad ime esat "
    "cfa cio club clinique college colleges comite commission commune communaute compagnie confederation conseil conseils consulat "
    "conservatoire conserverie consortium cooperative coop coordination cpie crous ddt ddtm ddets ddcs deets direction directions dreal draaf "
    "delegation departement domaine ecole ecoles entreprise entreprises epci espace etablissement etat federation ferme fonds "
    "fondation forges foyer gal garage gendarmerie geiq gip greta groupe groupement groupama habitat hopital hotel "
    "imprimerie institut inspection iut laboratoire laiterie ligue lycee mairie maison maisons mediatheque menuiserie metropole "
    "ministere missions mjc mouvement mpt musee mutuelle mutualite observatoire office operation ordre organisation parc paroisse "
    "pays petr pepiniere plateforme pnr pole police port prefecture presse protection ranch reseau region regie restaurant "
    "rectorat residence scierie scop scic secretariat section secours service services sivom smictom siaep siae sm smer societe sous-prefecture "
    "sncf spip station structure syndicat syndicats theatre tribunal ud ul union universite usine ut urssaf ville villes "
    "collectivite poste commissariat brigade caserne consistoire cpam caf msa adil ccid cma crij cij pij bij epide afpa anpe assedic ml mfr e2c plie mde mdph onisep "
    "transitions opco opca octa constructys uniformation cap cpme cgpme medef uimm ffb capeb umih fnsea fdsea cgt cfdt fo cftc "
    "cfe fsu unsa sud udes u2p upa adie bge udaf adapei apf admr una apei ufcv crepi face emmaus adie crous "
    "bailleur prison armement magasin hypermarche supermarche auto-ecole fonderie biscuiterie conserverie distillerie charpenterie brasserie "
    "camping ebenisterie minoterie tannerie verrerie papeterie "
    "comcom intercommunalite ademe ars ora arml cnam cnfpt cned snc ape fcpe peep peep lpo coordination"
)
HEADS = frozenset(fold(w) for w in _HEADS.split())
"""First words (or words anywhere) of names of bodies."""

_GROUPS = (
    "membres membre representants representantes elus elues delegues deleguees titulaires suppleants suppleantes enseignants "
    "enseignantes parents partenaires collectivites communes usagers associations employeurs institutions services habitants "
    "jeunes personnes personnalites invites invitees instituteurs institutrices professeurs organismes structures etat intercommunalites "
    "entreprises acteurs experts techniciens agents salaries administrateurs administratrices adjoints conseillers "
    "conseilleres citoyens riverains commercants etudiants eleves syndicats organisations etablissements financeurs "
    "animateurs professionnels benevoles adherents intervenants consultants autres auditeurs observateurs decideurs "
    "operateurs directions ressources bailleurs medecins responsables referents maires vice-presidents presidents"
)
GROUPS = frozenset(fold(w) for w in _GROUPS.split())
"""Plural nouns: groups and classes, never one body."""
GROUP_STARTS = frozenset(
    [
        "college",
        "equipe",
        "groupe",
        "collectif",
        "bureau",
        "comite",
        "appui",
        "membres",
        "membre",
        "animation",
        "secretariat",
        "direction",
        "pole",
        "section",
        "cellule",
        "conseil",
        "pour",
    ]
)

IDEM = frozenset(["idem", "id", "dito", "ibid"])

SUBUNITS = frozenset(
    [
        "service",
        "comite",
        "federation",
        "services",
        "antenne",
        "agence",
        "maison",
        "site",
        "pole",
        "direction",
        "bureau",
        "unite",
        "ut",
        "ud",
        "utas",
        "cms",
        "delegation",
        "departement",
        "section",
        "branche",
        "centre",
        "cellule",
        "secteur",
        "guichet",
        "point",
        "tas",
        "espace",
    ]
)
"""Words that begin the name of a part, when they follow the name of a body (« agglo de Guéret / service habitat »)."""


@cache
def network_key(key: str) -> bool:
    """Is `key` (see `names.name_key`) a name of a network, body or local unit of the reference tables?"""
    return key in reference.network_names() or reference.find_body(key) is not None


@cache
def is_given(word: str) -> bool:
    """Is `word` a given name in common use (one of the 6,000 most frequent, compounds by their parts)?"""
    rank = reference.given_name_rank(word)
    if rank is None or rank < 6000:
        return rank is not None
    first = reference.given_name_rank(word.split()[0]) if " " in word else None
    return first is not None and first < 1000


@cache
def known_words(words: tuple[str, ...]) -> int:
    """Number of words at the start of `words` that name a known body; 0 when none."""
    for size in range(min(len(words), 8), 0, -1):
        part = words[:size]
        key = name_key(" ".join(part))
        if len(key) > 1 and network_key(key) and fold(part[-1]) not in PARTICLES:
            return size
    return 0


@cache
def programme_words(words: tuple[str, ...]) -> int:
    """Number of words at the start of `words` that name a known programme (« SPRO »); 0 when none."""
    for size in range(min(len(words), 7), 0, -1):
        if name_key(" ".join(words[:size])) in reference.programme_names():
            return size
    return 0
