"""The parts of the pipeline that need no training: language, safety, case numbers, sentences, and the model's arithmetic."""

# Rasa's environment has no pytest, so these are plain unittest.
# ruff: noqa: PT009

from __future__ import annotations

import subprocess
import sys
import unittest
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message

from bot.components.circumstances import Conduct
from bot.components.language import language_of
from bot.components.meanings import meanings
from bot.components.model import train
from bot.components.references import CaseNumbers
from bot.components.safety import DANGER, SafetyRules
from bot.components.sentences import sentences
from bot.components.signs import signs
from bot.components.topics import Topics
from bot.importing import PlainSentences


def heard(component: Any, text: str) -> Message:
    (message,) = component.process([Message.build(text)])
    return message


class Language(unittest.TestCase):
    def test_a_written_sentence_decides(self) -> None:
        for told, text, language in [
            ("en", "کتری من خراب شده", "fa"),
            ("fa", "the kettle is broken and I want my money back", "en"),
            ("en", "salam sefaresh man nareside", "fa"),
            ("fa", "mikham shekayat konam az shoma", "fa"),
        ]:
            with self.subTest(text):
                self.assertEqual(language_of(text, told), language)

    def test_a_number_an_address_or_one_word_decides_nothing(self) -> None:
        for text in ["A-10423", "mina@example.org", "refund", "ok", "PA-4821-7735"]:
            with self.subTest(text):
                self.assertEqual(language_of(text, "fa"), "fa")
                self.assertIsNone(language_of(text, None))


class Rules(unittest.TestCase):
    def test_danger_settles_the_intent_before_any_model(self) -> None:
        message = heard(SafetyRules(), "I love your shop but the kettle gave me an electric shock")
        self.assertEqual(message.get("intent"), {"name": DANGER, "confidence": 1.0})
        self.assertIn("electric shock", message.get("heard")["danger"])
        self.assertIsNone(heard(SafetyRules(), "the kettle is broken").get("intent"))

    def test_a_case_number_alone_asks_for_its_status(self) -> None:
        self.assertEqual(heard(CaseNumbers(), "PA-4821-7735").get("intent")["name"], "ask_status")
        self.assertEqual(heard(CaseNumbers(), "رمز من K7QM-2XRD-9T است").get("intent")["name"], "ask_status")
        told = (
            "I complained about the broken kettle before, it was PA-4821-7735, and nothing was done about it since then"
        )
        self.assertIsNone(heard(CaseNumbers(), told).get("intent"))


class Reading(unittest.TestCase):
    def test_a_story_is_cut_into_its_sentences(self) -> None:
        story = "The lid is broken. Two e-mails had no answer! Thanks"
        self.assertEqual(sentences(story), ["The lid is broken", "Two e-mails had no answer", story])
        self.assertEqual(sentences("The lid is broken."), ["The lid is broken."])

    def test_signs_name_what_the_rules_see(self) -> None:
        seen = signs("where is my parcel from order A-10423?")
        self.assertLessEqual({"order", "question", "C02", "C02.1", "story"}, set(seen))


class Openings(unittest.TestCase):
    def test_a_mere_opening_tells_the_topic_that_it_names_and_stays_an_opening(self) -> None:
        told = {
            "none": ["I want to complain", "how do I complain", "I have a problem", "I have a problem with my bill"],
            "C03.4": ["my bill is wrong", "the bill counts three nights", "two bills for one month", "a wrong bill"],
            "C02.1": ["my parcel never came", "where is my parcel", "the parcel is lost", "no parcel yet"],
        }
        labelled = [(text, topic) for topic, texts in told.items() for text in texts]
        model = train([text for text, _ in labelled], [topic for _, topic in labelled], strength=1.0)
        topics: Any = Topics(Topics.get_default_config(), None, None, model)  # type: ignore[arg-type]
        bill = heard(topics, "I have a problem with my bill").get("heard")
        self.assertTrue(bill["opening"])
        self.assertEqual([topic["code"] for topic in bill["topics"]][:1], ["C03.4"])
        self.assertFalse(heard(topics, "the parcel is lost").get("heard")["opening"])


class Circumstances(unittest.TestCase):
    def test_the_whole_adds_a_sign_and_sets_a_mere_word_aside(self) -> None:
        told = {
            "yes": ["the clerk mocked me", "the driver mocked me", "the clerk shouted at me", "the guard insulted me"],
            "no": ["the parcel is late", "the bill is wrong", "the driver was kind", "the clerk was kind to me"],
        }
        labelled = [(text, label) for label, texts in told.items() for text in texts * 5]
        model = train([text for text, _ in labelled], [label for _, label in labelled], strength=1.0)
        conduct: Any = Conduct({"likely": 0.5, "unlikely": 0.3}, None, None, model)  # type: ignore[arg-type]
        self.assertTrue(heard(conduct, "the clerk mocked me").get("heard")["staff_subject"])
        self.assertIsNone(heard(conduct, "the parcel is late").get("heard"))
        message = Message.build("the clerk was kind to me")
        message.set("heard", {"staff_subject": True})
        self.assertFalse(conduct.process([message])[0].get("heard")["staff_subject"])


class Logs(unittest.TestCase):
    def test_a_failure_tells_nothing_of_what_was_written(self) -> None:
        """In a process of its own, set up as Rasa's server is: the loggers keep their settings from their first word on."""
        program = """
import structlog
from rasa.utils.log_utils import configure_structlog
configure_structlog()
import bot.components.discretion
def fail():
    words = "my private words"
    raise OSError("no lock")
try:
    fail()
except OSError:
    structlog.get_logger().exception("rest.message.received.failure", text="my private words")
"""
        outcome = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        logged = outcome.stdout + outcome.stderr
        self.assertIn("rest.message.received.failure", logged)
        self.assertIn("no lock", logged)
        self.assertNotIn("private", logged)


class Arithmetic(unittest.TestCase):
    def test_confidences_add_up_and_the_surest_stands_first(self) -> None:
        texts = [
            "hello there",
            "hi friend",
            "hello you",
            "hi you",
            "it broke",
            "it is broken",
            "broken again",
            "it broke twice",
        ]
        texts += ["bye now", "goodbye friend", "bye bye", "goodbye you"]
        model = train(texts, ["greet"] * 4 + ["complain"] * 4 + ["leave"] * 4, strength=0.2)
        found = model.confidences("it broke again")
        self.assertEqual(found[0][0], "complain")
        self.assertAlmostEqual(sum(chance for _, chance in found), 1.0)

    def test_words_that_no_example_has_are_heard_by_what_they_mean(self) -> None:
        money = [
            "refund me",
            "pay me back",
            "the invoice is wrong",
            "the price is too high",
            "a fee was charged",
            "my money",
        ]
        driving = [
            "the driver was late",
            "the lorry came",
            "no courier",
            "the van left",
            "a truck passed",
            "delivery failed",
        ]
        model = train(money + driving, ["money"] * len(money) + ["road"] * len(driving), strength=1.0)
        for text, label in [("هزینه و صورتحساب", "money"), ("راننده کامیون", "road"), ("reimbursements", "money")]:
            with self.subTest(text):
                self.assertEqual(model.confidences(text)[0][0], label)

    def test_parts_of_a_label_are_learned_apart_and_told_as_one(self) -> None:
        told = {
            "complaint/parcel": ["the parcel never came", "parcel lost", "no parcel yet", "the parcel is late"],
            "complaint/bill": ["the bill is wrong", "a double bill", "bill too high", "wrong bill again"],
            "greet": ["hello there", "hi you", "good morning", "hello you"],
        }
        labelled = [(text, label) for label, texts in told.items() for text in texts]
        model = train([text for text, _ in labelled], [label for _, label in labelled], strength=1.0)
        self.assertEqual(model.classes, ["complaint", "greet"])
        for text, label in [("where is the parcel", "complaint"), ("another bill", "complaint"), ("hello", "greet")]:
            with self.subTest(text):
                found = model.confidences(text)
                self.assertEqual(found[0][0], label)
                self.assertAlmostEqual(sum(chance for _, chance in found), 1.0)

    def test_a_label_is_as_likely_as_it_and_its_kind(self) -> None:
        told = {
            "C02.1": ["the parcel never came", "parcel lost", "no parcel yet"],
            "C02.2": ["the parcel is late", "parcel came a day late", "a late parcel"],
            "C03.4": ["the bill is wrong", "a double bill", "wrong bill again"],
        }
        labelled = [(text, code) for code, texts in told.items() for text in texts]
        texts, codes = [text for text, _ in labelled], [code for _, code in labelled]
        alone = dict(train(texts, codes, strength=1.0).confidences("my parcel"))
        by_kind = dict(train(texts, codes, strength=1.0, kind=lambda code: code[:3]).confidences("my parcel"))
        self.assertAlmostEqual(sum(by_kind.values()), 1.0)
        self.assertLess(by_kind["C03.4"], alone["C03.4"])


class Examples(unittest.TestCase):
    def test_our_reader_finds_what_that_of_rasa_finds(self) -> None:
        paths = ["data/nlu/en/openings.yml", "data/nlu/fa/complaints_delivery.yml"]

        def read(importer: Any) -> list[Any]:
            examples = importer.get_nlu_data().intent_examples
            return sorted((e.get("text"), e.get("intent"), e.get("metadata") or {}) for e in examples)

        ours = read(PlainSentences(training_data_paths=paths))
        self.assertGreater(len(ours), 100)
        self.assertEqual(ours, read(RasaFileImporter(training_data_paths=paths)))


class Words(unittest.TestCase):
    def alike(self, one: str, other: str) -> float:
        return float(meanings().of(one) @ meanings().of(other))

    def test_words_used_alike_have_like_figures_in_both_languages(self) -> None:
        for word, like, unlike in [
            ("parcel", "package", "password"),
            ("راننده", "driver", "refund"),
            ("بیمارستان", "hospital", "invoice"),
            ("gheymat", "price", "doctor"),
        ]:
            with self.subTest(word):
                self.assertGreater(self.alike(word, like), self.alike(word, unlike) + 0.2)

    def test_a_word_is_found_without_its_ending(self) -> None:
        self.assertAlmostEqual(self.alike("کتاب", "کتاب‌هایم"), 1.0, places=4)
        self.assertAlmostEqual(self.alike("plumber", "plumber's"), 1.0, places=4)

    def test_a_text_has_a_length_of_one_and_an_unknown_one_has_none(self) -> None:
        self.assertAlmostEqual(self.alike("my parcel is broken", "my parcel is broken"), 1.0, places=4)
        self.assertEqual(self.alike("qwxzzk 123 ?", "qwxzzk 123 ?"), 0.0)


if __name__ == "__main__":
    unittest.main()
