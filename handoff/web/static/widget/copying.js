/* A button that copies a text and says that it did. */
import { element, icon } from "./elements.js";

const SAID_FOR = 3000;

/* The button, and the line that is read aloud. `shown` is the element in which the text stands. */
export function copyButton(reading, label, value, shown) {
  const word = element("span", {}, reading.say("copy"));
  const done = element("span", { class: "hidden-text", role: "status" });
  const button = element("button", { class: "button copy", type: "button", "aria-label": reading.say(label) }, icon("copy"), word);
  button.addEventListener("click", async () => {
    await copy(value, shown);
    word.textContent = done.textContent = reading.say("copied");
    setTimeout(() => {
      word.textContent = reading.say("copy");
      done.textContent = "";
    }, SAID_FOR);
  });
  return [button, done];
}

async function copy(value, shown) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    /* Without permission the text is at least selected, ready for the reader's own copy command. */
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy");
  }
}
