/* The open talk: what happens in it, live; who else is here; what has been read. */
import { Connection } from "../widget/connection.js";
import { Outbox } from "../widget/outbox.js";
import { Composer } from "./composer.js";
import { showLine, socketAddress } from "./live.js";
import { Log } from "./log.js";
import { Lookers } from "./lookers.js";
import { fragment, wholePage } from "./pieces.js";

const FACTS_AFTER = 400;

export class Talk {
  constructor(root, reading, texts) {
    Object.assign(this, { root, reading, texts, id: Number(root.dataset.talk), mine: root.dataset.mine === "yes" });
    this.outbox = new Outbox(`desk-${this.id}`);
    this.log = new Log(root.querySelector("[data-log]"), root.querySelector("[data-below]"), reading, (entry) => this.outbox.attempt(entry, this.sender));
    this.lookers = new Lookers(root.querySelector("[data-lookers]"), root.querySelector("[data-typing]"), reading, root.dataset.customer);
    this.connection = new Connection(socketAddress(`/console/conversations/${this.id}/socket`));
    this.connection.last = Number(root.dataset.last);
    this.sender = (frame) => this.connection.send(frame);
    this.listen();
    this.compose();
    this.log.markSeen(Number(root.dataset.customerRead));
    for (const entry of this.outbox.waiting.values()) this.log.pend(entry, entry.shown);
    this.connection.open();
  }

  listen() {
    this.connection.addEventListener("frame", ({ detail: frame }) => this.take(frame));
    this.connection.addEventListener("up", () => showLine("talk", true));
    this.connection.addEventListener("down", () => showLine("talk", false));
    this.connection.addEventListener("gone", () => this.lost());
    this.outbox.addEventListener("state", ({ detail: entry }) => this.log.markPending(entry));
    for (const [target, name] of [[window, "focus"], [document, "visibilitychange"]]) target.addEventListener(name, () => this.read());
  }

  /* The box may come and go with who speaks. */
  compose() {
    const form = this.root.querySelector("[data-composer]");
    this.composer = form ? new Composer(form, this.reading, this.texts, {
      place: `pasokh.desk.${this.id}`,
      address: `/console/conversations/${this.id}/files`,
      send: (kind, body) => this.send(kind, body),
      typing: () => this.connection.send({ type: "typing" }),
      log: this.log,
    }) : null;
  }

  send(kind, body) {
    const shown = { kind, body };
    const entry = this.outbox.add({ type: "post", kind, body }, shown);
    this.log.pend(entry, shown);
    this.outbox.attempt(entry, this.sender);
  }

  take(frame) {
    if (frame.type === "welcome") this.welcome(frame);
    else if (frame.type === "event") this.happened(frame);
    else if (frame.type === "state") this.stateChanged(frame.state);
    else if (frame.type === "read") this.log.markSeen(frame.number);
    else if (frame.type === "typing") this.lookers.typing(frame.who);
    else if (frame.type === "looking") this.lookers.looking(frame);
    else if (frame.type === "error") this.failed(frame);
  }

  welcome(frame) {
    this.log.markSeen(frame.seen);
    if (frame.state.mine !== this.mine) this.stateChanged(frame.state);
    this.state = frame.state;
    this.outbox.flush(this.sender);
    this.read();
  }

  happened(frame) {
    if (!frame.message) return;
    this.outbox.confirm(frame.message.client_id);
    if (frame.message.author !== "agent") this.lookers.typing(null);
    this.log.add(frame.message, frame.number, frame.at);
    this.read();
    if (frame.message.author === "customer" || frame.message.kind === "receipt") this.factsSoon();
  }

  failed(frame) {
    if (frame.client_id) this.outbox.fail(frame.client_id, frame.detail);
    if (frame.code !== "too_many" || frame.client_id) this.composer?.refuse(frame.detail);
  }

  /* Who speaks has changed: the buttons and the box are read anew, the transcript stays. */
  async stateChanged(state) {
    this.root.querySelector("[data-standing]").textContent = state.words;
    const before = this.state;
    this.state = state;
    if (before?.case?.number !== state.case?.number || before?.case?.state !== state.case?.state) this.factsSoon();
    if (before && before.mine === state.mine && before.speaker === state.speaker) return;
    const page = await wholePage(location.pathname);
    const made = page?.querySelector("[data-talk]");
    if (!made) return;
    this.mine = state.mine;
    swap(this.root, made, "[data-talk-acts]");
    this.composer?.keep();
    swap(this.root, made, "[data-composer]");
    this.compose();
    this.read();
  }

  hear(note) {
    if (note.event === "lost" || (note.conversation === this.id && /^(case|sla)\./.test(note.event || ""))) this.factsSoon();
  }

  refresh() {
    this.factsSoon();
  }

  factsSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refreshFacts(), FACTS_AFTER);
  }

  async refreshFacts() {
    const place = document.querySelector("[data-facts]");
    if (!place || place.contains(document.activeElement)) return;
    const made = await fragment(place.dataset.address);
    if (made) place.replaceChildren(...made.childNodes);
  }

  /* Seen is what stood on a page that somebody looked at. */
  read() {
    if (this.mine && document.visibilityState === "visible" && document.hasFocus() && this.connection.last > (this.told || 0)) {
      if (this.connection.send({ type: "read", number: this.connection.last })) this.told = this.connection.last;
    }
  }

  lost() {
    this.root.querySelector("[data-standing]").textContent = this.reading.say("lost_talk");
    this.root.querySelector("[data-talk-acts]").replaceChildren();
    this.composer?.close(this.reading.say("lost_talk"));
  }
}

function swap(root, made, selector) {
  const old = root.querySelector(selector);
  const next = made.querySelector(selector);
  if (old && next) old.replaceWith(next);
  else if (old) old.remove();
  else if (next) root.append(next);
}
