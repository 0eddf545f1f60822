/* The desk comes alive: each part of the page that is there gets its script. Without any of this the forms still work. */
import { Acts } from "./acts.js";
import { Alerts } from "./alerts.js";
import { keepClocks } from "./clocks.js";
import { Live } from "./live.js";
import { keepForms } from "./kept.js";
import { listenToKeys } from "./keys.js";
import { Lists } from "./lists.js";
import { Offers } from "./offers.js";
import { DeskReading } from "./reading.js";
import { Talk } from "./talk.js";

async function start() {
  const talkPart = document.querySelector("[data-talk]");
  const { reading, texts } = await DeskReading.fetch(talkPart?.dataset.talk);
  const alerts = new Alerts(reading);
  const live = new Live("/console/socket");
  const lists = Lists.on(document.querySelector("[data-lists]"), reading);
  const offers = new Offers(document.querySelector("[data-offers]"), reading, alerts);
  const talk = talkPart ? new Talk(talkPart, reading, texts) : null;
  new Acts(reading, { changed: () => { lists?.refresh(); talk?.refresh(); } });
  keepClocks(reading);
  keepForms();
  listenToKeys(talk, alerts);
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
  live.heard((note) => {
    lists?.hear(note);
    offers.hear(note);
    talk?.hear(note);
    alerts.hear(note, talk);
    tellOfChange(note);
  });
  live.open();
  document.documentElement.classList.add("live");
}

/* Somebody else has changed the case on this page, or one in this list: said quietly, nothing moves. */
function tellOfChange(note) {
  const line = document.querySelector("[data-changed]");
  if (!line || note.mine || note.by_itself || !/^(case|note)\./.test(note.event || "")) return;
  const page = document.querySelector("[data-case]");
  if ("any" in line.dataset || String(note.case) === page.dataset.case) line.hidden = false;
}

start();
