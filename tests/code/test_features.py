"""What the parse says about mentions."""

import numpy as np
import pytest

from whoholds.code import features
from whoholds.code.parse import sentence
from whoholds.code.spans import spans

pytestmark = pytest.mark.model


def read(text: str):
    doc = sentence(text).doc
    found = spans(doc)
    return doc, found, {doc[a:b].text: k for k, (a, b) in enumerate(found)}


def bit(relation: str, role: str) -> int:
    return features.RELATIONS.index(relation) * len(features.ROLES) + features.ROLES.index(role)


def test_roles_come_from_the_lexicon_through_a_passive():
    doc, found, at = read("Tamanah was captured by rebels on Monday.")
    marks = features.marks(doc, found)
    assert marks[at["Tamanah"], bit("gains", "place")] == 1
    assert marks[at["rebels"], bit("gains", "actor")] == 1
    assert marks[at["rebels"], bit("gains", "place")] == 0
    assert marks[at["Monday"], : features.ROLE_BITS].sum() == 0


def test_a_denial_above_the_mention_is_marked():
    doc, found, at = read("The army denied that rebels had taken Morek.")
    assert features.marks(doc, found)[at["Morek"], -1] == 1
    doc, found, at = read("The army said that rebels had taken Morek.")
    assert features.marks(doc, found)[at["Morek"], -1] == 0


def test_ties_are_paths_and_tell_a_shared_trigger():
    doc, found, at = read("Rebels captured Tamanah from the army near Hama.")
    ties = features.ties(doc, found)
    shared = features.FAR + 1
    assert ties[at["Tamanah"], at["Rebels"]] == shared + 2
    assert ties[at["Tamanah"], at["Tamanah"]] == shared
    assert ties[at["Hama"], at["Rebels"]] < shared
    assert (ties == ties.T).all()


def test_no_span_gives_empty_arrays_of_the_right_width():
    doc = sentence("So it goes.").doc
    assert features.marks(doc, []).shape == (0, features.WIDTH)
    assert features.ties(doc, []).shape == (0, 0)


def test_marks_name_nothing():
    """Exchanging every name leaves the marks as they are."""
    one, found, _ = read("Rebels captured Tamanah from the army.")
    other, same, _ = read("Rebels captured Kunduz from the army.")
    assert found == same
    assert np.array_equal(features.marks(one, found), features.marks(other, same))
