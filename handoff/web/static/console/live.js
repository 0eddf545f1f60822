/* The desk's own socket: what happened anywhere. Its ping is also the sign of life behind "here". */
import { Connection } from "../widget/connection.js";

export function socketAddress(path) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

/* The line is down when the desk's socket or the open talk's is. */
const down = new Set();

export function showLine(name, up) {
  if (up) down.delete(name);
  else down.add(name);
  document.querySelector("[data-lost]").hidden = down.size === 0;
}

export class Live {
  constructor(path) {
    this.connection = new Connection(socketAddress(path));
    this.hearers = [];
    this.connection.addEventListener("frame", ({ detail: frame }) => this.take(frame));
    this.connection.addEventListener("up", () => showLine("desk", true));
    this.connection.addEventListener("down", () => showLine("desk", false));
    this.connection.addEventListener("gone", () => location.assign(`/console/sign-in?next=${location.pathname}`));
  }

  heard(hearer) {
    this.hearers.push(hearer);
  }

  open() {
    this.connection.open();
  }

  /* A welcome after the first, and "lost": something may have been missed, so everything is read anew. */
  take(frame) {
    if (frame.type === "note") this.tell(frame);
    else if (frame.type === "lost" || (frame.type === "welcome" && this.welcomed)) this.tell({ event: "lost" });
    if (frame.type === "welcome") this.welcomed = true;
  }

  tell(note) {
    for (const hear of this.hearers) hear(note);
  }
}
