/* Ready-made replies: a slash at the start of a reply, then a few letters of the name. They go into the box, not out. */
import { element } from "../widget/elements.js";

export class Canned {
  constructor(place, box, replies, reading) {
    Object.assign(this, { place, box, replies, reading, found: [], at: 0 });
    place.id = "canned";
    place.setAttribute("role", "listbox");
    place.setAttribute("aria-label", reading.say("message"));
    box.setAttribute("aria-controls", "canned");
    box.addEventListener("blur", () => setTimeout(() => document.activeElement !== box && this.hide(), 150));
  }

  look() {
    const typed = this.box.value;
    if (!typed.startsWith("/") || typed.includes("\n")) return this.hide();
    const wanted = typed.slice(1).trim().toLowerCase();
    this.found = this.replies.filter((reply) => reply.code.includes(wanted) || reply.title.toLowerCase().includes(wanted));
    this.at = 0;
    this.show();
  }

  show() {
    const options = this.found.map((reply, index) => element("div", {
      role: "option", id: `canned-${index}`, "aria-selected": String(index === this.at), onpointerdown: (event) => { event.preventDefault(); this.use(reply); },
    }, element("b", {}, `/${reply.code}`), " ", reply.title, element("p", { dir: "auto" }, reply.body)));
    this.place.replaceChildren(...(options.length ? options : [element("p", { class: "small" }, this.reading.say("no_canned"))]));
    this.place.hidden = false;
    this.box.setAttribute("aria-activedescendant", options.length ? `canned-${this.at}` : "");
    this.place.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.place.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  /* True when the key was for the list. */
  key(key) {
    if (this.place.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (step && this.found.length) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.show();
    } else if ((key.key === "Enter" || key.key === "Tab") && this.found.length) this.use(this.found[this.at]);
    else if (key.key === "Escape") this.hide();
    else return false;
    key.preventDefault();
    key.stopPropagation();
    return true;
  }

  /* The first gap that is left to fill is selected. */
  use(reply) {
    this.box.value = reply.body;
    this.hide();
    this.box.focus();
    const gap = reply.body.match(/\[\w*\]/);
    if (gap) this.box.setSelectionRange(gap.index, gap.index + gap[0].length);
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
