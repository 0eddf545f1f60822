/* Parts of pages from the server, and what is said to those who listen instead of looking. */

/* The part at `address` as a fragment of elements; null when it cannot be had now. The server has escaped every text. */
export async function fragment(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) return null;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return template.content;
  } catch {
    return null;
  }
}

/* The page at `address`, as a document to take parts from. */
export async function wholePage(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

export function announce(words) {
  const place = document.querySelector("[data-announce]");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}
