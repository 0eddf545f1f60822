"""Everything beside the complaint form: danger, status, information, after-care, survey, language, anger."""

from __future__ import annotations

from tests.actions.conftest import Talk
from tests.support.helpdesk import SECRET


async def test_danger_says_the_number_registers_at_once_and_fetches_a_person(talk: Talk) -> None:
    said = await talk.hear("action_raise_alarm", "the heater gave my son an electric shock", "safety_danger")
    assert said == [], "it was said at once, before anything was registered"
    ((conversation, line),) = talk.service.lines
    assert conversation == 12
    assert "call 115 now" in line
    (case,) = talk.service.cases.values()
    assert case["answers"]["safety"] is True
    assert "electric shock" in case["answers"]["safety_words"]
    assert talk.service.handovers == [(12, "safety")]
    assert talk.paused()


async def test_danger_in_persian_has_persian_digits(talk: Talk) -> None:
    talk.language = "fa"
    await talk.hear("action_raise_alarm", "بخاری پسرم را برق گرفت", "safety_danger")
    assert "۱۱۵" in talk.service.lines[0][1]


async def test_danger_still_fetches_a_person_when_nothing_can_be_registered(talk: Talk) -> None:
    talk.service.broken = True
    said = await talk.hear("action_raise_alarm", "the heater caught fire", "safety_danger")
    assert "call 115 now" in said[0], "what could not be said at once is said with the reply"
    assert talk.service.cases == {}
    assert talk.service.drafts[12]["safety"] is True
    assert talk.service.handovers == [(12, "safety")]


async def test_a_status_needs_number_and_secret_unless_the_case_is_of_this_talk(talk: Talk) -> None:
    talk.service.cases["PA-1111-2222"] = {"number": "PA-1111-2222", "conversation": 99, "answers": {}}
    said = await talk.hear("action_tell_status", "PA-1111-2222", "ask_status")
    assert said[0].startswith("Thank you. And the tracking code for")
    said = await talk.hear("action_tell_status", SECRET.lower(), "ask_status")
    assert said[0].splitlines() == [
        "Complaint \u2068PA-1111-2222\u2069:",
        "It is registered.",
        "Somebody will look into it.",
        "You will hear from us by Tuesday 1 December.",
    ]
    talk.service.cases["PA-3333-4444"] = {"number": "PA-3333-4444", "conversation": 12, "answers": {}}
    (said_of_ours,) = await talk.hear("action_tell_status", "how is my complaint", "ask_status")
    assert "PA-3333-4444" in said_of_ours


async def test_a_wrong_number_is_said_kindly_and_twice_leads_to_a_person(talk: Talk) -> None:
    wrong = "PA-0000-0000 " + SECRET
    assert (await talk.hear("action_tell_status", wrong, "ask_status"))[0].startswith("I can't find")
    assert (await talk.hear("action_tell_status", wrong, "ask_status"))[0].startswith("I still can't")
    assert talk.buttons[0]["payload"] == "/ask_human"


async def test_facts_come_from_the_published_information(talk: Talk) -> None:
    for action, fact in [
        ("action_tell_how", "We register it."),
        ("action_tell_times", "An answer within 10 working days."),
        ("action_tell_outside_bodies", "Consumer office, telephone 124"),
        ("action_tell_cost", "Complaining is free."),
        ("action_tell_privacy", "Only those who work on it can read it."),
    ]:
        (said,) = await talk.hear(action, "?", "ask_how_it_works")
        assert fact in said


async def test_words_for_a_registered_case_reach_the_service(talk: Talk) -> None:
    talk.slots["last_case"] = "PA-3333-4444"
    await talk.hear("action_begin_case_act", "I want to add something", "add_information")
    talk.loop, talk.slots["requested_slot"] = "case_word_form", "case_word"
    await talk.hear("validate_case_word_form", "it also leaks", "make_complaint")
    said = await talk.hear("action_finish_case_act", "it also leaks", "make_complaint")
    assert said == ["Passed on to the person who handles it."]
    assert talk.service.case_acts == [{"act": "add_information", "text": "it also leaks", "case": "PA-3333-4444"}]


async def test_what_ends_a_case_is_asked_once_more(talk: Talk) -> None:
    talk.slots["last_case"] = "PA-3333-4444"
    await talk.hear("action_begin_case_act", "I accept the answer", "accept_response")
    said = await talk.hear("action_ask_case_word_form_case_word", "I accept the answer", "accept_response")
    assert said[0].startswith("Shall I record that you accept")
    await talk.hear("validate_case_word_form", "/deny", "deny")
    assert await talk.hear("action_finish_case_act", "/deny", "deny") == ["All right, I've left everything as it is."]
    assert talk.service.case_acts == []


async def test_a_story_that_was_offered_before_accepts_nothing(talk: Talk) -> None:
    talk.service.cases["PA-3333-4444"] = {
        "number": "PA-3333-4444",
        "conversation": 12,
        "state": "responded",
        "answers": {},
    }
    await talk.hear(
        "action_not_understood",
        "the thing with the blue handle in the cellar does what it did before and worse",
        "nlu_fallback",
    )
    assert talk.slots["offered_story"]
    pressed = [{"entity": "value", "value": "PA-3333-4444"}]
    await talk.hear(
        "action_begin_case_act", '/accept_response{"value":"PA-3333-4444"}', "accept_response", entities=pressed
    )
    assert (talk.slots["case_act"], talk.slots["case_word"]) == ("accept", None)


async def test_without_a_case_there_is_nothing_to_act_on(talk: Talk) -> None:
    said = await talk.hear("action_begin_case_act", "I accept the answer", "accept_response")
    assert said[0].startswith("I don't see a complaint")
    assert talk.followed_by() == "action_listen"


async def test_a_story_after_a_registered_case_is_asked_about(talk: Talk) -> None:
    talk.slots["last_case"] = "PA-3333-4444"
    said = await talk.hear("action_hear_story", "the toaster is broken too, no heat", "make_complaint")
    assert said == ["Is this about the complaint you have registered already, or something new?"]
    assert talk.followed_by() == "action_listen"
    await talk.hear("action_hear_story", "/make_complaint", "make_complaint")
    assert talk.service.drafts[12]["narrative"] == "the toaster is broken too, no heat"


async def test_more_about_a_registered_case_is_never_lost(talk: Talk) -> None:
    talk.slots["last_case"] = "PA-3333-4444"
    (said,) = await talk.hear("action_not_understood", "by the way the box was wet too", "nlu_fallback")
    assert said.startswith("Is this about the complaint")
    await talk.hear("action_begin_case_act", "/add_information", "add_information")
    assert talk.slots["case_word"] == "by the way the box was wet too"


async def test_every_answer_of_the_survey_is_saved_at_once(talk: Talk) -> None:
    await talk.hear("action_begin_survey", "EXTERNAL: EXTERNAL_survey", "EXTERNAL_survey")
    talk.loop, talk.slots["requested_slot"] = "survey_form", "survey_answer"
    assert await talk.hear("action_ask_survey_form_survey_answer", "EXTERNAL: EXTERNAL_survey", "EXTERNAL_survey") == [
        "Question Q1"
    ]
    assert talk.buttons[5] == {"title": "cannot say", "payload": '/survey_answer{"value":"0"}'}
    await talk.hear("validate_survey_form", "4", "inform")
    assert talk.service.survey_answers == [{"answers": {"Q1": 4}}]
    cannot_say = [{"entity": "value", "value": "0"}]
    await talk.hear("validate_survey_form", '/survey_answer{"value":"0"}', "survey_answer", entities=cannot_say)
    await talk.hear("validate_survey_form", "answer the phone faster", "suggestion")
    said = await talk.hear("validate_survey_form", "/affirm", "affirm")
    assert talk.service.survey_answers[1:] == [
        {"answers": {"Q2": None}},
        {"comment": "answer the phone faster"},
        {"contact_wanted": True, "finished": True},
    ]
    assert said == ["Thank you. Your answers are saved, and people here read them."]


async def test_the_language_is_changed_for_all_who_speak(talk: Talk) -> None:
    assert await talk.hear("action_change_language", "do you speak Farsi?", "set_language") == [
        "حتماً، به فارسی ادامه می‌دهیم."
    ]
    assert talk.service.languages == {12: "fa"}
    assert talk.slots["language"] == "fa"


async def test_who_writes_persian_on_an_english_page_is_answered_in_persian(talk: Talk) -> None:
    talk.slots["language"] = "fa"  # what the component heard; the page says en
    (said,) = await talk.hear("action_greet", "سلام", "greet")
    assert said.startswith("سلام.")
    assert talk.service.languages == {12: "fa"}


async def test_anger_is_met_once_with_words_and_then_with_a_person(talk: Talk) -> None:
    (said,) = await talk.hear("action_meet_anger", "you idiots", "insult")
    assert said.startswith("I'm sorry it has come to this.")
    assert await talk.hear("action_meet_anger", "idiots", "insult") == []
    assert talk.service.handovers == [(12, "anger")]


async def test_a_long_text_that_was_not_understood_is_offered_a_place(talk: Talk) -> None:
    text = "the thing with the blue handle in the cellar does what it did before and worse"
    (said,) = await talk.hear("action_not_understood", text, "nlu_fallback")
    assert said.endswith("in your own words?")
    await talk.hear("action_go_on", "/affirm", "affirm")
    assert talk.service.drafts[12]["narrative"] == text
    assert talk.followed_by() == "complaint_form"


async def test_after_two_misunderstandings_both_can_be_registered_as_they_stand(talk: Talk) -> None:
    await talk.hear("action_not_understood", "same thing again", "nlu_fallback")
    (said,) = await talk.hear("action_not_understood", "the console one", "nlu_fallback")
    assert said.startswith("I'm sorry, I still don't follow.")
    assert talk.service.handovers == []
    await talk.hear("action_go_on", "/register_as_is", "register_as_is")
    assert talk.service.drafts[12]["narrative"] == "same thing again\nthe console one"
    assert talk.followed_by() == "complaint_form"


async def test_other_words_begin_anew_and_nobody_is_fetched(talk: Talk) -> None:
    for text in ("same thing again", "the console one"):
        await talk.hear("action_not_understood", text, "nlu_fallback")
    (said,) = await talk.hear("action_try_again", "/try_again", "try_again")
    assert said.startswith("Tell me what happened")
    assert (talk.slots["offered_story"], talk.service.handovers) == (None, [])


async def test_praise_that_asks_for_something_is_offered_a_place_and_mere_praise_is_not(talk: Talk) -> None:
    (said,) = await talk.hear("action_other_need", "love this game, I want it to work again", "praise", confidence=0.7)
    assert said.startswith("Thank you for telling me.")
    assert talk.slots["offered_story"] == "love this game, I want it to work again"
    talk.slots["offered_story"] = None
    (said,) = await talk.hear("action_other_need", "your driver was lovely", "praise", confidence=0.9)
    assert said == "Thank you for saying so. The people concerned will be glad to hear it."


async def test_a_story_told_instead_of_a_yes_is_the_one_that_is_heard(talk: Talk) -> None:
    await talk.hear(
        "action_not_understood", "the thing with the blue handle in the cellar does what it did", "nlu_fallback"
    )
    story = "My kettle from order A-10423 came with a broken lid"
    await talk.hear("action_hear_story", story, "make_complaint")
    assert talk.service.drafts[12]["narrative"] == story
    assert talk.service.drafts[12]["order_ref"] == "A-10423"


async def test_a_yes_in_many_words_is_about_what_was_told_before(talk: Talk) -> None:
    story = "the thing with the blue handle in the cellar does what it did before and worse"
    await talk.hear("action_not_understood", story, "nlu_fallback")
    await talk.hear("action_go_on", "yes please write that down for me now", "affirm")
    assert talk.service.drafts[12]["narrative"] == story


async def test_when_the_service_is_away_the_customer_hears_so(talk: Talk) -> None:
    await talk.hear("action_greet", "hello", "greet")
    from actions import helpdesk as helpdesk_module

    for desk in helpdesk_module._desks.values():
        desk._url = "http://127.0.0.1:9"
    (said,) = await talk.hear("action_tell_status", "how is my complaint", "ask_status")
    assert said.startswith("I couldn't reach our records just now")
    (said,) = await talk.hear("action_hand_over", "a person please", "ask_human")
    assert said.startswith("I couldn't pass you on just now")
    assert not talk.paused()
