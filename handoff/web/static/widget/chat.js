/* <pasokh-chat>: the opener in the corner, and the talk behind it. It opens only when it is asked to. */
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { framed, headers, settle } from "./holding.js";
import { Opener } from "./opener.js";
import { Panel } from "./panel.js";
import { Reading } from "./reading.js";
import { remembered } from "./remembered.js";

const STYLES = ["tokens.css", "brand.css", "controls.css", "widget/frame.css", "widget/talk.css", "widget/foot.css"];

class PasokhChat extends HTMLElement {
  async connectedCallback() {
    this.home = this.getAttribute("home") || location.origin;
    this.language = remembered.language || this.getAttribute("language") || "en";
    this.corner = element("div", { class: "corner" });
    const root = this.attachShadow({ mode: "open" });
    const [reading] = await Promise.all([Reading.fetch(this.home, this.language), ...STYLES.map((name) => this.style(root, name))]);
    root.append(this.corner);
    this.speak(reading);
    document.addEventListener("visibilitychange", () => this.noteWatched());
    if (remembered.conversation) await this.join(false).catch(() => null);
  }

  style(root, name) {
    return new Promise((ready) => {
      root.append(element("link", { rel: "stylesheet", href: `${this.home}/static/${name}`, onload: ready, onerror: ready }));
    });
  }

  /* Build everything in this language; what was said before is shown again from memory. */
  speak(reading) {
    const wasOpen = this.isOpen;
    this.reading = reading;
    this.opener = new Opener(reading, () => this.open());
    this.corner.lang = reading.language;
    this.corner.replaceChildren(this.opener.button, this.opener.news);
    this.panel = null;
    if (this.conversation) this.furnish();
    if (wasOpen) this.reveal();
    else this.say(false);
  }

  /* For whoever gives this room: is the panel open? */
  say(open, trouble = false) {
    this.dispatchEvent(new CustomEvent("shown", { detail: { open, trouble } }));
  }

  get isOpen() {
    return Boolean(this.panel) && !this.panel.root.hidden;
  }

  async open() {
    this.opener.button.setAttribute("aria-busy", "true");
    try {
      if (!this.conversation) await this.join(true);
      this.reveal();
    } catch {
      this.opener.trouble();
      this.say(false, true);
    }
    this.opener.button.removeAttribute("aria-busy");
  }

  reveal() {
    this.panel.root.hidden = false;
    this.panel.root.setAttribute("aria-modal", String(this.panel.fillsTheScreen()));
    this.opener.show(false);
    this.say(true);
    this.panel.talk.toEnd();
    this.panel.focus();
    this.noteWatched();
  }

  close() {
    this.panel.root.hidden = true;
    this.noteWatched();
    this.opener.show(true);
    this.say(false);
    this.opener.button.focus();
  }

  /* Go on with the talk of this browser; a new one starts only when the customer opened the panel. */
  async join(start) {
    const { conversation } = await this.ask("GET", "/chat/conversations/current");
    if (conversation !== null) this.enter(conversation);
    else if (start) await this.begin();
    else remembered.conversation = null;
  }

  async begin() {
    const { conversation, token } = await this.ask("POST", "/chat/conversations", { language: this.language, framed });
    await settle(this.home, conversation, token);
    this.enter(conversation);
  }

  enter(id) {
    remembered.conversation = id;
    this.conversation = new Conversation(id, this.home);
    this.furnish();
    this.follow(this.conversation);
    this.conversation.open();
  }

  async ask(method, path, body) {
    const said = headers(body ? { "Content-Type": "application/json" } : {});
    const answer = await fetch(this.home + path, { method, credentials: "include", headers: said, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  furnish() {
    this.panel = new Panel(this.reading, { home: this.home, conversation: this.conversation, acts: this.acts() });
    this.panel.root.hidden = true;
    this.corner.append(element("div", { class: "place" }, this.panel.root));
    this.panel.recall(this.conversation);
    this.noteRead();
  }

  follow(conversation) {
    const hear = (name, then) => conversation.addEventListener(name, ({ detail }) => then(detail));
    hear("message", (frame) => { this.panel.hear(frame, conversation.seen); this.noteRead(); });
    hear("pending", (entry) => this.panel.talk.pend(entry));
    hear("state", (state) => this.panel.show(state));
    hear("typing", (frame) => this.panel.talk.typingOf(frame));
    hear("seen", (number) => this.panel.talk.markSeen(number));
    hear("caught-up", () => { this.panel.talk.speakUp(); this.noteRead(); });
    hear("trouble", (text) => this.panel.standing.tell(text));
    hear("up", () => this.panel.standing.connected(true));
    hear("down", () => this.panel.standing.connected(false));
    hear("gone", () => { remembered.conversation = null; conversation.gone(); });
    conversation.outbox.addEventListener("state", ({ detail }) => this.panel.talk.markPending(detail));
  }

  acts() {
    const act = (frame) => () => this.conversation.act(frame);
    return {
      close: () => this.close(),
      language: (language) => this.change(language),
      again: () => this.startAgain(),
      post: (body) => this.conversation.say({ type: "post", body }, body),
      choose: (message, index) => { this.conversation.say({ type: "choose", message: message.id, button: index }, message.buttons[index].title); this.panel.focus(); },
      resend: (entry) => this.conversation.attempt(entry),
      makeLink: async () => (await this.ask("POST", "/chat/devices")).url,
      typing: () => this.conversation.typing(),
      ask_person: act({ type: "ask_person" }),
      leave_queue: act({ type: "leave_queue" }),
      write_instead: act({ type: "leave_queue", write: true }),
      end: act({ type: "end" }),
    };
  }

  noteWatched() {
    if (this.conversation) this.conversation.watch(this.isOpen && !document.hidden);
    this.noteRead();
  }

  noteRead() {
    if (this.isOpen && !document.hidden) this.conversation.noteRead();
    this.opener.showUnread(this.conversation && !this.isOpen ? this.conversation.unread : 0);
  }

  async change(language) {
    remembered.language = this.language = language;
    this.speak(await Reading.fetch(this.home, language));
    this.conversation.act({ type: "language", language });
  }

  async startAgain() {
    const before = this.panel.root.parentElement;
    this.conversation.close();
    await this.begin();
    before.remove();
    this.reveal();
  }
}

customElements.define("pasokh-chat", PasokhChat);
