/* Sounds and browser notices: off until somebody switches them on, each for itself, in this browser only. */

const PLACE = "pasokh.desk.alerts";

export class Alerts {
  constructor(reading) {
    this.reading = reading;
    this.on = new Set(read());
    for (const box of document.querySelectorAll("[data-alert]")) {
      box.checked = this.on.has(box.dataset.alert);
      box.addEventListener("change", () => this.choose(box));
    }
  }

  get keysOff() {
    return this.on.has("no-keys");
  }

  async choose(box) {
    if (box.checked && box.dataset.alert.endsWith("-notice") && !(await allowed())) {
      box.checked = false;
      document.querySelector("[data-alert-refused]").hidden = false;
      return;
    }
    if (box.checked) this.on.add(box.dataset.alert);
    else this.on.delete(box.dataset.alert);
    keep([...this.on]);
    if (box.checked && box.dataset.alert.endsWith("-sound")) ring();
  }

  /* A customer's message in a talk of this person that is not the one in front of them. */
  hear(note, talk) {
    if (note.event !== "message.posted" || note.author !== "customer") return;
    const mine = document.querySelector(`[data-list="mine"] [data-key="talk-${note.conversation}"]`);
    const inFront = talk && talk.id === note.conversation && document.visibilityState === "visible" && document.hasFocus();
    if (mine && !inFront) this.tell("message", this.reading.say("notice_message"));
  }

  tell(kind, words) {
    if (this.on.has(`${kind}-sound`)) ring();
    if (this.on.has(`${kind}-notice`) && !document.hasFocus() && Notification.permission === "granted") new Notification(words, { tag: kind });
  }
}

async function allowed() {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}

/* Two soft tones, made here: no file to load. */
function ring() {
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.14, 880]]) {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.08, audio.currentTime + at);
    loudness.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.3);
    tone.connect(loudness).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.32);
  }
  setTimeout(() => audio.close(), 800);
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) || [];
  } catch {
    return [];
  }
}

function keep(names) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(names));
  } catch {
    /* Storage may be forbidden: then the choice holds for this page only. */
  }
}
