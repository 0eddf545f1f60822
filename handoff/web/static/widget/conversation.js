/* What this browser knows of one talk: the messages so far, who speaks, what was seen, and what is still on its way.
   It outlives the panel, which is built anew when the language changes. */
import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";

export class Conversation extends EventTarget {
  constructor(id, home) {
    super();
    Object.assign(this, { id, messages: [], state: null, seen: 0, readUpTo: 0, lastKnown: Infinity, caughtUp: false, waitingActs: [] });
    this.outbox = new Outbox(id);
    this.connection = new Connection(`${home.replace(/^http/, "ws")}/chat/${id}/socket`);
    this.connection.addEventListener("frame", ({ detail }) => this.take(detail));
    this.connection.addEventListener("up", () => this.cameUp());
    for (const name of ["down", "gone"]) this.connection.addEventListener(name, () => this.tell(name));
  }

  open() {
    this.connection.open();
  }

  close() {
    this.connection.close();
  }

  get unread() {
    return this.messages.filter(({ number, message }) => number > this.readUpTo && message.author !== "customer").length;
  }

  /* Say something that must arrive. It is kept until the service has confirmed it. */
  say(frame, shown) {
    const entry = this.outbox.add(frame, shown);
    this.tell("pending", entry);
    this.attempt(entry);
  }

  attempt(entry) {
    this.outbox.attempt(entry, (frame) => this.connection.send(frame));
  }

  /* An act without words of its own waits in memory for the line to come back. */
  act(frame) {
    if (!this.connection.send(frame)) this.waitingActs.push(frame);
  }

  typing() {
    this.connection.send({ type: "typing" });
  }

  /* Whether the customer has the talk before them: a survey is asked in it only then. */
  watch(watched) {
    this.connection.watched = watched;
    if (watched) this.connection.ping();
  }

  noteRead() {
    const last = this.messages.at(-1)?.number ?? 0;
    if (last <= this.readUpTo) return;
    this.readUpTo = last;
    this.connection.send({ type: "read", number: last });
  }

  cameUp() {
    this.tell("up");
    this.waitingActs.splice(0).forEach((frame) => this.connection.send(frame));
    this.outbox.flush((frame) => this.connection.send(frame));
  }

  take(frame) {
    if (frame.type === "welcome") this.welcome(frame);
    else if (frame.type === "event") this.hear(frame);
    else if (frame.type === "state") this.tell("state", (this.state = frame.state));
    else if (frame.type === "typing") this.tell("typing", frame);
    else if (frame.type === "read") this.tell("seen", (this.seen = frame.number));
    else if (frame.type === "error") this.trouble(frame);
  }

  welcome(frame) {
    this.lastKnown = frame.last;
    this.readUpTo = Math.max(this.readUpTo, frame.read);
    this.seen = Math.max(this.seen, frame.seen);
    this.tell("state", (this.state = frame.state));
    this.tell("seen", this.seen);
    this.catching(this.connection.last);
  }

  hear(frame) {
    if (frame.message) {
      this.messages.push(frame);
      if (frame.message.client_id) this.outbox.confirm(frame.message.client_id);
      this.tell("message", frame);
    }
    this.catching(frame.number);
  }

  /* Say once when everything up to the moment of connecting has come. */
  catching(number) {
    if (this.caughtUp || number < this.lastKnown) return;
    this.caughtUp = true;
    this.tell("caught-up");
  }

  trouble(frame) {
    if (frame.client_id && this.outbox.waiting.has(frame.client_id)) this.outbox.fail(frame.client_id, frame.detail);
    else this.tell("trouble", frame.detail);
  }

  gone() {
    this.state = { ...this.state, speaker: "nobody", answering: false, open: false, gone: true };
    this.tell("state", this.state);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
