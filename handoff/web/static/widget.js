/* The one line that a site embeds: <script src="https://…/widget.js" async data-language="fa"></script>
   On our own pages it fetches the real thing as a module. On any other site it puts a frame of ours into the corner: browsers keep
   the cookies of strangers apart, and what is said in the chat is none of that site's business. */
(function () {
  "use strict";
  const me = document.currentScript;
  const home = new URL(me.src).origin;
  const wanted = me.dataset.language || document.documentElement.lang || "en";
  const language = wanted.toLowerCase().startsWith("fa") ? "fa" : "en";

  function put() {
    if (document.querySelector("pasokh-chat, iframe[data-pasokh]")) return;
    document.body.append(home === location.origin ? chat() : frame());
  }

  function chat() {
    const made = document.createElement("pasokh-chat");
    made.setAttribute("home", home);
    made.setAttribute("language", language);
    import(home + "/static/widget/chat.js");
    return made;
  }

  function frame() {
    const made = document.createElement("iframe");
    made.src = home + "/chat/frame?language=" + language + "&site=" + encodeURIComponent(location.origin);
    made.title = language === "fa" ? "گفتگو" : "Chat";
    made.allow = "clipboard-write";
    made.dataset.pasokh = "";
    Object.assign(made.style, {
      position: "fixed", insetBlockEnd: "0", insetInlineEnd: "0", zIndex: "2147483000", border: "0", background: "none",
      colorScheme: "light dark", maxInlineSize: "100vw", maxBlockSize: "100dvh", inlineSize: "320px", blockSize: "140px",
      opacity: "0", pointerEvents: "none", // until it says its size; a frame that is not drawn would never say it
    });
    addEventListener("message", function (said) {
      if (said.source !== made.contentWindow || said.origin !== home || !said.data || !said.data.pasokh) return;
      const room = said.data.pasokh;
      made.style.opacity = "1";
      made.style.pointerEvents = "auto";
      const floats = room.open && innerWidth >= 480; // on a phone the open chat is the screen
      made.style.insetBlockEnd = made.style.insetInlineEnd = floats ? "16px" : "0";
      made.style.borderRadius = floats ? "16px" : "0";
      made.style.boxShadow = floats ? "0 1px 2px rgb(0 0 0 / 12%), 0 8px 32px rgb(0 0 0 / 20%)" : "none";
      made.style.inlineSize = room.open ? (floats ? "min(440px, calc(100vw - 32px))" : "100vw") : Math.ceil(Number(room.width) || 0) + "px";
      made.style.blockSize = room.open ? floats ? "min(720px, calc(100dvh - 32px))" : "100dvh" : Math.ceil(Number(room.height) || 0) + "px";
    });
    return made;
  }

  if (document.body) put();
  else document.addEventListener("DOMContentLoaded", put);
})();
