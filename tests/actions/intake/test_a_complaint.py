"""A complaint is heard, asked about only where something is missing, read back, and registered once."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Talk

STORY = "My kettle from order A-10423 came with a broken lid and two e-mails had no answer."
TOPICS = {"topics": [{"code": "C01.3", "confidence": 0.8}, {"code": "C12.1", "confidence": 0.6}]}
FORM = "validate_complaint_form"


async def told(talk: Talk, text: str = STORY) -> list[str]:
    said = await talk.hear("action_hear_story", text, "make_complaint", heard=TOPICS)
    talk.loop = "complaint_form"
    return said


async def answer(talk: Talk, asked: str, text: str, intent: str = "inform", **parts: object) -> list[str]:
    talk.slots["requested_slot"] = asked
    return await talk.hear(FORM, text, intent, **parts)


async def test_a_story_is_said_back_and_kept(talk: Talk) -> None:
    (said,) = await told(talk)
    assert said == (
        "So this is about the \u2068kettle\u2069 from order \u2068A-10423\u2069: it arrived damaged, "
        "and you had no reply from us. I'm sorry about that."
    )
    assert talk.service.drafts[12]["narrative"] == STORY
    assert talk.service.drafts[12]["order_ref"] == "A-10423"
    assert talk.slots["narrative"] == talk.slots["reference"] == "known"
    assert talk.slots["remedy"] is None


async def test_signs_that_the_whole_story_shows_reach_the_draft(talk: Talk) -> None:
    heard = TOPICS | {"staff_subject": True, "needs": ["extra time"]}
    await talk.hear("action_hear_story", STORY, "make_complaint", heard=heard)
    draft = talk.service.drafts[12]
    assert (draft["staff_subject"], draft["vulnerable"], draft["needs"]) == (True, True, "extra time")


async def test_a_word_that_only_looked_like_a_sign_is_set_aside(talk: Talk) -> None:
    story = "Your driver laughed with us, the parcel is broken."
    await talk.hear("action_hear_story", story, "make_complaint", heard=TOPICS | {"staff_subject": False, "needs": []})
    assert not {"staff_subject", "vulnerable", "needs"} & set(talk.service.drafts[12])


async def test_the_same_story_in_persian(talk: Talk) -> None:
    talk.language = "fa"
    (said,) = await told(talk, "کتری سفارش A-10423 دیروز شکسته رسید و جواب ایمیلم را ندادید.")
    assert said.startswith("پس موضوع \u2068کتری\u2069 از سفارش \u2068A-10423\u2069 است: آسیب‌دیده به دستتان رسیده")
    assert "(دوشنبه ۲ آذر)" in said
    assert talk.service.drafts[12]["incident_date"] == "2026-11-23"


async def test_a_mere_wish_to_complain_is_no_story(talk: Talk) -> None:
    assert await told(talk, "I want to complain about my order") == []
    assert talk.slots["narrative"] is None
    assert 12 not in talk.service.drafts


async def test_an_opening_in_many_words_is_no_story_either(talk: Talk) -> None:
    text = "where do I submit a complaint about a service"
    assert await talk.hear("action_hear_story", text, "make_complaint", heard={"opening": True}) == []
    assert talk.slots["narrative"] is None


async def test_a_new_story_replaces_one_that_was_left_and_wishes_stay(talk: Talk) -> None:
    await talk.hear("action_stay_anonymous", "I want to stay anonymous", "anonymous_please")
    await told(talk)
    assert talk.slots["answers"]["anonymous"] is True
    await talk.hear("action_stop", "stop", "withdraw")
    await told(talk, "The zip of my jacket broke yesterday")
    assert "order_ref" not in talk.service.drafts[12]
    assert talk.service.drafts[12]["product"] == "jacket"


async def test_five_turns_from_story_to_number(talk: Talk) -> None:
    await told(talk)
    refund = [{"entity": "remedy_code", "value": "R14"}]
    await answer(talk, "remedy", '/choose_remedy{"remedy_code":"R14"}', "choose_remedy", entities=refund)
    await answer(talk, "contact", "Mina Rezaei, mina@example.org")
    said = await talk.hear("action_ask_complaint_form_confirmation", "Mina Rezaei, mina@example.org", "inform")
    assert said[0].startswith("We use what you write")  # the privacy notice, once
    assert (
        "You would like: \u2068Refund\u2069. We write to: \u2068Mina Rezaei\u2069, \u2068mina@example.org\u2069."
        in said[1]
    )
    await answer(talk, "confirmation", "/affirm", "affirm")
    assert talk.slots["ending"] == "register"
    said = await talk.hear("action_register", "/affirm", "affirm")
    assert said == ["You can add to it or ask how it stands here at any time."]
    (case,) = talk.service.cases.values()
    assert case["answers"]["requested_remedy"] == "Refund"
    assert case["answers"]["remedy_code"] == "R14"
    assert case["answers"]["notice_shown"] is True
    assert talk.slots["answers"] is None
    assert talk.slots["last_case"] == case["number"]


async def test_several_answers_in_one_message_are_all_taken(talk: Talk) -> None:
    await told(talk, "The zip of my jacket broke yesterday")
    await answer(talk, "remedy", "I want my money back, write to tom@example.org, order B-777")
    answers = talk.slots["answers"]
    assert (answers["remedy_code"], answers["email"], answers["order_ref"]) == ("R14", "tom@example.org", "B-777")
    assert talk.slots["contact"] == "known"


async def test_what_was_said_can_be_corrected_in_plain_words(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "confirmation", "no, the order was A-12", "deny")
    assert talk.slots["answers"]["order_ref"] == "A-12"
    assert talk.slots["confirmation"] is None
    await answer(talk, "confirmation", "/correct", "correct")
    assert talk.slots["correcting"] is True
    said = await talk.hear("action_ask_complaint_form_confirmation", "/correct", "correct")
    assert said[-1] == "What should I change? Just write how it should be."
    await answer(talk, "confirmation", "it happened on 3 November", "inform")
    assert talk.slots["answers"]["incident_date"] == "2026-11-03"
    assert talk.slots["correcting"] is None


async def test_another_wish_interrupts_and_the_question_comes_back(talk: Talk) -> None:
    await told(talk)
    before = dict(talk.slots)
    assert await answer(talk, "remedy", "how long does it take", "ask_time_limits") == []
    assert talk.events == []  # the form rejects, and Rasa runs the rule
    await talk.hear(FORM, "how long does it take", "ask_time_limits", after="action_tell_times")
    assert talk.slots["remedy"] is None
    assert talk.slots["answers"] == before["answers"]


async def test_a_refused_address_leads_to_anonymity_not_to_a_quarrel(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "no", "deny")
    said = await talk.hear("action_ask_complaint_form_contact", "no", "deny")
    assert said[0].startswith("You don't have to.")
    await answer(talk, "contact", "no", "deny")
    assert talk.slots["answers"]["anonymous"] is True


async def test_a_correction_in_the_wrong_place_is_taken_and_the_question_stays(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "actually it was the toaster", "correct")
    assert talk.slots["answers"]["product"] == "toaster"
    assert talk.slots["contact"] is None
    assert talk.slots["misunderstood"] == 0


async def test_what_is_not_for_us_is_no_remedy(talk: Talk) -> None:
    await told(talk)
    assert await answer(talk, "remedy", "what is the weather", "out_of_scope") == []
    assert talk.events == []


async def test_a_broken_address_is_asked_for_once_more(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "mina@example")
    assert talk.slots["hint"] == "again_contact_email"
    await answer(talk, "contact", "mina@example.org")
    assert talk.slots["answers"]["email"] == "mina@example.org"
    assert talk.slots["hint"] is None


async def test_two_misunderstandings_in_a_row_offer_a_person_and_fetch_none(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "blue", "nlu_fallback")
    await answer(talk, "contact", "green", "nlu_fallback")
    (said, *_) = await talk.hear("action_ask_complaint_form_contact", "green", "nlu_fallback")
    assert said.startswith("I'm sorry, I still don't follow.")
    assert talk.service.handovers == []
    pressed = [{"entity": "value", "value": "misunderstood"}]
    await talk.hear("action_hand_over", '/ask_human{"value":"misunderstood"}', "ask_human", entities=pressed)
    assert talk.service.handovers == [(12, "misunderstood")]
    assert talk.paused()


async def test_nothing_to_change_after_all_is_read_back_and_not_asked_again(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "remedy", "not sure", "not_sure")
    await answer(talk, "contact", "mina@example.org")
    await answer(talk, "confirmation", "/correct", "correct")
    assert talk.slots["correcting"] is True
    await answer(talk, "confirmation", "nothing", "deny")
    assert talk.slots["correcting"] is None
    said = await talk.hear("action_ask_complaint_form_confirmation", "nothing", "deny")
    assert said[-1] == "Is that right?"


async def test_what_was_told_can_be_registered_as_it_stands(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "/register_as_is", "register_as_is")
    answers = talk.slots["answers"]
    assert (answers["requested_remedy"], answers["anonymous"]) == ("Not sure", True)
    assert talk.slots["contact"] == "known"
    assert talk.slots["confirmation"] is None


async def test_a_failing_register_keeps_everything_and_opens_one_case_in_the_end(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "remedy", "not sure", "not_sure")
    await answer(talk, "contact", "mina@example.org")
    await answer(talk, "confirmation", "/affirm", "affirm")
    talk.service.broken = True
    assert await talk.hear("action_register", "/affirm", "affirm") == []
    assert talk.loop == "complaint_form"
    assert talk.slots["requested_slot"] == "confirmation"
    said = await talk.hear("action_ask_complaint_form_confirmation", "/affirm", "affirm")
    assert said[-1].startswith("I couldn't register it just now")
    assert [button["payload"] for button in talk.buttons] == ["/affirm", "/ask_human"]
    talk.service.broken = False
    await answer(talk, "confirmation", "/affirm", "affirm")
    await talk.hear("action_register", "/affirm", "affirm")
    await talk.hear("action_register", "/affirm", "affirm")
    assert len(talk.service.cases) == 1


async def test_a_case_that_needs_a_person_gets_one(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "mina@example.org")
    talk.service.person_needed = True
    await talk.hear("action_register", "/affirm", "affirm")
    assert talk.service.handovers == [(12, "case_needs_person")]
    assert talk.paused()


async def test_stopping_keeps_and_dropping_erases(talk: Talk) -> None:
    await told(talk)
    said = await talk.hear("action_stop", "I want to stop this", "withdraw")
    assert said[0].startswith("All right, I've stopped.")
    assert talk.loop is None
    assert talk.service.drafts[12]["narrative"] == STORY
    await talk.hear("action_go_on", "/continue", "continue")
    assert talk.followed_by() == "complaint_form"
    await talk.hear("action_drop_draft", "/drop_draft", "drop_draft")
    assert talk.service.drafts[12] == {}
    assert talk.slots["answers"] is None


async def test_who_gave_an_address_may_ask_to_be_reminded_once(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "mina@example.org")
    await talk.hear("action_ask_complaint_form_confirmation", "mina@example.org", "inform")
    (said,) = await talk.hear("action_remind_later", "/remind_later", "remind_later")
    assert "write once to \u2068mina@example.org\u2069" in said
    assert talk.service.drafts[12]["remind"] is True
    assert talk.loop is None
    await answer(talk, "confirmation", "/affirm", "affirm")
    await talk.hear("action_register", "/affirm", "affirm")
    assert talk.service.cases, "what they wanted to be reminded of is still there to be registered"


async def test_without_an_address_there_is_nobody_to_remind(talk: Talk) -> None:
    await told(talk)
    (said,) = await talk.hear("action_remind_later", "/remind_later", "remind_later")
    assert said.startswith("All right, I've stopped.")
    assert "remind" not in talk.service.drafts[12]


async def test_a_reminder_that_was_not_noted_is_not_promised(talk: Talk) -> None:
    await told(talk)
    await answer(talk, "contact", "mina@example.org")
    talk.service.forgetful = True
    said = await talk.hear("action_remind_later", "/remind_later", "remind_later")
    assert "write once" not in " ".join(said)


async def test_a_lost_session_goes_on_where_it_stopped(talk: Talk) -> None:
    talk.service.drafts[12] = {"narrative": STORY, "order_ref": "A-10423", "requested_remedy": "Refund"}
    talk.slots["session_started_metadata"] = {"conversation": 12, "language": "fa"}
    await talk.hear("action_session_start", "", "greet")
    assert talk.loop == "complaint_form"
    assert talk.slots["requested_slot"] == "contact"
    assert talk.slots["language"] == "fa"


@pytest.mark.parametrize("text", ["x" * 5000, "a@" + "b" * 3000 + ".org"])
async def test_an_endless_answer_is_cut_rather_than_lost(talk: Talk, text: str) -> None:
    await told(talk)
    await answer(talk, "remedy", text)
    assert len(talk.service.drafts[12]["requested_remedy"]) <= 2000
