// Tells an LMS, by SCORM 1.2, that a lesson was begun, at which part it is, and that it is done. It asks for nothing else and
// writes nothing else: no name, no number of a pupil, no answer, no score. Without an LMS the page is the same page.
"use strict";
(function () {
  const STATUS = "cmi.core.lesson_status", PLACE = "cmi.core.lesson_location";
  const FARTHEST = 50; // windows to look through: more than any LMS puts around a lesson

  // A window of another site may not be looked into, and says so by throwing.
  const look = (from, name) => {
    try {
      return from[name] || null;
    } catch (refused) {
      return null;
    }
  };
  const upward = (from) => {
    for (let n = 0; from && n < FARTHEST; n++) {
      const found = look(from, "API"), above = look(from, "parent");
      if (found) return found;
      if (!above || above === from) return null;
      from = above;
    }
    return null;
  };
  const topmost = (from) => {
    for (let n = 0; n < FARTHEST; n++) {
      const above = look(from, "parent");
      if (!above || above === from) break;
      from = above;
    }
    return from;
  };
  const api = upward(window) || upward(look(topmost(window), "opener")) || upward(look(window, "opener"));

  let open = false;
  const call = (name, ...words) => {
    try {
      return String(api[name](...words));
    } catch (broken) {
      return "false"; // an LMS that fails must not take the lesson with it
    }
  };
  const write = (what, value) => {
    if (open && call("LMSSetValue", what, value) === "true") call("LMSCommit", "");
  };
  const begin = () => {
    if (!api || call("LMSInitialize", "") !== "true") return;
    open = true;
    done.hidden = false;
    const status = call("LMSGetValue", STATUS);
    if (status === "completed" || status === "passed") mark(); // never begun anew
    else if (status !== "incomplete") write(STATUS, "incomplete");
    const place = call("LMSGetValue", PLACE);
    if (!window.location.hash && /^part-\d{1,2}$/.test(place)) window.location.hash = place;
  };
  const end = () => {
    if (!open) return;
    open = false;
    call("LMSFinish", "");
  };
  let marked = false;
  const mark = () => {
    marked = true;
    done.setAttribute("aria-pressed", "true");
  };

  const done = document.getElementById("done");
  done.addEventListener("click", () => {
    if (!marked) write(STATUS, "completed");
    mark();
  });
  window.addEventListener("hashchange", () => {
    const place = window.location.hash.slice(1);
    if (/^part-\d{1,2}$/.test(place)) write(PLACE, place);
  });
  // A page may be hidden for good in either way, and some browsers know only one.
  window.addEventListener("pagehide", end);
  window.addEventListener("unload", end);
  begin();
})();
