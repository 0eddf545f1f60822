/* The card that a registered complaint brings: the number large and easy to copy, what happens next and by when. */
import { copyButton } from "./copying.js";
import { element, icon } from "./elements.js";

export function receipt(reading, card, home) {
  return element("section", { class: "receipt", "aria-label": reading.say("receipt_title") },
    element("p", { class: "receipt-title" }, icon("check"), reading.say("receipt_title")),
    code(reading, "receipt_number", "copy_number", card.number, "number"),
    card.secret ? code(reading, "receipt_secret", "copy_secret", card.secret, "secret") : null,
    card.next_text ? element("p", { dir: "auto" }, card.next_text) : null,
    dates(reading, card.promises || []),
    element("p", { class: "soft" }, reading.say("receipt_look_up"), " ",
      element("a", { href: new URL("/track", home).href, target: "_blank", rel: "noopener" }, reading.say("receipt_track"))),
  );
}

function code(reading, label, copyLabel, value, kind) {
  const shown = element("bdi", { class: `code ${kind}`, dir: "ltr" }, value);
  return element("div", { class: "receipt-code" }, element("span", { class: "soft" }, reading.say(label)),
    element("div", { class: "receipt-line" }, shown, ...copyButton(reading, copyLabel, value, shown)));
}

function dates(reading, promises) {
  if (!promises.length) return null;
  return element("dl", {}, ...promises.map((promise) =>
    element("div", {}, element("dt", {}, reading.say(`promise_${promise.kind}`)), element("dd", { dir: "auto" }, promise.text))));
}
