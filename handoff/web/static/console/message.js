/* One message of the transcript, as the server draws it. */
import { element, icon } from "../widget/elements.js";
import { withLinks } from "../widget/links.js";

export function messageElement(reading, message, number, at) {
  if (message.kind === "notice") return element("div", { class: "message notice", "data-number": number }, element("p", { dir: "auto" }, message.body));
  const note = message.kind === "note";
  const classes = `message ${message.author}${note ? " note" : ""}${message.mine ? " mine" : ""}`;
  return element("div", { class: classes, "data-number": number },
    element("p", { class: "who" }, note ? element("span", { class: "label" }, noteIcon(), reading.say("note")) : null, note ? " " : null,
      element("bdi", {}, message.name || ""), " ", element("time", { datetime: at }, reading.time(at))),
    element("div", { class: "bubble" }, ...content(reading, message)),
    message.mine && !note ? element("p", { class: "standing" }, element("span", { class: "mark", "data-mark": true })) : null);
}

function content(reading, message) {
  if (message.kind === "receipt") return [element("p", { class: "small" }, reading.say("receipt"))];
  if (message.file) return [fileLink(reading, message.file)];
  const parts = [element("p", { class: "words", dir: "auto" }, ...withLinks(message.body))];
  if (message.buttons?.length) {
    const titles = message.buttons.flatMap((button, at) => [at ? " · " : "", element("bdi", {}, button.title)]);
    parts.push(element("p", { class: "small offered" }, reading.say("offered"), " ", ...titles));
  }
  return parts;
}

function fileLink(reading, file) {
  return element("a", { class: "file", href: file.url, target: "_blank", rel: "noopener" }, icon("file"),
    element("bdi", {}, file.name), " ", element("span", { class: "small" }, reading.size(file.size)));
}

/* The picture of a note stands in the page already. */
function noteIcon() {
  return document.querySelector(".note-mode .icon")?.cloneNode(true) ?? null;
}

export function markMessage(made, reading, state, resend = null) {
  const mark = made.querySelector("[data-mark]");
  if (!mark || mark.dataset.mark === state) return;
  mark.dataset.mark = state;
  const pictures = { sending: "clock", sent: "check", seen: "seen", failed: "warning" };
  mark.replaceChildren(icon(pictures[state]), reading.say(state));
  made.classList.toggle("failed", state === "failed");
  made.querySelector(".again")?.remove();
  if (state === "failed" && resend) made.append(element("button", { class: "button again", type: "button", onclick: resend }, reading.say("resend")));
}
