/* The left column keeps itself fresh. Nothing moves under the cursor: while somebody is in it, what is there is updated in
   place, what has gone stays crossed out, and what is new waits behind "3 new". */
import { announce, fragment } from "./pieces.js";

const AFTER = 250;
const SHOWN_AS_GONE = 2500;
const MATTERS = /^(conversation\.|offer\.|case\.|sla\.|lost|message\.posted|prompt|follow|staff\.)/;

export class Lists {
  static on(root, reading) {
    return root ? new Lists(root, reading) : null;
  }

  constructor(root, reading) {
    Object.assign(this, { root, reading, column: root.closest(".column"), fresh: document.querySelector("[data-fresh]") });
    this.fresh.addEventListener("click", () => this.show());
    this.column.addEventListener("pointerleave", () => this.left());
    this.column.addEventListener("focusout", () => setTimeout(() => this.left()));
  }

  hear(note) {
    if (!MATTERS.test(note.event || "")) return;
    const wait = note.event === "conversation.taken" && !note.mine ? this.taken(note) : AFTER;
    if (note.event === "message.posted" && note.author !== "customer" && !note.mine) return;
    this.soon(wait);
  }

  /* Crossed out at once, with who was faster, and gone a moment later. */
  taken(note) {
    const item = this.root.querySelector(`[data-list="queue"] [data-key="talk-${note.conversation}"]`);
    if (!item || !note.name) return AFTER;
    const words = this.reading.say("taken_by", { name: note.name });
    this.cross(item, words);
    announce(words);
    return SHOWN_AS_GONE;
  }

  cross(item, words) {
    if (item.classList.contains("gone")) return;
    item.classList.add("gone");
    item.querySelector("form")?.remove();
    const said = document.createElement("span");
    said.className = "reason";
    said.textContent = words;
    item.querySelector(".item-foot").append(said);
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), wait);
  }

  async refresh() {
    const made = await fragment(this.root.dataset.address);
    if (!made) return;
    this.waiting = made;
    if (this.busy()) this.updateInPlace(made);
    else this.show();
  }

  busy() {
    return this.column.matches(":hover") || this.column.contains(document.activeElement);
  }

  left() {
    if (this.waiting && !this.busy()) this.show();
  }

  show() {
    if (!this.waiting) return;
    const scroll = this.column.scrollTop;
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    this.root.replaceChildren(...this.waiting.childNodes);
    this.waiting = null;
    this.fresh.hidden = true;
    this.column.scrollTop = scroll;
    if (focused) this.root.querySelector(`[data-key="${focused}"] .item-link`)?.focus();
  }

  updateInPlace(made) {
    const next = new Map([...made.querySelectorAll("[data-key]")].map((item) => [place(item), item]));
    const shown = new Set();
    for (const item of this.root.querySelectorAll("[data-key]")) {
      const update = next.get(place(item));
      shown.add(place(item));
      if (!update) this.cross(item, this.reading.say("gone"));
      else if (!item.contains(document.activeElement)) item.querySelector(".item-link").replaceChildren(...update.querySelector(".item-link").cloneNode(true).childNodes);
    }
    const count = [...next.keys()].filter((key) => !shown.has(key)).length;
    this.fresh.hidden = count === 0;
    this.fresh.textContent = this.reading.say("fresh", { count });
  }
}

function place(item) {
  return `${item.closest("[data-list]").dataset.list}/${item.dataset.key}`;
}
