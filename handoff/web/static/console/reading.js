/* Texts, numbers and times in the language of the desk, in the organisation's own time zone: as the server writes them. */
import { Reading } from "../widget/reading.js";

const LOCALES = { en: "en-GB", fa: "fa-IR-u-ca-persian-nu-arabext" };

export class DeskReading extends Reading {
  constructor(language, direction, texts, zone) {
    super(language, direction, texts);
    const locale = LOCALES[language];
    this.times = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
    this.days = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
  }

  static async fetch(talk) {
    const answer = await fetch(`/console/texts${talk ? `?talk=${talk}` : ""}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`texts: ${answer.status}`);
    const body = await answer.json();
    return { reading: new DeskReading(body.language, body.direction, body.texts, body.zone), texts: body };
  }

  /* As a transcript separates days. */
  day(iso) {
    return this.dayInWords(new Date(iso));
  }

  /* How long ago, as short as a list needs it. */
  since(iso, now = Date.now()) {
    const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
    if (seconds < 60) return this.say("since_seconds", { n: seconds });
    else if (seconds < 3600) return this.say("since_minutes", { n: Math.floor(seconds / 60) });
    else if (seconds < 86400) return this.say("since_hours", { n: Math.floor(seconds / 3600) });
    else return this.say("since_days", { n: Math.floor(seconds / 86400) });
  }
}
