// What is typed is brought to the server each ten seconds, where it is sealed. Nothing stays in this browser.
"use strict";
(() => {
  const EACH = 10000, SIGNED_OUT = 202, WAITS = 2000;
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);

  function watch(form) {
    let sent = typed(), under_way = null, leaves = false;

    function typed() {
      return new URLSearchParams(new FormData(form)).toString();
    }
    async function send(body, last) {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body, headers, keepalive: last, redirect: "manual" });
        if (!answer.ok) return false;
        if (answer.status === SIGNED_OUT) form.querySelector("[data-draft-over]").hidden = false;
        return true;
      } catch {
        return false;
      }
    }
    async function bring(last) {
      const now = typed(), before = sent;
      if (leaves || now === sent || (under_way && !last)) return;
      sent = now;
      under_way = send(now, last);
      const arrived = await under_way;
      under_way = null;
      if (!arrived && sent === now) sent = before;
    }

    setInterval(() => bring(false), EACH);
    addEventListener("pagehide", () => bring(true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && bring(true));
    addEventListener("pageshow", () => (leaves = false));
    // What is saved has no draft any more: one that is under way arrives first.
    form.addEventListener("submit", async (event) => {
      leaves = true;
      if (!under_way) return;
      event.preventDefault();
      await Promise.race([under_way, new Promise((done) => setTimeout(done, WAITS))]);
      form.submit();
    });
  }
})();
