"""Private speakers appear by role, in quotes too; public persons, parties and outlets by name."""

from datetime import UTC, date, datetime

import pytest

from whoholds.model import Attested, Claim, Document, Judgement, Place
from whoholds.publish.edition import Settings
from whoholds.publish.speakers import SOMEBODY, WITHHELD, by_role, shown


def published(
    sentence,
    *speaker,
    quote="",
    by_party=False,
    outlet="Daily Varrin",
    public=("River League",),
    persons=None,
):
    document = Document(name="r", text="", published=date(2031, 1, 1), outlet=outlet)
    claim = Claim(
        document=document.id, relation="gains", actor="River League", place=Place(name="Kemra"),
        quote=quote or sentence, sentence=sentence, span=(0, 9), speaker=speaker, by_party=by_party,
    )  # fmt: skip
    item = Attested(
        claim=claim, document=document, placements=(), judgement=None, story="s",
        recorded=datetime(2031, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    return by_role([item], public, persons=persons)[0].claim


@pytest.mark.parametrize(
    ("sentence", "speaker", "role"),
    [
        ("Amran Sefi, a resident, said the League took Kemra.", "Amran Sefi", "a resident"),
        ("Amran Sefi, 34, a shopkeeper in Kemra, said they took it.", "Amran Sefi", "a shopkeeper"),
        ("Farmer Amran Sefi said the League holds Kemra.", "Amran Sefi", "a farmer"),
        ("The League took Kemra, said eyewitness Amran Sefi.", "eyewitness Amran Sefi", "an eyewitness"),
        ("The League took Kemra, Amran Sefi said by telephone.", "Amran Sefi", SOMEBODY),
        ("Amran K. Sefi, a teacher, said Kemra fell.", "Amran K. Sefi", "a teacher"),
        ("A. Sefi, a teacher, said Kemra fell.", "A. Sefi", "a teacher"),
    ],
)
def test_private_names_become_roles(sentence, speaker, role):
    claim = published(sentence, speaker)
    assert claim.speaker == (role,)
    assert "Amran" not in claim.sentence
    assert "Sefi" not in claim.quote
    assert WITHHELD in claim.sentence


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Governor Amran Sefi said the League took Kemra.", "Governor Amran Sefi"),
        ("Amran Sefi, a spokesman for the army, said they took it.", "Amran Sefi"),
        ("The provincial police chief, Amran Sefi, said Kemra fell.", "Amran Sefi"),
        ("The League took Kemra, River League said.", "River League"),
        ("The Varrin Press Agency reported that Kemra fell.", "Varrin Press Agency"),
        ("Residents said Kemra fell.", "Residents"),
        ("The League took Kemra, Daily Varrin reported.", "Daily Varrin"),
    ],
)
def test_public_names_stay(sentence, speaker):
    claim = published(sentence, speaker)
    assert claim.speaker == (speaker,)
    assert claim.sentence == sentence


@pytest.mark.parametrize(
    ("sentence", "speaker", "role"),
    [
        ("Ömer Çelik, a resident, said Kemra fell.", "Ömer Çelik", "a resident"),
        ("Łukasz Żak said Kemra fell.", "Łukasz Żak", SOMEBODY),
        ("Kemra fell, said witness Шамиль Басов.", "Шамиль Басов", "a witness"),
        ("سقطت كمرا، قال عمران الصافي", "عمران الصافي", SOMEBODY),
        ("Najib, a farmer near Kemra, said it fell.", "Najib", "a farmer"),
        ("Kemra fell, said shopkeeper Najib.", "Najib", "a shopkeeper"),
        ("Kemra fell, said Najib (45), a driver.", "resident Najib", "a resident"),
    ],
)
def test_so_do_names_with_accents_in_other_scripts_and_of_one_word(sentence, speaker, role):
    claim = published(sentence, speaker)
    assert claim.speaker == (role,)
    assert not [word for word in speaker.split() if word[0].isupper() and word in claim.sentence]
    assert WITHHELD in claim.sentence


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Kemra fell, Reuters reported.", "Reuters"),
        ("Kemra residents said it fell.", "Kemra residents"),
        ("Local Tajiks said Kemra fell.", "local Tajiks"),
        ("On Monday, a resident said Kemra fell.", "a resident"),
        ("In Herat, a resident said Kemra and Herat fell.", "a resident"),
        ("U.S. Treasury officials said Kemra fell.", "U.S. Treasury"),
    ],
)
def test_one_word_alone_is_no_person(sentence, speaker):
    claim = published(sentence, speaker)
    assert (claim.speaker, claim.sentence) == ((speaker,), sentence)


def test_a_name_is_withheld_in_the_place_and_in_an_editors_reason_too():
    document = Document(name="r", text="", published=date(2031, 1, 1))
    sentence = "Amran Sefi, a resident, said Amran Sefi's farm fell."
    claim = Claim(
        document=document.id, relation="gains", actor="River League", place=Place(name="Amran Sefi's farm"), quote=sentence,
        sentence=sentence, span=(0, 9), speaker=("Amran Sefi",),
    )  # fmt: skip
    word = Judgement(claim=claim.id, verdict="accept", by="Ana", reason="Sefi was asked again")
    item = Attested(
        claim=claim, document=document, placements=(), judgement=word, story="s", recorded=datetime(2031, 1, 2, tzinfo=UTC)
    )  # fmt: skip
    (public,) = by_role([item], ())
    assert "Sefi" not in str(public)
    assert public.judgement.reason == f"{WITHHELD} was asked again"


def test_a_partys_own_speaker_stays():
    assert published("Amran Sefi said they took Kemra.", "Amran Sefi", by_party=True).speaker == (
        "Amran Sefi",
    )


def test_a_name_withheld_once_is_withheld_in_the_whole_report():
    first = published("Amran Sefi, a resident, said Kemra fell.", "Amran Sefi")
    document = Document(name="r", text="", published=date(2031, 1, 1), outlet="Daily Varrin")
    items = [
        Attested(
            claim=Claim(
                document=document.id, relation="holds", actor="River League", place=Place(name="Kemra"),
                quote=text, sentence=text, span=(k, 9), speaker=(name,),
            ),
            document=document, placements=(), judgement=None, story="s", recorded=datetime(2031, 1, 2, tzinfo=UTC),
        )
        for k, (text, name) in enumerate(
            [("Amran Sefi, a resident, said Kemra fell.", "Amran Sefi"), ("Sefi said the League holds it.", "Sefi")]
        )
    ]  # fmt: skip
    claims = [item.claim for item in by_role(items, ())]
    assert first.speaker == claims[0].speaker == ("a resident",)
    assert "Sefi" not in claims[1].sentence
    assert "Sefi" not in claims[1].speaker[0]


def test_the_quote_stays_a_part_of_its_sentence():
    claim = published(
        "Amran Sefi, a resident, said Kemra fell.", "Amran Sefi", quote="Sefi, a resident, said Kemra fell"
    )
    assert claim.quote in claim.sentence


@pytest.mark.parametrize(
    ("sentence", "speaker", "role"),
    [
        ("Governor Amran Sefi said the League took Kemra.", "Governor Amran Sefi", "a governor"),
        ("Amran Sefi, a spokesman for the army, said they took it.", "Amran Sefi", "a spokesman"),
        ("The League took Kemra, Amran Sefi said by telephone.", "Amran Sefi", SOMEBODY),
        ("Residents said Amran Sefi, the League's commander, took Kemra.", "Residents", "Residents"),
    ],
)
def test_where_no_persons_are_named_a_public_role_stands_for_its_holder(sentence, speaker, role):
    claim = published(sentence, speaker, by_party=True, persons=["Amran Sefi"])
    assert claim.speaker == (role,)
    assert "Sefi" not in claim.sentence + claim.quote
    assert "they took it" in claim.sentence or "Kemra" in claim.sentence


def test_the_settings_say_whose_names_are_shown_and_a_title_names_nobody_whom_a_quote_does_not():
    document = Document(name="r", text="", published=date(2031, 1, 1), title="Sefi saw it fall")
    sentence = "Amran Sefi, a resident, said Kemra fell."
    claim = Claim(
        document=document.id, relation="holds", actor="River League", place=Place(name="Kemra"), quote=sentence,
        sentence=sentence, span=(0, 9), speaker=("Amran Sefi",),
    )  # fmt: skip
    item = Attested(
        claim=claim, document=document, placements=(), judgement=None, story="s", recorded=datetime(2031, 1, 2, tzinfo=UTC)
    )  # fmt: skip
    assert shown([item], Settings(speakers="names"), ()) == [item]
    for settings in (Settings(), Settings(speakers="names", persons=False)):
        (public,) = shown([item], settings, ())
        assert "Sefi" not in str(public)
