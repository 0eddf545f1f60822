/* The transcript: what was said, in order, with what is on its way at the end. Who has scrolled back stays where they are. */
import { element } from "../widget/elements.js";
import { markMessage, messageElement } from "./message.js";

const NEAR = 80;

export class Log {
  constructor(root, below, reading, resend) {
    Object.assign(this, { root, below, reading, resend, seen: 0, pending: new Map(), unseen: 0, following: true });
    this.root.addEventListener("scroll", () => this.scrolled());
    this.below.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.root);
    this.toEnd();
  }

  add(message, number, at) {
    const pending = this.pending.get(message.client_id);
    if (pending) return this.settle(pending, message, number);
    const day = this.reading.day(at);
    const shown = [...this.root.querySelectorAll(".day")].at(-1)?.textContent.trim();
    if (day !== shown) this.insert(element("p", { class: "day" }, element("span", {}, day)));
    const made = messageElement(this.reading, message, number, at);
    this.insert(made);
    this.mark(made);
    if (this.following || message.mine) this.toEnd();
    else this.countBelow();
  }

  /* What this person wrote, before the service has it. */
  pend(entry, message) {
    const made = messageElement(this.reading, { author: "agent", mine: true, name: document.body.dataset.name, ...message }, null, entry.at);
    made.removeAttribute("data-number");
    this.pending.set(entry.client_id, made);
    this.root.append(made);
    this.markPending(entry);
    this.toEnd();
    return made;
  }

  markPending(entry) {
    const made = this.pending.get(entry.client_id);
    if (made) markMessage(made, this.reading, entry.state, entry.again ?? (() => this.resend(entry)));
  }

  settle(made, message, number) {
    this.pending.delete(message.client_id);
    made.dataset.number = number;
    if (message.file) made.querySelector(".bubble").replaceChildren(...messageElement(this.reading, message, number, "").querySelector(".bubble").childNodes);
    this.mark(made);
  }

  mark(made) {
    markMessage(made, this.reading, Number(made.dataset.number) <= this.seen ? "seen" : "sent");
  }

  markSeen(number) {
    this.seen = Math.max(this.seen, number || 0);
    for (const made of this.root.querySelectorAll(".message.mine[data-number]")) this.mark(made);
  }

  insert(made) {
    const [first] = this.pending.values();
    this.root.insertBefore(made, first ?? null);
  }

  scrolled() {
    this.following = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR;
    if (this.following) this.clearBelow();
  }

  toEnd() {
    this.following = true;
    this.root.scrollTop = this.root.scrollHeight;
    this.clearBelow();
  }

  countBelow() {
    this.unseen += 1;
    this.below.hidden = false;
    this.below.textContent = this.reading.say("new_below", { count: this.unseen });
  }

  clearBelow() {
    this.unseen = 0;
    this.below.hidden = true;
  }
}
