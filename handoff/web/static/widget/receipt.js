/* The card that a registered complaint brings: the number large and easy to copy, what happens next and by when. */
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
  const done = element("span", { class: "hidden-text", role: "status" });
  const button = element("button", { class: "button copy", type: "button", "aria-label": reading.say(copyLabel) },
    icon("copy"), element("span", {}, reading.say("copy")));
  button.addEventListener("click", async () => {
    await copy(value, shown);
    button.lastElementChild.textContent = reading.say("copied");
    done.textContent = reading.say("copied");
    setTimeout(() => {
      button.lastElementChild.textContent = reading.say("copy");
      done.textContent = "";
    }, 3000);
  });
  return element("div", { class: "receipt-code" }, element("span", { class: "soft" }, reading.say(label)),
    element("div", { class: "receipt-line" }, shown, button), done);
}

function dates(reading, promises) {
  if (!promises.length) return null;
  return element("dl", {}, ...promises.map((promise) =>
    element("div", {}, element("dt", {}, reading.say(`promise_${promise.kind}`)), element("dd", { dir: "auto" }, promise.text))));
}

async function copy(value, shown) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    /* Without permission the number is at least selected, ready for the reader's own copy command. */
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy");
  }
}
