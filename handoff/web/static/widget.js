/* The one line that a site embeds: <script src="https://…/widget.js" async data-language="fa"></script>
   It only fetches the real thing, as a module from where it came itself. */
(function () {
  "use strict";
  const me = document.currentScript;
  const home = new URL(me.src).origin;
  const language = me.dataset.language || document.documentElement.lang || "en";

  function put() {
    if (document.querySelector("pasokh-chat")) return;
    const chat = document.createElement("pasokh-chat");
    chat.setAttribute("home", home);
    chat.setAttribute("language", language.toLowerCase().startsWith("fa") ? "fa" : "en");
    document.body.append(chat);
  }

  import(home + "/static/widget/chat.js").then(function () {
    if (document.body) put();
    else document.addEventListener("DOMContentLoaded", put);
  });
})();
