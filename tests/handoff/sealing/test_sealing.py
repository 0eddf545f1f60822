"""Sealed content opens for its owner, and for nobody and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.sealing import SealBroken, Sealer

OLD, NEW = "an old secret of thirty-two characters", "a new secret of thirty-two characters"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(OLD)


@pytest.fixture
def key(sealer) -> bytes:
    return sealer.unwrap(sealer.new_key())


@given(text=st.text(), context=st.text(max_size=20))
def test_what_is_sealed_opens_again(text, context):
    sealer = Sealer(OLD)
    key = sealer.unwrap(sealer.new_key())
    assert sealer.unseal(key, sealer.seal(key, text, context), context) == text


@given(content=st.binary())
def test_a_file_opens_again(content):
    sealer = Sealer(OLD)
    key = sealer.unwrap(sealer.new_key())
    assert sealer.unseal_bytes(key, sealer.seal_bytes(key, content, "file:1"), "file:1") == content


def test_the_blob_tells_nothing_and_is_never_the_same_twice(sealer, key):
    one, two = sealer.seal(key, "درِ کتری شکسته بود", "case:7"), sealer.seal(key, "درِ کتری شکسته بود", "case:7")
    assert one != two
    assert "کتری".encode() not in one
    assert one[0] == 1, "the version stands first"


def test_half_an_emoji_is_no_reason_to_fail(sealer, key):
    assert sealer.unseal(key, sealer.seal(key, "broken \ud83d lid", "case:7"), "case:7") == "broken ? lid"
    assert sealer.fingerprint("\ud83d")


def test_every_single_changed_byte_is_noticed(sealer, key):
    blob = sealer.seal(key, "refund", "case:7")
    assert sealer.unseal(key, blob, "case:7") == "refund"
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.unseal(key, bytes(changed), "case:7")


@pytest.mark.parametrize("length", [0, 1, 12, 28])
def test_a_stump_does_not_open(sealer, key, length):
    with pytest.raises(SealBroken):
        sealer.unseal(key, sealer.seal(key, "refund", "case:7")[:length], "case:7")


def test_a_blob_does_not_open_in_another_place(sealer, key):
    blob = sealer.seal(key, "refund", "case:7")
    with pytest.raises(SealBroken):
        sealer.unseal(key, blob, "case:8")
    with pytest.raises(SealBroken):
        sealer.unseal_bytes(key, blob, "case:7")


def test_a_blob_does_not_open_with_the_key_of_another(sealer, key):
    blob = sealer.seal(key, "refund", "case:7")
    with pytest.raises(SealBroken):
        sealer.unseal(sealer.unwrap(sealer.new_key()), blob, "case:7")


def test_every_changed_byte_of_a_wrapped_key_is_noticed(sealer):
    wrapped = sealer.new_key()
    assert len(sealer.unwrap(wrapped)) == 32
    for place in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.unwrap(bytes(changed))


def test_after_a_rotation_old_and_new_keys_open(sealer):
    old_key = sealer.new_key()
    blob = sealer.seal(sealer.unwrap(old_key), "refund", "case:7")

    rotated = Sealer([NEW, OLD])
    assert rotated.unseal(rotated.unwrap(old_key), blob, "case:7") == "refund"
    assert not rotated.wrapped_by_first(old_key)
    assert rotated.wrapped_by_first(rotated.new_key())

    rewrapped = rotated.rewrap(old_key)
    assert rotated.wrapped_by_first(rewrapped)
    only_new = Sealer(NEW)
    assert only_new.unseal(only_new.unwrap(rewrapped), blob, "case:7") == "refund"
    with pytest.raises(SealBroken):
        only_new.unwrap(old_key)


def test_secrets_may_be_written_in_one_line():
    assert Sealer(f"{NEW}, {OLD}").unwrap(Sealer(OLD).new_key())


def test_fingerprints_find_equal_texts_and_survive_a_rotation(sealer):
    before = sealer.fingerprint("mina@example.org")
    assert before == sealer.fingerprint("mina@example.org") == Sealer(OLD).fingerprint("mina@example.org")
    assert before != sealer.fingerprint("mira@example.org")
    assert before != Sealer(NEW).fingerprint("mina@example.org")
    rotated = Sealer([NEW, OLD]).fingerprints("mina@example.org")
    assert rotated == [Sealer(NEW).fingerprint("mina@example.org"), before]


@pytest.mark.parametrize("secret", ["", "short", [], f"{NEW},short"])
def test_a_weak_secret_is_refused(secret):
    with pytest.raises(ValueError, match="secret"):
        Sealer(secret)
