/* Where the customer writes. What is typed survives a reload; a long text is counted near its end and never cut. */
import { element, icon } from "./elements.js";

const LIMIT = 4000;
const COUNT_FROM = 3600;
const TYPING_EVERY = 3000;
/* Named one by one: then a telephone hands over its pictures as JPEG, whatever it keeps them as. */
const PICTURES = "image/jpeg,image/png,image/webp,image/gif";

export class Composer {
  constructor(reading, { place, send, typing, files }) {
    Object.assign(this, { reading, place, send, typing, lastTyping: 0 });
    this.box = element("textarea", { rows: "1", "aria-label": reading.say("message"), placeholder: reading.say("message_hint"), dir: "auto", enterkeyhint: "send", "aria-describedby": "count" });
    this.count = element("p", { class: "count", id: "count", role: "status" });
    this.input = this.chooser(`${PICTURES},application/pdf`, files);
    this.photo = this.chooser(PICTURES, files, "environment");
    this.root = element("form", { class: "composer", novalidate: true },
      this.count,
      element("div", { class: "composer-row" },
        this.opener("attach", "attach", this.input), this.opener("camera", "photo", this.photo, "camera-button"), this.box,
        element("button", { class: "button primary send", type: "submit", "aria-label": reading.say("send") }, icon("send", true))),
      this.input, this.photo);
    this.box.value = read(place);
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("keydown", (key) => this.key(key));
    this.box.addEventListener("paste", (paste) => this.pasted(paste, files));
    this.root.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.measure();
  }

  chooser(accept, files, capture = null) {
    const input = element("input", { type: "file", accept, multiple: capture === null, capture, hidden: true, tabindex: "-1" });
    input.addEventListener("change", () => { files([...input.files]); input.value = ""; });
    return input;
  }

  opener(symbol, text, input, extra = "") {
    return element("button", { class: `button quiet ${extra}`, type: "button", "aria-label": this.reading.say(text), title: this.reading.say(text), onclick: () => input.click() }, icon(symbol));
  }

  key(key) {
    if (key.key === "Enter" && !key.shiftKey && !key.isComposing) {
      key.preventDefault();
      this.submit();
    }
  }

  pasted(paste, files) {
    const pasted = [...paste.clipboardData.files];
    if (pasted.length) {
      paste.preventDefault();
      files(pasted);
    }
  }

  submit() {
    const body = this.box.value.trim();
    if (!body || body.length > LIMIT) return this.box.focus();
    this.send(body);
    this.box.value = "";
    this.changed();
    this.box.focus();
  }

  changed() {
    keep(this.place, this.box.value);
    this.measure();
    if (this.box.value && Date.now() - this.lastTyping > TYPING_EVERY) {
      this.lastTyping = Date.now();
      this.typing();
    }
  }

  measure() {
    const length = this.box.value.trim().length;
    const over = length > LIMIT;
    this.count.classList.toggle("over", over);
    this.box.setAttribute("aria-invalid", String(over));
    if (over) this.count.textContent = this.reading.say("too_long", { over: length - LIMIT, limit: LIMIT });
    else if (length >= COUNT_FROM) this.count.textContent = this.reading.say("count", { length, limit: LIMIT });
    else this.count.textContent = "";
    this.box.style.blockSize = "auto";
    this.box.style.blockSize = `${Math.min(this.box.scrollHeight + 2, 160)}px`;
  }

  focus() {
    this.box.focus();
  }
}

function keep(place, value) {
  try {
    sessionStorage.setItem(place, value);
  } catch {
    /* Storage may be forbidden; the text is still in the box. */
  }
}

function read(place) {
  try {
    return sessionStorage.getItem(place) || "";
  } catch {
    return "";
  }
}
