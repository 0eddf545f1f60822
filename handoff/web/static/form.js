/* What makes a form nicer where scripts run; without them it works all the same. */

const errors = document.getElementById("errors");
if (errors) errors.focus();

/* Anonymous means that name and addresses are not sent: they are put aside, and come back when one changes one's mind. */
const anonymous = document.getElementById("anonymous");
const personal = ["name", "email", "phone"].map((id) => document.getElementById(id)).filter(Boolean);
function setAside() {
  for (const field of personal) field.disabled = anonymous.checked;
}
if (anonymous) {
  anonymous.addEventListener("change", setAside);
  setAside();
}

/* A second press while the first is on its way would only upload everything twice; the service takes both as one. */
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button[type=submit]");
    if (button.getAttribute("aria-disabled")) event.preventDefault();
    else button.setAttribute("aria-disabled", "true");
  });
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});

/* Copy what stands in the element that the button names. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 3000);
  });
}
