/* Addresses inside a text become links; everything stays text. Only http, https and mailto are ever linked. */
import { element } from "./elements.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"«»]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/giu;
const TRAILING = /[.,;:!?)\]}'’”»،؛؟]+$/u;

export function withLinks(text) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const shown = found[0].replace(TRAILING, "");
    const href = shown.includes("://") ? shown : `mailto:${shown}`;
    pieces.push(text.slice(from, found.index), link(href, shown));
    from = found.index + shown.length;
  }
  pieces.push(text.slice(from));
  return pieces.filter((piece) => piece !== "");
}

function link(href, shown) {
  return element("bdi", { dir: "ltr" }, element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, shown));
}
