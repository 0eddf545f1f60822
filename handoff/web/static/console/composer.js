/* Where an agent writes: a reply to the customer or a note among colleagues, never the one taken for the other. */
import { newId } from "../widget/outbox.js";
import { Canned } from "./canned.js";
import { Uploads } from "./uploads.js";

const TYPING_EVERY = 3000;

export class Composer {
  constructor(form, reading, texts, { place, address, send, typing, log }) {
    Object.assign(this, { form, reading, texts, place, send, typing, lastTyping: 0 });
    this.box = form.elements.body;
    this.canned = new Canned(form.querySelector("[data-canned]"), this.box, texts.canned, reading);
    this.uploads = new Uploads(reading, { address, log, refuse: (words) => this.refuse(words), newId });
    this.listen();
    this.mode = this.kind();
    if (!this.box.value) this.restore(); // somebody may have begun to type before this script came
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("keydown", (key) => this.key(key));
    this.box.addEventListener("input", () => this.changed());
    for (const radio of this.form.querySelectorAll("[name='kind']")) radio.addEventListener("change", () => this.choose(radio.value));
    this.form.querySelector("[data-quick]")?.addEventListener("click", () => this.write("text", "/"));
    const files = this.form.querySelector("[data-file]");
    files?.addEventListener("change", () => { this.uploads.take([...files.files]); files.value = ""; });
    this.box.addEventListener("paste", (paste) => this.pasted(paste));
  }

  kind() {
    return this.form.querySelector("[name='kind']:checked").value;
  }

  /* Each kind has its own draft: switching never carries a note's words into a reply. */
  choose(kind) {
    this.keep();
    this.mode = kind;
    const note = kind === "note";
    this.form.classList.toggle("as-note", note);
    this.form.querySelector("[data-note-says]").hidden = !note;
    this.box.setAttribute("aria-label", this.reading.say(note ? "note" : "message"));
    this.restore();
  }

  /* Go to the box in this mode; false when this person may not write like that. */
  write(kind, start = null) {
    const radio = this.form.querySelector(`[name='kind'][value='${kind}']`);
    if (!radio) return false;
    if (!radio.checked) {
      radio.checked = true;
      this.choose(kind);
    }
    this.box.focus();
    if (start && !this.box.value) {
      this.box.value = start;
      this.canned.look();
    }
    return true;
  }

  key(key) {
    if (this.canned.key(key)) return;
    if (key.key === "Enter" && !key.shiftKey && !key.isComposing) {
      key.preventDefault();
      this.submit();
    }
  }

  submit() {
    const body = this.box.value.trim();
    if (!body) return this.box.focus();
    if (this.mode === "text" && this.soundsLikeNote(body)) this.askFirst(body);
    else this.post(this.mode, body);
  }

  post(kind, body) {
    this.refuse("");
    this.send(kind, body);
    this.box.value = "";
    this.changed();
    this.box.focus();
  }

  soundsLikeNote(body) {
    const text = body.toLowerCase();
    const { beginnings, words } = this.texts.note_signs;
    return beginnings.some((sign) => text.startsWith(sign)) || words.some((sign) => text.includes(sign));
  }

  askFirst(body) {
    const dialog = document.getElementById("notelike");
    dialog.querySelector("[data-quoted]").textContent = body;
    const answer = (selector, then) => { dialog.querySelector(selector).onclick = () => { dialog.close(); then(); }; };
    answer("[data-as-note]", () => this.post("note", body));
    answer("[data-as-reply]", () => this.post("text", body));
    dialog.onclose = () => this.box.focus();
    dialog.showModal();
  }

  changed() {
    this.keep();
    this.canned.look();
    if (this.box.value && Date.now() - this.lastTyping > TYPING_EVERY) {
      this.lastTyping = Date.now();
      if (this.mode === "text") this.typing();
    }
  }

  pasted(paste) {
    const pasted = [...paste.clipboardData.files];
    if (pasted.length && this.mode === "text") {
      paste.preventDefault();
      this.uploads.take(pasted);
    }
  }

  refuse(words) {
    const place = this.form.querySelector("[data-refused]");
    place.textContent = words;
    place.hidden = !words;
  }

  close(words) {
    this.keep();
    for (const field of this.form.elements) field.disabled = true;
    this.refuse(words);
  }

  keep() {
    try {
      sessionStorage.setItem(`${this.place}.${this.mode}`, this.box.value);
    } catch {
      /* Storage may be forbidden; the text is still in the box. */
    }
  }

  restore() {
    try {
      this.box.value = sessionStorage.getItem(`${this.place}.${this.mode}`) || "";
    } catch {
      this.box.value = "";
    }
  }
}
