/* One message as the customer sees it: who said it, what, when, and for their own words what became of them. */
import { element, icon } from "./elements.js";
import { holdsToken, reachable } from "./holding.js";
import { withLinks } from "./links.js";
import { receipt } from "./receipt.js";

export function messageElement(reading, message, at, { home, choose, sameSpeaker }) {
  if (message.kind === "notice") return notice(message, at, reading);
  const made = element("div", { class: `message ${message.author}${sameSpeaker ? " follows" : ""}` });
  made.append(who(reading, message, sameSpeaker), element("div", { class: "bubble" }, ...content(reading, message, home)));
  if (message.buttons && message.buttons.length) made.append(choices(reading, message, choose));
  made.append(foot(reading, message, at));
  return made;
}

function who(reading, message, sameSpeaker) {
  const name = speakerName(reading, message);
  const seen = message.author !== "customer" && !sameSpeaker;
  return element("p", { class: seen ? "who" : "who hidden-text" }, element("bdi", {}, name));
}

export function speakerName(reading, message) {
  if (message.author === "customer") return reading.say("you");
  else if (message.author === "assistant") return reading.say("assistant");
  else return message.name || reading.say("organisation");
}

function content(reading, message, home) {
  if (message.kind === "receipt" && message.card) return [receipt(reading, message.card, home)];
  const parts = [];
  if (message.file) parts.push(fileLink(reading, message.file, home));
  if (message.body && !(message.file && message.body === message.file.name)) {
    parts.push(element("p", { class: "words", dir: "auto" }, ...withLinks(message.body)));
  }
  return parts;
}

function fileLink(reading, file, home) {
  const href = new URL(file.url, home).href;
  const picture = file.type.startsWith("image/");
  const name = element("span", { class: "file-name" }, element("bdi", {}, file.name), " ", element("span", { class: "soft" }, reading.size(file.size)));
  const shown = picture ? element("img", { alt: "", loading: "lazy", crossorigin: "use-credentials" }) : icon("file");
  const link = element("a", { class: "file", target: "_blank", rel: "noopener", download: holdsToken() ? file.name : null }, shown, name);
  reachable(href).then((address) => {
    link.href = address;
    if (picture) shown.src = address;
  }, () => null);
  return link;
}

function choices(reading, message, choose) {
  const group = element("div", { class: "choices-row", role: "group", "aria-label": reading.say("choices") });
  message.buttons.forEach((button, index) => {
    group.append(element("button", { class: "button choice-button", type: "button", dir: "auto", onclick: () => choose(message, index) }, button.title));
  });
  return group;
}

function foot(reading, message, at) {
  const time = element("time", { datetime: at }, reading.time(at));
  return element("p", { class: "foot" }, time, message.author === "customer" ? element("span", { class: "mark" }) : null);
}

function notice(message, at, reading) {
  return element("div", { class: "message notice" }, element("p", { dir: "auto" }, ...withLinks(message.body)),
    element("time", { class: "hidden-text", datetime: at }, reading.time(at)));
}

/* Show one of sending, sent, seen and failed at the customer's own message. */
export function markMessage(made, reading, state, { reason = null, resend = null } = {}) {
  const mark = made.querySelector(".mark");
  if (!mark || mark.dataset.state === state) return;
  mark.dataset.state = state;
  const symbols = { sending: "clock", sent: "check", seen: "seen", failed: "warning" };
  mark.replaceChildren(icon(symbols[state]), reading.say(state));
  made.classList.toggle("failed", state === "failed");
  made.querySelector(".again")?.remove();
  if (state === "failed") {
    made.append(element("div", { class: "again" }, reason ? element("p", { dir: "auto" }, reason) : null,
      resend ? element("button", { class: "button", type: "button", onclick: resend }, reading.say("resend")) : null));
  }
}
