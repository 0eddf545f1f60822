/* The open panel: header, talk, standing and composer put together for one conversation in one language. */
import { Composer } from "./composer.js";
import { Device } from "./device.js";
import { element, icon } from "./elements.js";
import { acceptDrops, Files } from "./files.js";
import { Standing } from "./standing.js";
import { Talk } from "./talk.js";

export class Panel {
  constructor(reading, { home, conversation, acts }) {
    Object.assign(this, { reading, acts });
    this.talk = new Talk(reading, { home, choose: acts.choose, resend: (entry) => this.resend(entry), intro: privacy(reading, home) });
    this.device = new Device(reading, acts.makeLink);
    this.standing = new Standing(reading, { ...acts, device: (opener) => this.device.open(opener).catch(() => this.standing.tell(reading.say("device_failed"))) });
    this.files = new Files(reading, { address: `${home}/chat/${conversation.id}/files`, talk: this.talk, refuse: (text) => this.standing.tell(text) });
    this.composer = new Composer(reading, { place: `pasokh.draft.${conversation.id}`, send: acts.post, typing: acts.typing, files: (files) => this.files.take(files) });
    const { standing } = this;
    this.root = element("section", { class: "chat", id: "panel", role: "dialog", "aria-labelledby": "title", lang: reading.language, dir: reading.direction },
      this.header(), standing.line, standing.waiting, this.talk.root, standing.said,
      element("div", { class: "tail" }, standing.over, this.composer.root, standing.always, standing.sure, this.device.root));
    this.root.addEventListener("keydown", (key) => this.key(key));
    acceptDrops(this.root, (files) => this.files.take(files));
  }

  header() {
    const { reading, acts } = this;
    const other = reading.language === "fa" ? ["en", "English"] : ["fa", "فارسی"];
    return element("div", { class: "head" },
      element("div", { class: "heading" }, element("h2", { id: "title", tabindex: "-1" }, reading.say("title")), this.standing.speaker, this.standing.matter),
      element("button", { class: "button quiet", type: "button", lang: other[0], onclick: () => acts.language(other[0]) }, other[1]),
      element("button", { class: "button quiet", type: "button", "aria-label": reading.say("close"), title: reading.say("close"), onclick: acts.close }, icon("close")));
  }

  key(key) {
    if (key.key === "Escape" && !key.isComposing) {
      key.stopPropagation();
      this.acts.close();
    } else if (key.key === "Tab" && this.fillsTheScreen()) {
      this.keepInside(key);
    }
  }

  fillsTheScreen() {
    return matchMedia("(width < 480px)").matches;
  }

  /* On a phone the panel covers the page: the keyboard must not wander behind it. */
  keepInside(key) {
    const reachable = [...this.root.querySelectorAll("a[href], button, textarea, [tabindex='0']")].filter((one) => one.offsetParent && !one.disabled);
    const [first, last] = [reachable[0], reachable.at(-1)];
    const now = this.root.getRootNode().activeElement;
    if (key.shiftKey && now === first) { key.preventDefault(); last.focus(); }
    else if (!key.shiftKey && now === last) { key.preventDefault(); first.focus(); }
  }

  resend(entry) {
    if (entry.file) this.files.upload(entry);
    else this.acts.resend(entry);
  }

  /* Everything that was said before this panel was built. */
  recall(conversation) {
    for (const frame of conversation.messages) this.hear(frame, conversation.seen);
    for (const entry of conversation.outbox.waiting.values()) this.talk.pend(entry);
    if (conversation.state) this.show(conversation.state);
    if (conversation.caughtUp) this.talk.speakUp();
  }

  hear(frame, seen) {
    this.talk.add(frame.message, frame.number, frame.at);
    this.talk.markSeen(seen);
  }

  show(state) {
    this.standing.show(state);
    this.composer.root.hidden = Boolean(state.gone);
    if (state.answering) this.talk.showTyping(this.reading.say("is_writing", { name: this.reading.say("assistant") }), 30000);
    else if (state.speaker !== "agent") this.talk.showTyping(null);
  }

  /* A hand-held keyboard would hide the greeting: there the title takes the focus instead of the box. */
  focus() {
    if (matchMedia("(pointer: coarse)").matches || this.composer.root.hidden) this.root.querySelector("#title").focus();
    else this.composer.focus();
  }
}

function privacy(reading, home) {
  return element("p", { class: "privacy" }, reading.say("privacy"), " ",
    element("a", { href: new URL("/how#privacy", home).href, target: "_blank", rel: "noopener" }, reading.say("privacy_link")));
}
