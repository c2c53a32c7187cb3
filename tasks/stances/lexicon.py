"""The gazetteer made ready for finding: tries of names, roles and wordings."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, product
from typing import TYPE_CHECKING, Literal

from tasks.stances.mentions import BY_NAME
from tasks.stances.words import Trie, straight, trie_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from config.gazetteer import Actor, Context, Gazetteer, Issue, Leader, Wording

    Split = Callable[[str], list[str]]

_ARTICLE = re.compile(r"^[AaEe]l-")  # Bashar al-Assad is Assad later on

# How the offices of a portfolio are worded.
OFFICES = (
    *("{} minister", "{} ministers", "{} ministry", "{} secretary", "{} department"),
    *("minister of {}", "ministry of {}", "secretary of {}", "department of {}"),
    *("minister for {}", "secretary for {}", "department for {}"),
)
# How firms of an industry are called, one or several.
FIRMS = (
    *("{} firm", "{} giant", "{} group", "{} maker", "{} producer", "{} manufacturer", "{} supplier"),
    *("{} exporter", "{} importer", "{} trader", "{} refiner", "{} operator", "{} developer", "{} builder"),
    *(
        "{} startup",
        "{} contractor",
        "{} conglomerate",
        "{} dealer",
        "{} broker",
        "{} retailer",
        "{} provider",
    ),
    *("{} investor", "{} executive", "{} tycoon", "{} magnate"),
)
COMPANIES = ("{} company", "{} companies", "{} business", "{} businesses")

NameSort = Literal["name", "demonym", "capital", "metonym", "city", "person", "nothing"]


@dataclass(frozen=True, slots=True)
class Naming:
    """What a string may mean: an actor, a person (`text` is then the whole name), or no actor."""

    text: str
    sort: NameSort
    code: str
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that finding actors goes by.

    `names` holds strings as written, `shouted` those of headlines in capitals. The other tries are
    in lower case.
    """

    actors: Mapping[str, Actor]
    people: Mapping[str, tuple[Leader, ...]]
    surnames: Mapping[str, tuple[Leader, ...]]
    contexts: Mapping[str, Context]
    names: Trie[Naming]
    shouted: Trie[Naming]
    against: Trie[str]
    roles: Trie[str]
    organisation_roles: Trie[str]
    titles: Trie[str]
    modifiers: Trie[str]
    demonym_heads: Trie[str]
    name_heads: Trie[str]
    place_heads: Trie[str]
    words: WordSets
    metonym_roles: Mapping[str, str]
    one_organisation: re.Pattern[str]
    organisation_kinds: Mapping[str, tuple[str, ...]]
    one_actor: re.Pattern[str]
    actor_kinds: Mapping[str, tuple[str, ...]]
    stands_for: Mapping[str, str]
    two_states: re.Pattern[str]
    half: re.Pattern[str]
    halves: Mapping[str, str]
    only_states: tuple[str, ...]
    issues: Trie[Issue]

    def name_of(self, code: str) -> str:
        """Return the usual name of an actor, or the one that it is kept by."""
        actor = self.actors.get(code)
        return actor.name if actor else code.removeprefix(BY_NAME)

    def sorts_at(self, texts: Sequence[str], start: int, end: int) -> frozenset[NameSort]:
        """Return as what the longest name at a place may be read: demonym, capital ...; none for no name."""
        found = self.names.longest(texts, start, end)
        return frozenset(naming.sort for naming in found[1]) if found else frozenset()

    def kind_of(self, code: str) -> str | None:
        """Return the kind of an actor (state, bloc ...); None for one that is kept by name."""
        actor = self.actors.get(code)
        return actor.kind if actor else None


@dataclass(frozen=True, slots=True)
class WordSets:
    """Single words that decide, in lower case."""

    former: frozenset[str]
    verb_like: frozenset[str]
    particles: frozenset[str]
    locatives: frozenset[str]
    speaking_from: frozenset[str]
    living_in: frozenset[str]
    parts: frozenset[str]
    the_parts: frozenset[str]
    part_things: frozenset[str]
    people: frozenset[str]
    given_names: frozenset[str]
    openers: frozenset[str]
    calendar: frozenset[str]
    person_offices: frozenset[str]
    bodies: frozenset[str]
    founded_bodies: frozenset[str]
    generic: frozenset[str]
    known_by_surname: frozenset[str]
    prefixes: frozenset[str]
    small: frozenset[str]
    family_name_first: frozenset[str]


def build_lexicon(gazetteer: Gazetteer, split: Split) -> Lexicon:
    """Return the lexicon of a gazetteer; `split` parts strings into words as texts are parted."""
    wording, non_actors = gazetteer.wording, gazetteer.non_actors
    names, shouted = _name_tries(gazetteer, split)
    people = _people(gazetteer)
    return Lexicon(
        actors={actor.code: actor for actor in gazetteer.actors},
        people=people,
        surnames=_surnames(people, wording),
        contexts={straight(one.text): one for one in non_actors.contexts},
        names=names,
        shouted=shouted,
        against=trie_of({text for one in non_actors.contexts for text in one.against}, split),
        roles=_role_trie(gazetteer, split),
        organisation_roles=trie_of(wording.organisation_roles, split),
        titles=trie_of(_titles(gazetteer), split),
        modifiers=trie_of(wording.modifiers, split),
        demonym_heads=trie_of(non_actors.demonym_heads, split),
        name_heads=trie_of(non_actors.name_heads, split),
        place_heads=trie_of(non_actors.place_heads, split),
        words=_word_sets(gazetteer),
        metonym_roles={text: role for role, texts in wording.metonym_roles.items() for text in texts},
        one_organisation=_one_organisation(wording),
        organisation_kinds={noun: tuple(kinds) for noun, kinds in wording.one_organisation.items()},
        one_actor=re.compile(rf"\b([Tt]he (?:[a-z]+ )?({_any_of(wording.one_actor)}))\b"),
        actor_kinds={noun: tuple(kinds) for noun, kinds in wording.one_actor.items()},
        stands_for=wording.stands_for,
        two_states=_two_states(wording),
        half=re.compile(rf"\b([Tt]he ({_any_of(wording.halves)}))\b(?![-‐–]| [A-Z])"),
        halves=wording.halves,
        only_states=wording.only_states,
        issues=_issue_trie(gazetteer, split),
    )


def _name_tries(gazetteer: Gazetteer, split: Split) -> tuple[Trie[Naming], Trie[Naming]]:
    names: Trie[Naming] = Trie()
    shouted: Trie[Naming] = Trie()
    for text, naming in chain(_actor_names(gazetteer), _person_names(gazetteer), _no_names(gazetteer)):
        words = split(text)
        names.add(words, naming)
        shouted.add([word.upper() for word in words], naming)
        if words[0][:1].islower():
            names.add([words[0][:1].upper() + words[0][1:], *words[1:]], naming)
    return names, shouted


def _actor_names(gazetteer: Gazetteer) -> Iterator[tuple[str, Naming]]:
    for actor in gazetteer.actors:
        for label in actor.labels:
            text = straight(label.text)
            yield text, Naming(text, label.sort, actor.code, label.is_ambiguous)


def _person_names(gazetteer: Gazetteer) -> Iterator[tuple[str, Naming]]:
    for leader in gazetteer.leaders:
        for text in (leader.name, *leader.names):
            yield straight(text), Naming(leader.name, "person", leader.code, is_ambiguous=False)


def _no_names(gazetteer: Gazetteer) -> Iterator[tuple[str, Naming]]:
    for text in gazetteer.non_actors.names:
        yield straight(text), Naming(text, "nothing", "", is_ambiguous=False)


def _people(gazetteer: Gazetteer) -> dict[str, tuple[Leader, ...]]:
    terms = defaultdict(list)
    for leader in gazetteer.leaders:
        terms[leader.name].append(leader)
    return {name: tuple(leaders) for name, leaders in terms.items()}


def _surnames(people: Mapping[str, tuple[Leader, ...]], wording: Wording) -> dict[str, tuple[Leader, ...]]:
    """Return the people of each surname; He and No stay out, for they open sentences."""
    found: dict[str, list[Leader]] = defaultdict(list)
    for name, leaders in people.items():
        for key in _surname_spellings(name, leaders, wording):
            found[key].extend(leaders)
    return {key: tuple(leaders) for key, leaders in found.items() if key not in wording.starters}


def _surname_spellings(name: str, leaders: tuple[Leader, ...], wording: Wording) -> set[str]:
    words = straight(name).split()
    if any(leader.code in wording.family_name_first for leader in leaders):
        return {surname(words, is_first=True)}
    others = [straight(text).split() for leader in leaders for text in leader.names]
    # Erdoğan beside Erdogan; "Charles III" and "Marcos Jr." tell no surname
    alike = [other for other in others if len(other) == len(words) and not other[-1].isupper()]
    return {surname(one, is_first=False) for one in (words, *alike) if len(one) > 1 or one == words}


def surname(name: list[str], is_first: bool) -> str:  # noqa: FBT001 - a fact of the name's language
    """Return the part of a person's name that stands for all of it later on."""
    return name[0] if is_first else _ARTICLE.sub("", name[-1])


def _role_trie(gazetteer: Gazetteer, split: Split) -> Trie[str]:
    roles: Trie[str] = Trie()
    for role, phrases in gazetteer.roles.items():
        for phrase in phrases:
            roles.add([word.lower() for word in split(phrase)], role)
    for portfolio, office in product(gazetteer.wording.portfolios, OFFICES):
        words = [word.lower() for word in split(office.format(portfolio))]
        known = roles.longest(words, 0, len(words))
        if known is None or known[0] < len(words):  # the defence minister is of the armed forces
            roles.add(words, "GOV")
    firms = (*FIRMS, *(f"{one}s" for one in FIRMS), *COMPANIES)
    for industry, firm in product(gazetteer.wording.industries, firms):
        words = [word.lower() for word in split(firm.format(industry))]
        if roles.longest(words, 0, len(words)) is None:
            roles.add(words, "BUS")
    return roles


def _issue_trie(gazetteer: Gazetteer, split: Split) -> Trie[Issue]:
    issues: Trie[Issue] = Trie()
    for issue in gazetteer.issues:
        for phrase in (issue.name, *issue.phrases):
            issues.add([word.lower() for word in split(straight(phrase))], issue)
    return issues


def _titles(gazetteer: Gazetteer) -> set[str]:
    """Return what may stand before a person's name: honorifics, and offices one person holds."""
    offices = frozenset(gazetteer.wording.person_offices)
    phrases = chain(*gazetteer.roles.values(), gazetteer.wording.organisation_roles)
    held = {phrase for phrase in phrases if phrase.split()[-1].lower() in offices}
    past = {phrase for phrase in held if _is_past(phrase, gazetteer.wording)}  # read with the office itself
    return held - past | set(gazetteer.wording.honorifics)


def _is_past(office: str, wording: Wording) -> bool:
    return office.startswith("ex-") or office.split(maxsplit=1)[0] in wording.former


def _word_sets(gazetteer: Gazetteer) -> WordSets:
    wording = gazetteer.wording

    def lower(texts: tuple[str, ...]) -> frozenset[str]:
        return frozenset(text.lower() for text in texts)

    return WordSets(
        former=lower(wording.former),
        verb_like=lower(wording.verb_like),
        particles=lower(wording.particles),
        locatives=lower(wording.locatives),
        speaking_from=lower(wording.speaking_from) | lower(wording.living_in),
        living_in=lower(wording.living_in),
        parts=lower(wording.parts),
        the_parts=lower(wording.the_parts),
        part_things=lower(wording.part_things),
        people=lower(wording.people),
        given_names=lower(wording.given_names),
        openers=lower(wording.openers),
        calendar=lower(wording.calendar),
        person_offices=lower(wording.person_offices),
        bodies=lower(wording.bodies),
        founded_bodies=lower(wording.founded_bodies),
        generic=lower(wording.generic),
        known_by_surname=lower(wording.known_by_surname),
        prefixes=lower(gazetteer.non_actors.prefixes),
        small=frozenset(wording.small_words),
        family_name_first=frozenset(wording.family_name_first),
    )


def _one_organisation(wording: Wording) -> re.Pattern[str]:
    nouns = _any_of(wording.one_organisation)
    adjectives = r"(?:[\w.]+-\w+ )?(?:military |defence |defense |Western |trade )?"
    return re.compile(rf"\b(?:[Tt]he|[Tt]his|[Tt]hat) ({adjectives}({nouns}))\b")


def _two_states(wording: Wording) -> re.Pattern[str]:
    adjectives = r"(?:(?:world|neighbouring|neighboring|warring|rival) )?"
    two = rf"(?:[Bb]oth|[Tt]he two|[Ee]ither) {adjectives}(?:{_any_of(wording.two_states)})"
    return re.compile(rf"\b(?:{two}|[Tt]he (?:{_any_of(wording.two_sides)}))\b")


def _any_of(nouns: Iterable[str]) -> str:
    return "|".join(map(re.escape, nouns))
