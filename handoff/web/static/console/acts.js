/* Forms that act without leaving the page. When something stands in the way it is said beside the form, and nothing typed
   is lost. */
import { element } from "../widget/elements.js";
import { forget } from "./kept.js";

export class Acts {
  constructor(reading, { changed }) {
    Object.assign(this, { reading, changed });
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => this.compose(event));
  }

  submitted(event) {
    const form = event.target;
    if (!form.matches("[data-act]") || event.submitter?.hasAttribute("data-plain") || event.defaultPrevented) return;
    event.preventDefault();
    if (event.submitter?.getAttribute("aria-disabled") === "true") return;
    const dialog = form.dataset.sure && document.getElementById(form.dataset.sure);
    if (dialog) ask(dialog, () => this.send(form, event.submitter));
    else this.send(form, event.submitter);
  }

  async send(form, submitter) {
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    const answer = await post(form.action, new FormData(form, submitter));
    delete form.dataset.sending;
    if (answer.ok) this.done(form, answer.body);
    else this.refused(form, answer);
  }

  done(form, body) {
    form.querySelector(".act-problem")?.remove();
    if (form.dataset.kept) forget(form.dataset.kept);
    const go = form.dataset.go === undefined ? null : form.dataset.go || body.go;
    if (go) location.assign(go);
    else if (form.closest("[data-lists], [data-facts], [data-offers], [data-talk]")) this.settle(form);
    else visit(body.go);
  }

  settle(form) {
    form.closest("[data-key]")?.remove();
    this.changed();
  }

  refused(form, { status, body }) {
    const words = status === 401 ? this.reading.say("signed_out") : body.detail || this.reading.say("not_done");
    const missing = (body.missing || []).map((sentence) => element("li", {}, sentence));
    const said = element("div", { class: "say bad act-problem", role: "alert", tabindex: "-1" },
      element("p", {}, words), missing.length ? element("ul", {}, ...missing) : null);
    form.querySelector(".act-problem")?.remove();
    form.append(said);
    said.focus();
  }

  /* The letter's first draft goes into its box; what was written there already is asked for once. */
  async compose(event) {
    const button = event.target.closest("[data-compose]");
    if (!button) return;
    event.preventDefault();
    const answer = await post(button.dataset.compose, new FormData(button.form));
    const box = button.form.elements.letter;
    if (answer.ok) {
      box.value = answer.body.letter;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    } else this.refused(button.form, answer);
  }
}

async function post(address, data) {
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams([...data].filter(([, value]) => typeof value === "string")), headers: { Accept: "application/json" } });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

function ask(dialog, then) {
  const yes = dialog.querySelector("[data-yes]");
  yes.onclick = () => { dialog.close(); then(); };
  dialog.showModal();
}

/* The same page anew, at the place where something changed. */
function visit(address) {
  const to = new URL(address, location.href);
  if (to.pathname === location.pathname && to.search === location.search) {
    history.replaceState(null, "", to);
    location.reload();
  } else location.assign(to);
}
