/* How this browser says who the customer is. On a page of our own a cookie that no script can read says it. Inside the page of
   another site browsers keep such cookies apart, or throw them away: where even the cookie of the frame alone is not kept, the
   frame holds a token for as long as its tab is open. Only our own frame ever holds one: the site around it cannot read it. */

const KEY = "pasokh.token";
export const framed = location.pathname === "/chat/frame";
let held = framed ? stored() : null;

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(token) {
  held = token;
  try {
    if (token) sessionStorage.setItem(KEY, token);
    else sessionStorage.removeItem(KEY);
  } catch {
    /* Then the talk lasts as long as the page. */
  }
}

export function holdsToken() {
  return held !== null;
}

export function headers(more = {}) {
  return held ? { ...more, Authorization: `Bearer ${held}` } : more;
}

/* A socket cannot carry headers of ours; what it asks to speak it can. */
export function protocols() {
  return held ? ["pasokh", `token.${held}`] : [];
}

/* A new customer in a frame: keep the token only when the cookie does not come back. */
export async function settle(home, conversation, token) {
  if (!token) return;
  const answer = await fetch(`${home}/chat/conversations/current`, { credentials: "include" });
  const known = answer.ok ? await answer.json() : {};
  store(known.conversation === conversation ? null : token);
}

/* An address for a link or a picture: with a token, what lies there is fetched and shown from memory. */
export async function reachable(address) {
  if (!held) return address;
  const answer = await fetch(address, { headers: headers() });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return URL.createObjectURL(await answer.blob());
}
