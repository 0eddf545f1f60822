/* The button in the corner, with a count of what was said while the panel was closed. */
import { element, icon } from "./elements.js";

export class Opener {
  constructor(reading, open) {
    this.reading = reading;
    this.badge = element("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.news = element("p", { class: "hidden-text", id: "news", role: "status" });
    this.button = element("button", { class: "opener", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog", "aria-describedby": "news", onclick: open },
      icon("chat", true), element("span", {}, reading.say("opener")), this.badge);
  }

  /* The opener makes room for the panel and comes back, with the focus, when it closes. */
  show(closed) {
    this.button.hidden = !closed;
    this.button.setAttribute("aria-expanded", String(!closed));
    this.news.className = "hidden-text";
  }

  showUnread(unread) {
    this.badge.hidden = unread === 0;
    this.badge.textContent = this.reading.numbers.format(unread);
    const text = unread ? this.reading.say("unread", { count: unread }) : "";
    if (this.news.textContent !== text) this.news.textContent = text;
  }

  trouble() {
    this.news.textContent = this.reading.say("cannot_open");
    this.news.className = "trouble";
  }
}
