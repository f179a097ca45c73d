// Runs a session of a study on a tablet. What is entered is sealed at once for the study's key, kept sealed, and
// brought to the server when there is one. The page knows what it entered for as long as somebody looks at it;
// closed, left or idle it knows only how many seals wait. Without this script the page is a form.
"use strict";
(() => {
  const told = document.body.dataset, form = document.getElementById("entry"), status = document.getElementById("sealed");
  const DAY = 24 * 3600 * 1000, IDLE = 120 * 1000, PAUSE = 2000, AGAIN = 20000, BLOCK = 256, ROOM = 16000, TRIES = 5;
  let key = { id: told.key, point: bytes(told.public) }, last = 0, hands = {}, gone = {}, draft = "", drafted = "";
  let busy = false, introduced = false, again = false, answer = "", state = told.state, unkept = false, idle = 0, pause = 0, queue = Promise.resolve();

  function bytes(coded) {
    return Uint8Array.from(atob(coded), (each) => each.charCodeAt(0));
  }
  function coded(data) {
    return btoa(String.fromCharCode(...data));
  }
  function drawn() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  }
  /** A word for this tablet, drawn once. It says nothing about the device. */
  function word() {
    const kept = localStorage.getItem("kapea-tablet") || drawn();
    localStorage.setItem("kapea-tablet", kept);
    return kept;
  }

  // --- what is kept here: seals, and when the server had them ---------------------------------------

  let base = null;
  function reached() {
    return new Promise((done, fail) => {
      const asked = indexedDB.open("kapea-studies", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("seals", { keyPath: "id" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  }
  /** Where seals are kept. A browser that was only just closed may hold it still: it is tried again, some times
   * now, and whenever something is asked of it. */
  async function opened(tries = TRIES) {
    base = base || reached();
    try {
      return await base;
    } catch (problem) {
      base = null;
      if (tries < 2) throw problem;
      await new Promise((done) => setTimeout(done, 1000));
      return opened(tries - 1);
    }
  }
  async function kept(mode, act) {
    const held = await opened();
    return new Promise((done, fail) => {
      const turn = held.transaction("seals", mode, { durability: "strict" }), asked = act(turn.objectStore("seals"));
      turn.oncomplete = () => done(asked && asked.result);
      turn.onabort = turn.onerror = () => fail(turn.error);
    });
  }
  const all = () => kept("readonly", (held) => held.getAll());
  const put = (each) => kept("readwrite", (held) => held.put(each));
  const drop = (id) => kept("readwrite", (held) => { held.delete(id); });

  // --- entering ------------------------------------------------------------------------------------

  /** Seals one thing. All are of few lengths, so that none is told by its length. */
  async function seal(fields) {
    const id = drawn(), now = Math.floor(Date.now() / 100);
    last = Math.max(last + 1, now);
    const plain = new TextEncoder().encode(JSON.stringify({ ...fields, order: last }));
    const padded = new Uint8Array(Math.ceil(plain.length / BLOCK) * BLOCK).fill(32);
    padded.set(plain);
    const sealed = await Seal.seal(key.point, padded, told.place, id);
    await put({ id, sync: told.sync, key: key.id, sealed, urgent: fields.kind === "stop", taken: 0 });
    return id;
  }
  /** One after the other: what is entered later has the later place. */
  function enter(fields) {
    queue = queue.then(() => seal(fields)).then((id) => { bring(); return id; }, () => { unkept = true; return ""; });
    queue.then(show);
    return queue;
  }
  function chosen(name) {
    return new FormData(form).get(name) || "";
  }
  function ask(problem) {
    status.textContent = problem;
  }
  function pressed(act) {
    const seat = chosen("seat"), point = chosen("point"), prompt = chosen("prompt"), card = chosen("card");
    if (act === "words") return keepDraft(true);
    if (act === "point") return point ? mark(point) : ask(told.askPoint);
    if (!seat) return ask(told.askSeat);
    if (gone[seat]) return ask(told.seatGone);
    if (act === "card" || act === "back") return card && prompt ? enter({ kind: act, seat, prompt, card }) : ask(told.askCard);
    if (act === "turn") return enter({ kind: "turn", seat });
    if (act === "left") gone[seat] = true;
    else if (act === "red") gone[seat] = true;
    if (act !== "left") hands[seat] = act;
    return enter(act === "left" ? { kind: "left", seat } : point ? { kind: "hand", seat, hand: act, point } : { kind: "hand", seat, hand: act });
  }
  function mark(point) {
    hands = {};
    return enter({ kind: "point", point });
  }
  /** Words are sealed at each pause: a later seal stands in place of the one before. */
  function keepDraft(isDone) {
    clearTimeout(pause);
    const words = form.elements.words.value.trim(), over = draft;
    if (words && words !== drafted) {
      drafted = words;
      queue = queue.then(() => seal(draft ? { kind: "words", words, over: draft } : { kind: "words", words })).then((id) => { draft = id; }, () => { unkept = true; });
    }
    if (isDone) queue = queue.then(() => { draft = drafted = ""; form.elements.words.value = ""; });
    queue.then(show).then(() => isDone && (words || over) && bring());
    return queue;
  }
  function stop() {
    document.body.classList.add("stopped");
    document.getElementById("calm").hidden = false;
    document.getElementById("calm").focus();
    return enter({ kind: "stop" });
  }

  /** The page knows no more what was entered: only how many seals wait. */
  function forget() {
    keepDraft(true).then(() => {
      hands = {};
      gone = {};
      form.reset();
      show();
    });
  }
  function stir() {
    clearTimeout(idle);
    idle = setTimeout(forget, IDLE);
  }

  // --- the server, when there is one ------------------------------------------------------------------

  async function bring() {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const seals = await all(), ways = new Set([told.sync, ...seals.map((each) => each.sync)]);
      for (const way of ways) await exchange(way, seals.filter((each) => each.sync === way));
    } catch {
      answer = "away";
    }
    busy = false;
    await show();
    if (again && answer === "taken") bring();
  }
  async function exchange(way, seals) {
    const first = await took(await fetch(way, { redirect: "manual" }));
    if (!first) return;
    if (way === told.sync) {
      state = first.state;
      if (first.key) key = { id: first.key.id, point: bytes(first.key.public) };
    }
    let token = first.token;
    const asked = seals.filter((each) => !each.taken || !introduced || Date.now() - each.taken > DAY);
    if (introduced && !asked.length) return;
    for (const going of batches(asked)) {
      const items = going.filter((each) => !each.taken).map((each) => ({ id: each.id, key: each.key, sealed: coded(each.sealed), urgent: each.urgent }));
      const body = JSON.stringify({ tablet: word(), items, asks: going.filter((each) => each.taken).map((each) => each.id) });
      const said = await took(await fetch(way, { method: "POST", body, redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": token } }));
      if (!said) return;
      introduced = true;
      token = said.token;
      await receipts(going, new Set(said.held));
    }
  }
  /** As much as one request may hold; one at least, by which the server hears of this tablet. */
  function batches(seals) {
    const made = [[]];
    let size = 0;
    for (const each of seals) {
      const takes = each.taken ? 40 : Math.ceil(each.sealed.length / 3) * 4 + 160;
      if (size + takes > ROOM) { made.push([]); size = 0; }
      made[made.length - 1].push(each);
      size += takes;
    }
    return made;
  }
  /** What the server has stays here, sealed, for a day: should it lose its disk meanwhile, it is sent again. */
  async function receipts(seals, held) {
    for (const each of seals) {
      if (!held.has(each.id)) { if (each.taken) await put({ ...each, taken: 0 }); }
      else if (!each.taken) await put({ ...each, taken: Date.now() });
      else if (Date.now() - each.taken > DAY) await drop(each.id);
    }
  }
  async function took(got) {
    if (!(got.headers.get("Content-Type") || "").startsWith("application/json")) {
      answer = got.status >= 500 ? "away" : "sign-in";
      return null;
    }
    const said = await got.json();
    answer = got.ok ? "taken" : said.fault;
    return got.ok ? said : null;
  }

  // --- what is shown -------------------------------------------------------------------------------------

  async function show() {
    let seals;
    try {
      seals = await all();
    } catch {
      return ask(told.unopened);
    }
    const waiting = seals.filter((each) => !each.taken).length;
    const says = unkept ? told.unkept : answer === "shut-out" ? told.shutOut : !waiting ? told.sent : answer === "sign-in" ? told.signIn : told.waiting;
    const line = document.createElement(says === told.signIn ? "a" : "span");
    if (says === told.signIn) line.href = "/staff/sign-in";
    line.textContent = says.replace("{count}", String(waiting)).replace("{kept}", String(seals.length - waiting));
    status.replaceChildren(line);
    status.dataset.waiting = String(waiting);
    for (const each of document.querySelectorAll(".hand")) {
      const seat = each.dataset.seat, is = gone[seat] ? "gone" : hands[seat] || "";
      each.className = `hand ${is}`;
      each.textContent = is ? told[is] : "";
    }
  }
  function tick() {
    const timer = document.getElementById("timer"), from = Date.parse(told.started) || opening;
    const left = Number(told.minutes) * 60 - Math.floor((Date.now() - from) / 1000), far = Math.abs(left);
    timer.hidden = false;
    timer.classList.toggle("late", left < 0);
    timer.textContent = (left < 0 ? told.late : told.left).replace("{time}", `${Math.floor(far / 60)}:${String(far % 60).padStart(2, "0")}`);
  }

  // --- what a tablet keeps of the page ----------------------------------------------------------------------

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    // A full tablet would else make room by throwing seals away.
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    const files = [...document.querySelectorAll("link[rel=stylesheet],script[src]")].map((each) => each.href || each.src);
    await navigator.serviceWorker.register(told.worker, { scope: "/staff/studies/" });
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage({ keep: [location.pathname, ...files] });
  }
  async function letGo() {
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker && ["closed", "cancelled"].includes(state) && status.dataset.waiting === "0") worker.postMessage({ forget: location.pathname });
  }

  const opening = Date.now();
  form.addEventListener("submit", (event) => { event.preventDefault(); pressed(event.submitter ? event.submitter.value : ""); });
  form.elements.words.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(keepDraft, PAUSE, false); });
  document.getElementById("stop").addEventListener("submit", (event) => { event.preventDefault(); stop(); });
  for (const each of ["pointerdown", "keydown", "input"]) addEventListener(each, stir);
  addEventListener("pagehide", () => { forget(); letGo(); });
  addEventListener("online", bring);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") forget(); else bring(); });
  setInterval(tick, 1000);
  // Asked again only while something waits: a tablet that lies there keeps nobody signed in.
  setInterval(() => { if (status.dataset.waiting !== "0") bring(); }, AGAIN);
  form.reset();
  stir();
  tick();
  show();
  bring();
  keepPage().catch(() => { document.body.dataset.kept = "no"; });
})();
