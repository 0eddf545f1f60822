/* The link with which the talk moves to another device. */
import { copyButton } from "./copying.js";
import { element } from "./elements.js";

export class Device {
  constructor(reading, makeLink) {
    Object.assign(this, { reading, makeLink });
    this.words = element("p", {}, reading.say("device_words"));
    this.place = element("div", { class: "receipt-line" });
    this.root = element("section", { class: "device", "aria-label": reading.say("device"), hidden: true },
      this.words, this.place,
      element("button", { class: "button quiet small", type: "button", onclick: () => this.close() }, reading.say("device_close")));
  }

  async open(opener) {
    this.opener = opener;
    const url = await this.makeLink();
    const shown = element("bdi", { class: "code link", dir: "ltr" }, url);
    const copy = copyButton(this.reading, "copy_link", url, shown);
    this.place.replaceChildren(shown, ...copy);
    this.root.hidden = false;
    copy[0].focus();
  }

  close() {
    this.root.hidden = true;
    this.opener.focus();
  }
}
