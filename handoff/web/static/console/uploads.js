/* Files to the customer: refused kindly before they travel, with progress while they do, and sendable again. */
import { element, icon } from "../widget/elements.js";

const KINDS = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"];
const LIMIT = 10 * 1024 * 1024;

export class Uploads {
  constructor(reading, { address, log, refuse, newId }) {
    Object.assign(this, { reading, address, log, refuse, newId });
  }

  take(files) {
    for (const file of files) {
      if (!KINDS.includes(file.type) || file.size > LIMIT || file.size === 0) this.refuse(this.reading.say("file_refused", { name: file.name }));
      else this.start({ client_id: this.newId(), at: new Date().toISOString(), state: "sending", file });
    }
  }

  start(entry) {
    entry.progress = element("progress", { max: "100", value: "0", "aria-label": this.reading.say("uploading", { name: entry.file.name }) });
    const made = this.log.pend(entry, { kind: "text", body: "" });
    made.querySelector(".bubble").replaceChildren(element("span", { class: "file" }, icon("file"), element("bdi", {}, entry.file.name), entry.progress));
    this.upload(entry, made);
  }

  upload(entry, made) {
    entry.state = "sending";
    this.log.markPending(entry);
    const request = new XMLHttpRequest();
    request.open("POST", this.address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (progress) => { entry.progress.value = (100 * progress.loaded) / progress.total; };
    request.onload = () => { if (request.status >= 300) this.failed(entry, made, request.response?.detail); };
    request.onerror = () => this.failed(entry, made, null);
    const form = new FormData();
    form.append("client_id", entry.client_id);
    form.append("file", entry.file, entry.file.name);
    request.send(form);
  }

  failed(entry, made, words) {
    Object.assign(entry, { state: "failed", again: () => this.upload(entry, made) });
    this.log.markPending(entry);
    this.refuse(words || this.reading.say("file_not_sent"));
  }
}
