"""One name, many spellings: folding, a sound key and a readable slug.

News writes *Pul-e Khumri*, *Puli Khumri*, *Pol-e-Khomri*; *Ar-Raqqah*, *al-Raqqa*, *Raqqa*. Three
keys, from strict to loose, let them meet: :func:`fold` forgets accents, hyphens, articles and linking
particles; :func:`sound` also forgets how vowels and a few consonants are transcribed;
:func:`skeleton` keeps the consonants only. A looser key finds more and proves less.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

ARTICLES = frozenset(
    [
        "al",
        "el",
        "il",
        "ul",
        "ar",
        "er",
        "as",
        "es",
        "ash",
        "esh",
        "ad",
        "ed",
        "adh",
        "az",
        "ez",
        "at",
        "et",
        "ath",
        "an",
        "en",
    ]
)
PARTICLES = frozenset(["e", "i", "y", "ye", "yi", "wa", "va", "u", "o"])
_SILENT = re.compile(r"['`\"ʻʼʿʾ‘’´ʹʺ]")
_GAP = re.compile(r"[^a-z0-9]+")
_CONSONANTS = (
    ("chahar", "char"), ("khwaj", "xaj"), ("khawj", "xaj"), ("khoj", "xaj"), ("shch", "S"), ("sch", "S"), ("zh", "Z"), ("kh", "x"), ("gh", "g"), ("sh", "S"), ("ch", "C"), ("ts", "C"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("dz", "z"), ("dj", "j"), ("ck", "k"), ("c", "k"), ("q", "k"),
)  # fmt: skip
_GLIDE = re.compile(r"[ao]w(?=[aeiouy])")
_DIPHTHONG = re.compile(r"[ao]w|au|ou")
_VOWELS = re.compile(r"[aeiouy]+")
_BREATH = re.compile(r"(?<=[aeiouy])h(?![aeiouy])")
_DOUBLED = re.compile(r"(.)\1+")


def plain(name: str) -> str:
    """Lower-case ASCII words, one space between: accents and apostrophes gone, nothing else."""
    return _GAP.sub(" ", _SILENT.sub("", anyascii(_SILENT.sub("", name))).lower()).strip()


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """``plain`` without articles and linking particles, written as one word: *purchaman*, *deirzor*."""
    words = plain(name).split()
    kept = [w for w in words if w not in ARTICLES and w not in PARTICLES]
    return "".join(kept or words)


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """How the name sounds, roughly: equal for *Jowzjan*, *Jawzjan*, *Jozjan*.

    Vowels come down to three; ``kh``, ``sh``, ``gh`` to one letter; ``w`` to ``v``, ``q`` to ``k``; an
    ``h`` that only lengthens a vowel and a linking ``-i`` at the end of a word that is not the last go.
    """
    words = plain(name).split()
    kept = [w for w in words if w not in ARTICLES and w not in PARTICLES] or words
    return "".join(_sound_word(w, last=i == len(kept) - 1) for i, w in enumerate(kept))


def skeleton(name: str) -> str:
    """The consonants of :func:`sound`: *pnjSr* for *Panjshir*, *Panj Sher* and *Panjsher*."""
    key = sound(name)
    return key[:1] + re.sub("[aiu]", "", key[1:])


def slug(name: str) -> str:
    """A part of a unit's id: lower case, hyphens, ASCII."""
    return plain(name).replace(" ", "-")


def _sound_word(word: str, *, last: bool) -> str:
    for old, new in _CONSONANTS:
        word = word.replace(old, new)
    word = _GLIDE.sub("av", word)
    word = _DIPHTHONG.sub("u", word)
    word = _BREATH.sub("", word)
    word = _VOWELS.sub(_vowel, word).replace("w", "v")
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if not last and len(word) > 2 and word.endswith("i") else word


def _vowel(run: re.Match[str]) -> str:
    text = run.group()
    if any(v in text for v in "iye"):
        return "i"
    return "u" if any(v in text for v in "uo") else "a"
