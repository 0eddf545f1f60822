/* Who else is looking at this talk or writing in it, and whether the customer is typing. */

const LOOKS_FOR = 90000;
const WRITES_FOR = 6000;

export class Lookers {
  constructor(place, typingPlace, reading, customer) {
    Object.assign(this, { place, typingPlace, reading, customer, others: new Map() });
  }

  looking({ agent, name, doing }) {
    const other = this.others.get(agent) || {};
    clearTimeout(other.ends);
    clearTimeout(other.stops);
    if (doing === "gone") this.others.delete(agent);
    else {
      const ends = setTimeout(() => { this.others.delete(agent); this.show(); }, LOOKS_FOR);
      const stops = doing === "writing" ? setTimeout(() => this.looking({ agent, name, doing: "here" }), WRITES_FOR) : null;
      this.others.set(agent, { name, doing, ends, stops });
    }
    this.show();
  }

  show() {
    const words = [...this.others.values()].map(({ name, doing }) => this.reading.say(doing === "writing" ? "writes_too" : "looks_too", { name }));
    if (this.place.textContent !== words.join(" · ")) this.place.textContent = words.join(" · ");
    this.place.hidden = words.length === 0;
  }

  typing(who) {
    clearTimeout(this.typingEnds);
    this.typingPlace.hidden = !who;
    if (!who) return;
    this.typingPlace.textContent = who === "assistant" ? this.reading.say("assistant_writes") : this.reading.say("is_writing", { name: this.customer });
    this.typingEnds = setTimeout(() => this.typing(null), WRITES_FOR);
  }
}
