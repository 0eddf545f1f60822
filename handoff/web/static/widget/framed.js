/* The chat inside a frame on another site's page: it says how much room it needs, and nothing else. */
import "./chat.js";

const MARGIN = 24; // around the opener, as in frame.css
const TROUBLE = { width: 380, height: 200 };
const site = document.documentElement.dataset.site;
const chat = document.querySelector("pasokh-chat");

function tell(room) {
  if (site && parent !== window) parent.postMessage({ pasokh: room }, site);
}

function closed(trouble) {
  const { offsetWidth: width, offsetHeight: height } = chat.opener.button;
  tell({ open: false, width: Math.max(width + 2 * MARGIN, trouble ? TROUBLE.width : 0), height: trouble ? TROUBLE.height : height + 2 * MARGIN });
}

chat.addEventListener("shown", ({ detail }) => {
  if (detail.open) tell({ open: true });
  else closed(detail.trouble);
});
