/* The little that this browser remembers between pages: the language, and that there is a talk to go on with.
   Who the customer is stands in a cookie which no script can read. */

function stored(name) {
  return {
    get() {
      try {
        return JSON.parse(localStorage.getItem(`pasokh.${name}`));
      } catch {
        return null;
      }
    },
    set(value) {
      try {
        localStorage.setItem(`pasokh.${name}`, JSON.stringify(value));
      } catch {
        /* Forbidden storage only costs comfort. */
      }
    },
  };
}

export const remembered = Object.defineProperties({}, { language: stored("language"), conversation: stored("conversation") });
