/* The log of the talk: days, messages in their order, what is still on its way at the end, and who is writing. */
import { element, icon } from "./elements.js";
import { markMessage, messageElement, speakerName } from "./message.js";

const NEAR = 80;
const TYPING_LASTS = 6000;

export class Talk {
  constructor(reading, { home, choose, resend, intro }) {
    Object.assign(this, { reading, home, choose, resend, lastDay: null, lastSpeaker: null, unseenBelow: 0, quiet: true });
    this.own = [];
    this.pending = new Map();
    this.typing = element("p", { class: "typing", hidden: true });
    this.log = element("div", { class: "log", role: "log", "aria-label": reading.say("talk"), "aria-live": "off", tabindex: "0" }, intro);
    this.below = element("button", { class: "button below", type: "button", hidden: true, onclick: () => this.toEnd() });
    this.root = element("div", { class: "talk" }, this.log, this.typing, this.below);
    this.log.addEventListener("scroll", () => this.scrolled());
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.log);
    Object.assign(this, { following: true, lastTop: 0 });
  }

  /* What is said from now on is read aloud; what was caught up before is not. */
  speakUp() {
    this.quiet = false;
    this.log.setAttribute("aria-live", "polite");
  }

  add(message, number, at) {
    const stay = this.following;
    const mine = this.pending.get(message.client_id);
    this.retireChoices(message);
    if (mine) this.settle(mine, message, number, at);
    else this.insert(message, number, at);
    if (message.author !== "customer") this.showTyping(null);
    if (stay || this.quiet || message.author === "customer") this.toEnd();
    else this.countBelow();
  }

  insert(message, number, at) {
    const day = this.reading.day(at);
    if (day !== this.lastDay) this.before(element("div", { class: "day" }, element("span", {}, day)));
    const speaker = message.kind === "notice" ? null : `${message.author}:${message.name || ""}`;
    const sameSpeaker = day === this.lastDay && speaker !== null && speaker === this.lastSpeaker;
    [this.lastDay, this.lastSpeaker] = [day, speaker];
    const made = messageElement(this.reading, message, at, { home: this.home, choose: this.choose, sameSpeaker });
    this.before(made);
    if (message.author === "customer") this.remember(made, number);
    made.querySelector("img")?.addEventListener("load", () => this.following && this.toEnd());
    return made;
  }

  /* The customer's words, shown before the service has them. */
  pend(entry, body = element("p", { class: "words", dir: "auto" }, entry.shown)) {
    const made = messageElement(this.reading, { author: "customer", kind: "text", body: "" }, entry.at, { home: this.home });
    made.querySelector(".bubble").append(body);
    this.pending.set(entry.client_id, made);
    this.retireChoices({ author: "customer" });
    this.log.append(made);
    this.markPending(entry);
    this.toEnd();
    return made;
  }

  markPending(entry) {
    const made = this.pending.get(entry.client_id);
    if (!made) return;
    markMessage(made, this.reading, entry.state, { reason: entry.reason, resend: () => this.resend(entry) });
    if (this.following) this.toEnd();
  }

  /* The same element stays where it is, so that nothing jumps and nothing is read aloud twice. */
  settle(made, message, number, at) {
    this.pending.delete(message.client_id);
    if (message.file) {
      made.remove();
      this.insert(message, number, at);
    } else {
      [this.lastSpeaker, this.lastDay] = ["customer:", this.lastDay ?? this.reading.day(at)];
      this.remember(made, number);
    }
  }

  remember(made, number) {
    this.own.push({ made, number });
    markMessage(made, this.reading, number <= (this.seen || 0) ? "seen" : "sent");
  }

  markSeen(number) {
    this.seen = number;
    for (const { made, number: mine } of this.own) if (mine <= number) markMessage(made, this.reading, "seen");
  }

  retireChoices(message) {
    if (message.author === "customer" || message.buttons?.length) this.log.querySelectorAll(".choices-row").forEach((row) => row.remove());
  }

  before(made) {
    const [first] = this.pending.values();
    this.log.insertBefore(made, first ?? null);
  }

  /* `name` is written as the one who writes; null when nobody does. */
  showTyping(text, lasts = TYPING_LASTS) {
    clearTimeout(this.typingEnds);
    this.typing.hidden = !text;
    if (text) {
      this.typing.replaceChildren(element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")), text);
      this.typingEnds = setTimeout(() => this.showTyping(null), lasts);
    }
    if (this.following) this.toEnd();
  }

  typingOf(frame) {
    this.showTyping(this.reading.say("is_writing", { name: speakerName(this.reading, { author: frame.who, name: frame.name }) }));
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  /* Whoever has scrolled back to read stays where they are; whoever is at the end stays at the end. */
  scrolled() {
    const back = this.log.scrollTop < this.lastTop;
    this.lastTop = this.log.scrollTop;
    if (this.atEnd()) {
      this.following = true;
      this.clearBelow();
    } else if (back) {
      this.following = false;
    }
  }

  toEnd() {
    this.following = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
    this.clearBelow();
  }

  countBelow() {
    this.unseenBelow += 1;
    this.below.hidden = false;
    this.below.replaceChildren(icon("down"), this.reading.say("new_below", { count: this.unseenBelow }));
  }

  clearBelow() {
    this.unseenBelow = 0;
    this.below.hidden = true;
  }
}
