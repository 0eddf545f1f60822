/* The socket that comes back. It never believes to be complete: each time it says which number it has seen last. */

import { protocols } from "./holding.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const PING_EVERY = 25000;
const PONG_WITHIN = 5000;
const IDENTITY_GONE = 4401;
const NOT_YOURS = 4404;

export class Connection extends EventTarget {
  constructor(address) {
    super();
    Object.assign(this, { address, watched: false, last: 0, up: false, ended: false, tries: 0, socket: null, retry: null, awaited: null });
    this.wake = () => this.lookAgain();
    for (const [target, name] of this.wakers()) target.addEventListener(name, this.wake);
    this.beat = setInterval(() => this.ping(), PING_EVERY);
  }

  wakers() {
    return [[window, "online"], [window, "focus"], [window, "pageshow"], [document, "visibilitychange"]];
  }

  open() {
    clearTimeout(this.retry);
    if (this.ended) return;
    const socket = new WebSocket(`${this.address}?after=${this.last}`, protocols());
    this.socket = socket;
    socket.onmessage = (message) => socket === this.socket && this.take(JSON.parse(message.data));
    socket.onclose = (closing) => socket === this.socket && this.lost(closing.code);
  }

  /* True when the frame went out; what must arrive is kept in the outbox until an event confirms it. */
  send(frame) {
    if (!this.up) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  take(frame) {
    clearTimeout(this.awaited);
    this.awaited = null;
    if (frame.type === "welcome") {
      this.up = true;
      this.tries = 0;
      this.tell("up");
    } else if (frame.type === "event") {
      if (frame.number <= this.last) return;
      this.last = frame.number;
    }
    this.tell("frame", frame);
  }

  lost(code) {
    const was = this.up;
    this.up = false;
    clearTimeout(this.awaited);
    this.awaited = null;
    if (code === IDENTITY_GONE || code === NOT_YOURS) {
      this.close();
      this.tell("gone");
    } else if (!this.ended) {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
      this.retry = setTimeout(() => this.open(), wait / 2 + (Math.random() * wait) / 2);
      if (was || this.tries > 1) this.tell("down");
    }
  }

  ping() {
    if (!this.send({ type: "ping", open: this.watched }) || this.awaited) return;
    this.awaited = setTimeout(() => this.drop(), PONG_WITHIN);
  }

  /* After sleep or a change of network a socket may look open for minutes although nobody is there. */
  lookAgain() {
    if (document.visibilityState === "hidden" || this.ended) return;
    if (this.up) this.ping();
    else if (!this.socket || this.socket.readyState !== WebSocket.CONNECTING) this.open();
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket.close();
    this.lost(0);
  }

  close() {
    this.ended = true;
    clearTimeout(this.retry);
    clearInterval(this.beat);
    for (const [target, name] of this.wakers()) target.removeEventListener(name, this.wake);
    if (this.socket) this.socket.close();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
