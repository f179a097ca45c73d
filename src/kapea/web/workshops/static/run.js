// Leads through a workshop part by part, keeps each number on the phone before anything else, and brings them to the
// server when there is one. Without this script the page is one long form.
"use strict";
(() => {
  const body = document.body, told = body.dataset, forms = document.querySelector("form");
  const NAME = `kapea-workshop ${told.sync}`, AGAIN = 20000, SOON = 1500, MOST = 80;
  const kept = read(), sending = document.getElementById("sending");
  const parts = [...document.querySelectorAll(".part")], fields = [...document.querySelectorAll(".count")];
  let soon = 0, busy = false, unkept = false, token = "", answer = "";

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(NAME) || "{}");
      return { entries: found.entries || {}, sent: found.sent || {}, begun: found.begun || {}, part: found.part || "", state: found.state || "" };
    } catch {
      return { entries: {}, sent: {}, begun: {}, part: "", state: "" };
    }
  }
  /** Two tabs of one phone: what the other entered meanwhile is not overwritten. */
  function save() {
    Counts.join(kept, read());
    try {
      localStorage.setItem(NAME, JSON.stringify(kept));
    } catch {
      unkept = true;
    }
  }

  // --- numbers ---------------------------------------------------------------------------------

  function input(count) {
    return count.querySelector("input:not([type=hidden])");
  }
  function enter(count, value) {
    Counts.enter(kept, count.dataset.field, value);
    save();
    showField(count);
    showSending();
    clearTimeout(soon);
    soon = setTimeout(bring, SOON);
  }
  function typed(count) {
    const value = Counts.read(input(count).value);
    input(count).setAttribute("aria-invalid", String(value === null && input(count).value !== ""));
    if (value !== null) enter(count, value);
  }
  function button(says, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = says;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }
  function press(count, by) {
    const now = Counts.values(kept.entries, count.dataset.field);
    const next = Math.min(999, Math.max(0, (now.length === 1 ? now[0] : 0) + by));
    enter(count, next);
    input(count).value = String(next);
  }
  function makeField(count) {
    const box = input(count), keys = document.createElement("span"), which = document.createElement("span");
    const name = count.querySelector("label").textContent;
    const help = count.querySelector(".help");
    if (help) help.remove();
    keys.className = "press";
    which.className = "which";
    which.hidden = true;
    keys.append(button("−", `${told.less} · ${name}`, () => press(count, -1)), box, button("+", `${told.more} · ${name}`, () => press(count, 1)));
    count.append(keys, which);
    box.addEventListener("input", () => typed(count));
    showField(count);
  }
  function showField(count) {
    const values = Counts.values(kept.entries, count.dataset.field), box = input(count);
    const which = count.querySelector(".which");
    if (document.activeElement !== box) box.value = values.length === 1 ? String(values[0]) : "";
    which.hidden = values.length < 2;
    if (values.length < 2) return;
    const choices = values.map((value) => button(String(value), "", () => enter(count, value)));
    which.replaceChildren(document.createTextNode(told.which), ...choices);
  }

  // --- the server, when there is one ---------------------------------------------------------------

  async function bring() {
    if (busy) return;
    busy = true;
    try {
      await exchange();
    } catch {
      answer = "away";
    }
    busy = false;
    fields.forEach(showField);
    showSending();
  }
  /** One question at least: it brings what another phone entered, and the token with which ours are sent. */
  async function exchange() {
    if (!(await took(await fetch(told.sync, { redirect: "manual" })))) return;
    for (let going = Counts.waiting(kept).slice(0, MOST); going.length; going = Counts.waiting(kept).slice(0, MOST)) {
      const sent = JSON.stringify({ entries: going });
      Counts.send(kept, going);
      save();
      const got = await fetch(told.sync, { method: "POST", body: sent, redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
      if (!(await took(got)) || Counts.waiting(kept).some((entry) => going.includes(entry))) return;
    }
  }
  /** Whether the server took it. A page in its place says that somebody has to sign in. */
  async function took(got) {
    const is = (got.headers.get("Content-Type") || "").startsWith("application/json");
    if (!is) {
      answer = got.status >= 500 ? "away" : "sign-in";
      return false;
    }
    const said = await got.json();
    if (got.status === 400) {
      answer = "unfit";
      return false;
    }
    token = said.token;
    kept.state = said.state;
    Counts.receive(kept, said.entries);
    answer = got.ok ? "taken" : "over";
    save();
    return got.ok;
  }
  function showSending() {
    const many = Counts.waiting(kept).length;
    const says = unkept ? told.unkept : !many ? told.sent : answer === "sign-in" ? told.signIn : answer === "over" ? told.over : answer === "unfit" ? told.unfit : told.waiting;
    sending.hidden = !Object.keys(kept.entries).length;
    const line = document.createElement(says === told.signIn ? "a" : "span");
    if (says === told.signIn) line.href = "/staff/sign-in";
    line.textContent = says.replace("{count}", String(many));
    sending.replaceChildren(line);
    sending.dataset.waiting = String(many);
  }

  // --- parts, lines and time ---------------------------------------------------------------------

  function shown() {
    return parts.find((part) => part.classList.contains("shown"));
  }
  function show() {
    const asked = location.hash.slice(1), part = parts.find((each) => each.id === asked) || parts.find((each) => each.id === kept.part) || parts[0];
    parts.forEach((each) => each.classList.toggle("shown", each === part));
    document.querySelectorAll("h1,.ready,.languages").forEach((each) => { each.hidden = part !== parts[0]; });
    if (!part.classList.contains("aside")) {
      kept.part = part.id;
      if (part.dataset.minutes && !kept.begun[part.id]) kept.begun[part.id] = Date.now();
      document.querySelectorAll(".resume").forEach((each) => { each.hash = part.id; });
      save();
    }
    if (asked === part.id) part.focus();
    scrollTo(0, 0);
    tick();
  }
  function tick() {
    const part = shown(), timer = part && part.querySelector(".timer");
    if (!timer || !kept.begun[part.id]) return;
    const left = Number(part.dataset.minutes) * 60 - Math.floor((Date.now() - kept.begun[part.id]) / 1000);
    const far = Math.abs(left), clock = `${Math.floor(far / 60)}:${String(far % 60).padStart(2, "0")}`;
    timer.hidden = false;
    timer.classList.toggle("late", left < 0);
    timer.textContent = (left < 0 ? told.late : told.left).replace("{time}", clock);
  }
  /** A tap on a sentence marks it as the one to say now. */
  function mark(event) {
    const line = event.target.closest(".line");
    if (!line) return;
    const was = line.classList.contains("now");
    document.querySelectorAll(".now").forEach((each) => each.classList.remove("now"));
    const next = was ? line.nextElementSibling : line;
    if (next) next.classList.add("now");
  }

  /** Each drawing can be tapped, to be held up large. */
  function makeLarge(held) {
    [...held.children].forEach((drawing, n) => {
      const made = button("", `${told.larger} ${n + 1}`, () => held.classList.toggle("big"));
      drawing.replaceWith(made);
      made.append(drawing);
    });
  }

  // --- what a phone keeps --------------------------------------------------------------------------

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    const files = [...document.querySelectorAll("link[rel=stylesheet],script[src]")].map((each) => each.href || each.src);
    await navigator.serviceWorker.register(told.worker, { scope: "/staff/workshops/" });
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage({ keep: [location.pathname + location.search, ...files] });
  }

  /** Once it is over and all is sent, nothing of it stays on the phone. */
  function forget() {
    const over = ["closed", "cancelled"].includes(kept.state);
    if (!over || Counts.waiting(kept).length) return;
    localStorage.removeItem(NAME);
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ forget: location.pathname });
  }

  body.classList.add("paged");
  fields.forEach(makeField);
  document.querySelectorAll(".held").forEach(makeLarge);
  forms.addEventListener("submit", (event) => { event.preventDefault(); bring(); });
  addEventListener("hashchange", show);
  addEventListener("pagehide", forget);
  addEventListener("online", bring);
  addEventListener("storage", (event) => { if (event.key === NAME) { save(); fields.forEach(showField); showSending(); } });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") bring(); });
  document.addEventListener("click", mark);
  setInterval(tick, 1000);
  setInterval(bring, AGAIN);
  show();
  showSending();
  bring();
  keepPage().catch(() => { body.dataset.kept = "no"; });
})();
