/* Addresses inside a text become links, and numbers to keep are not broken across lines; everything stays text.
   Only http, https and mailto are ever linked. */
import { element } from "./elements.js";

const ADDRESS = /\b(?:https?|Https?|HTTPS?):\/\/[^\s<>"«»]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b|\b[A-Z]{2}-\d{4}-\d{4}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b/gu;
const WHOLE = /^[0-9A-Z-]+$/u;
const TRAILING = /[.,;:!?)\]}'’”»،؛؟]+$/u;

export function withLinks(text) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const before = from;
    const shown = found[0].replace(TRAILING, "");
    from = found.index + shown.length;
    if (WHOLE.test(shown)) {
      pieces.push(text.slice(before, found.index), element("bdi", { dir: "ltr", class: "whole" }, shown));
      continue;
    }
    const href = shown.includes("://") ? shown : `mailto:${shown}`;
    pieces.push(text.slice(before, found.index), link(href, shown));
  }
  pieces.push(text.slice(from));
  return pieces.filter((piece) => piece !== "");
}

function link(href, shown) {
  return element("bdi", { dir: "ltr" }, element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, shown));
}
