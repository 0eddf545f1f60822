/* How texts, numbers and dates read in the customer's language. The texts themselves come from the service. */

const LOCALES = { en: "en-GB", fa: "fa-IR-u-ca-persian-nu-arabext" };
const DAY = 24 * 60 * 60 * 1000;

export class Reading {
  constructor(language, direction, texts) {
    Object.assign(this, { language, direction, texts });
    const locale = LOCALES[language];
    this.numbers = new Intl.NumberFormat(locale);
    this.times = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
    this.days = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  }

  static async fetch(home, language) {
    const answer = await fetch(`${home}/chat/texts?language=${language}`, { credentials: "include" });
    if (!answer.ok) throw new Error(`texts: ${answer.status}`);
    const { direction, texts } = await answer.json();
    return new Reading(language, direction, texts);
  }

  /* The text called `key`, with {name} filled in. */
  say(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? this.numbers.format(value) : String(value);
    });
  }

  time(iso) {
    return this.times.format(new Date(iso));
  }

  day(iso, now = new Date()) {
    const days = Math.round((midnight(now) - midnight(new Date(iso))) / DAY);
    if (days === 0) return this.say("today");
    else if (days === 1) return this.say("yesterday");
    else return this.dayInWords(new Date(iso));
  }

  /* Persian puts the day of the week first; Intl's own order of the Persian calendar does not. */
  dayInWords(date) {
    const parts = Object.fromEntries(this.days.formatToParts(date).map((part) => [part.type, part.value]));
    return `${parts.weekday} ${parts.day} ${parts.month}`;
  }

  size(bytes) {
    const megabytes = bytes / (1024 * 1024);
    const shown = new Intl.NumberFormat(LOCALES[this.language], { maximumFractionDigits: 1 }).format(Math.max(megabytes, 0.1));
    return this.say("megabytes", { size: shown });
  }
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
