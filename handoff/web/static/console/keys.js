/* Everything by keyboard. Single letters never act while somebody types, and can be switched off in the profile. */

export function listenToKeys(talk, alerts) {
  for (const button of document.querySelectorAll("[data-keys]")) button.addEventListener("click", () => open("keys"));
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  document.addEventListener("click", (click) => {
    const opener = click.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
  });
  document.addEventListener("keydown", (key) => {
    if ((key.ctrlKey || key.metaKey) && key.key.toLowerCase() === "k") {
      key.preventDefault();
      document.getElementById("jump").select();
      document.getElementById("jump").focus();
    } else if (key.key === "Escape" && isTyping(key.target) && !document.querySelector("dialog[open]")) {
      key.target.blur();
    } else if (!key.ctrlKey && !key.metaKey && !key.altKey && !isTyping(key.target) && !alerts.keysOff && !document.querySelector("dialog[open]")) {
      if (act(key.key, talk)) key.preventDefault();
    }
  });
}

/* True when the key meant something. Persian keyboards write other letters at the same places. */
function act(key, talk) {
  if (key === "j" || key === "ت") return move(1);
  else if (key === "k" || key === "ن") return move(-1);
  else if (key === "?" || key === "؟") return open("keys");
  else if (key === "r" || key === "ق") return Boolean(talk?.composer?.write("text"));
  else if (key === "n" || key === "د") return Boolean(talk?.composer?.write("note")) || focus("note");
  else if (key === "t" || key === "ف") return document.querySelector("[data-open='transfer']") ? open("transfer") : false;
  else if (key === "/") return Boolean(talk?.composer?.write("text", "/"));
  else return false;
}

function move(step) {
  const links = [...document.querySelectorAll("[data-lists] .item-link, [data-rows] th a")].filter((link) => link.offsetParent);
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement);
  const start = at === -1 ? links.findIndex((link) => link.getAttribute("aria-current")) : at;
  const next = links[Math.min(links.length - 1, Math.max(0, start + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function focus(id) {
  const field = document.getElementById(id);
  field?.focus();
  return Boolean(field);
}

function isTyping(target) {
  return target.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
}
