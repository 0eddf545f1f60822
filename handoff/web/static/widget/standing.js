/* Where things stand: who speaks, the place in the queue, the case, the line, and the small acts that are always there. */
import { element } from "./elements.js";

export class Standing {
  constructor(reading, acts) {
    Object.assign(this, { reading, acts, state: null });
    this.speaker = element("p", { class: "speaker" });
    this.matter = element("p", { class: "speaker" });
    this.words = element("p", { role: "status" });
    this.leave = this.act("leave_queue", "quiet");
    this.write = this.act("write_instead");
    this.waiting = element("section", { class: "waiting", hidden: true, "aria-label": reading.say("queue") },
      this.words, element("div", { class: "waiting-acts" }, this.write, this.leave));
    this.line = element("p", { class: "line", role: "status" });
    this.said = element("p", { class: "said", role: "alert" });
    this.person = this.act("ask_person", "quiet");
    this.finish = this.act("end", "quiet");
    this.sure = element("div", { class: "sure", role: "group", "aria-label": reading.say("end_sure"), hidden: true },
      element("p", {}, reading.say("end_sure")),
      element("button", { class: "button", type: "button", onclick: () => { this.askSure(false); acts.end(); } }, reading.say("end_yes")),
      element("button", { class: "button quiet", type: "button", onclick: () => this.askSure(false) }, reading.say("end_no")));
    this.finish.onclick = () => this.askSure(true);
    this.device = element("button", { class: "button small quiet", type: "button", onclick: () => acts.device(this.device) }, reading.say("device"));
    this.always = element("div", { class: "always" }, this.person, this.device, this.finish);
    this.ended = element("p", {});
    this.over = element("div", { class: "over", hidden: true }, this.ended,
      element("button", { class: "button", type: "button", onclick: acts.again }, reading.say("again")));
  }

  act(key, looks = "") {
    const run = key === "end" ? null : this.acts[key];
    return element("button", { class: `button small ${looks}`, type: "button", onclick: run }, this.reading.say(key));
  }

  askSure(asking) {
    this.sure.hidden = !asking;
    this.always.hidden = asking;
    if (asking) this.sure.querySelector("button").focus();
    else this.finish.focus();
  }

  show(state) {
    this.state = state;
    this.speaker.textContent = this.whoSpeaks(state);
    this.matter.replaceChildren(...(state.case ? [element("bdi", { class: "case-number", dir: "ltr" }, state.case.number), ` · ${state.case.state_text}`] : []));
    this.waiting.hidden = state.speaker !== "queue" || !state.open;
    this.say(this.words, this.waiting.hidden ? "" : this.inQueue(state));
    this.person.hidden = state.speaker === "agent" || state.speaker === "queue";
    this.over.hidden = state.open;
    this.ended.textContent = this.reading.say(state.gone ? "gone" : "over");
    if (!state.open) this.sure.hidden = true;
    this.always.hidden = !state.open || !this.sure.hidden;
  }

  whoSpeaks(state) {
    const { reading } = this;
    const speaking = {
      assistant: () => reading.say("with_assistant"),
      queue: () => reading.say("with_queue"),
      agent: () => reading.say("with_agent", { name: state.agent?.name ?? reading.say("organisation") }),
      nobody: () => reading.say("with_nobody"),
    };
    return state.open ? speaking[state.speaker]() : reading.say("ended");
  }

  inQueue(state) {
    const place = state.place === 1 ? this.reading.say("queue_first") : state.place ? this.reading.say("queue_place", { place: state.place }) : this.reading.say("queue_some");
    const wait = state.wait_minutes === null ? this.reading.say("wait_unknown") : state.wait_minutes <= 1 ? this.reading.say("wait_short") : this.reading.say("wait", { minutes: state.wait_minutes });
    return `${place} ${wait}`;
  }

  connected(up) {
    this.say(this.line, up ? "" : this.reading.say("reconnecting"));
  }

  /* Something that went wrong and concerns no single message. */
  tell(text) {
    this.say(this.said, text);
    clearTimeout(this.saidEnds);
    this.saidEnds = setTimeout(() => { this.said.textContent = ""; }, 12000);
  }

  say(where, text) {
    if (where.textContent !== text) where.textContent = text;
  }
}
