/* Files on their way: refused kindly before they travel, with progress while they do, and sendable again. */
import { element, icon } from "./elements.js";
import { headers } from "./holding.js";
import { newId } from "./outbox.js";

const KINDS = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"];
const LIMIT = 10 * 1024 * 1024;

export class Files {
  constructor(reading, { address, talk, refuse }) {
    Object.assign(this, { reading, address, talk, refuse });
  }

  take(files) {
    for (const file of files) {
      if (!KINDS.includes(file.type) || file.size > LIMIT || file.size === 0) this.refuse(this.reading.say("file_refused", { name: file.name }));
      else this.show(file);
    }
  }

  show(file) {
    const entry = { client_id: newId(), at: new Date().toISOString(), state: "sending", reason: null, file };
    entry.progress = element("progress", { max: "100", value: "0", "aria-label": this.reading.say("uploading", { name: file.name }) });
    this.talk.pend(entry, element("div", { class: "file" }, icon("file"), element("span", { class: "file-name" }, element("bdi", {}, file.name), entry.progress)));
    this.upload(entry);
  }

  upload(entry) {
    Object.assign(entry, { state: "sending", reason: null });
    entry.progress.hidden = false;
    this.talk.markPending(entry);
    const request = new XMLHttpRequest();
    request.open("POST", this.address);
    request.withCredentials = true;
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (progress) => { entry.progress.value = (100 * progress.loaded) / progress.total; };
    request.onload = () => { if (request.status >= 300) this.failed(entry, request.response?.detail); };
    request.onerror = () => this.failed(entry, this.reading.say("file_not_sent"));
    const form = new FormData();
    form.append("client_id", entry.client_id);
    form.append("file", entry.file, entry.file.name);
    request.send(form);
  }

  failed(entry, reason) {
    Object.assign(entry, { state: "failed", reason: reason || this.reading.say("file_not_sent") });
    entry.progress.hidden = true;
    this.talk.markPending(entry);
  }
}

/* Files dropped on the panel. */
export function acceptDrops(panel, take) {
  let depth = 0;
  const mark = () => panel.classList.toggle("dropping", depth > 0);
  panel.addEventListener("dragenter", (drag) => { drag.preventDefault(); depth += 1; mark(); });
  panel.addEventListener("dragleave", () => { depth -= 1; mark(); });
  panel.addEventListener("dragover", (drag) => drag.preventDefault());
  panel.addEventListener("drop", (drag) => { drag.preventDefault(); depth = 0; mark(); take([...drag.dataTransfer.files]); });
}
