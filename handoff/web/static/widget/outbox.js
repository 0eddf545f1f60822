/* What the customer said and the service has not confirmed yet. It lives in the browser's storage, so that neither a
   reload nor a dead line loses a word; the same client_id twice is one message, so that sending again is always safe. */

const FAILED_AFTER = 15000;

export class Outbox extends EventTarget {
  constructor(conversation) {
    super();
    this.place = `pasokh.outbox.${conversation}`;
    this.waiting = new Map(read(this.place).map((entry) => [entry.client_id, { ...entry, state: "sending" }]));
    this.timers = new Map();
  }

  add(frame, shown) {
    const entry = { client_id: newId(), at: new Date().toISOString(), shown, frame, state: "sending" };
    entry.frame.client_id = entry.client_id;
    this.waiting.set(entry.client_id, entry);
    this.keep();
    return entry;
  }

  /* Hand every waiting frame to `send`, in order. Those that get no confirmation in time are shown as not sent. */
  flush(send) {
    for (const entry of this.waiting.values()) this.attempt(entry, send);
  }

  attempt(entry, send) {
    clearTimeout(this.timers.get(entry.client_id));
    this.mark(entry, "sending");
    send(entry.frame);
    this.timers.set(entry.client_id, setTimeout(() => this.fail(entry.client_id), FAILED_AFTER));
  }

  fail(clientId, reason = null) {
    const entry = this.waiting.get(clientId);
    if (!entry) return;
    clearTimeout(this.timers.get(clientId));
    entry.reason = reason;
    this.mark(entry, "failed");
  }

  confirm(clientId) {
    clearTimeout(this.timers.get(clientId));
    this.timers.delete(clientId);
    const known = this.waiting.delete(clientId);
    if (known) this.keep();
    return known;
  }

  mark(entry, state) {
    entry.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: entry }));
  }

  keep() {
    try {
      localStorage.setItem(this.place, JSON.stringify([...this.waiting.values()].map(({ client_id, at, shown, frame }) => ({ client_id, at, shown, frame }))));
    } catch {
      /* Storage may be full or forbidden: then the page's memory has to do. */
    }
  }
}

export function newId() {
  return crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place)) || [];
  } catch {
    return [];
  }
}
