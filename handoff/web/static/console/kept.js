/* What is typed into a long form survives a reload. It stays in this tab of the browser, and goes when it was sent. */

export function keepForms() {
  if (location.pathname.endsWith("/receipt")) forget("new-case");
  for (const form of document.querySelectorAll("[data-kept]")) {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
  }
}

export function forget(name) {
  try {
    sessionStorage.removeItem(`pasokh.kept.${name}`);
  } catch {
    /* Storage may be forbidden: then nothing was kept. */
  }
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.tagName !== "BUTTON");
}

function keep(form) {
  const values = fields(form).map((field) => [field.name, field.value, field.type === "radio" || field.type === "checkbox" ? field.checked : null]);
  try {
    sessionStorage.setItem(`pasokh.kept.${form.dataset.kept}`, JSON.stringify(values));
  } catch {
    /* Storage may be full or forbidden; the text is still in the form. */
  }
}

function restore(form) {
  let values;
  try {
    values = JSON.parse(sessionStorage.getItem(`pasokh.kept.${form.dataset.kept}`)) || [];
  } catch {
    return;
  }
  for (const [name, value, checked] of values) {
    for (const field of fields(form).filter((one) => one.name === name)) {
      if (checked === null && !field.value) field.value = value;
      else if (checked !== null && field.value === value) field.checked = checked;
      else if (checked === null && field.tagName === "SELECT") field.value = value;
    }
  }
}
