/* Talks held out to this person, with the time that is left. */
import { announce, fragment } from "./pieces.js";

export class Offers {
  constructor(root, reading, alerts) {
    Object.assign(this, { root, reading, alerts });
    this.refresh();
    setInterval(() => this.count(), 1000);
  }

  hear(note) {
    if (/^(offer\.|lost|conversation\.(taken|queue_left|closed))/.test(note.event || "")) this.refresh();
  }

  async refresh() {
    const made = await fragment("/console/offers");
    if (!made) return;
    const before = new Set([...this.root.querySelectorAll("[data-key]")].map((offer) => offer.dataset.key));
    const now = [...made.querySelectorAll("[data-key]")].map((offer) => offer.dataset.key);
    if (now.join() !== [...before].join() || !this.root.contains(document.activeElement)) this.root.replaceChildren(...made.childNodes);
    this.count();
    if (now.some((key) => !before.has(key))) {
      announce(this.reading.say("notice_offer"));
      this.alerts.tell("offer", this.reading.say("notice_offer"));
    }
  }

  over(offer) {
    offer.remove();
    this.refresh();
  }

  count() {
    for (const offer of this.root.querySelectorAll("[data-expires]")) {
      const seconds = Math.ceil((Date.parse(offer.dataset.expires) - Date.now()) / 1000);
      offer.querySelector("[data-countdown]").textContent = this.reading.say("seconds_left", { seconds: Math.max(0, seconds) });
      if (seconds < 0) this.over(offer);
    }
  }
}
