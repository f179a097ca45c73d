/* Answers for the network when there is none. It is there only where somebody chose to keep this help.
   `KEPT` (name, page, files) is written before it by the server; it changes when what is kept does. */
var SLOW = 12000, AGAIN = 2500, TRIES = 12;

/* Fetches anew; asks again where the server says that it is being made for somebody else. */
function fresh(file, tries) {
  return fetch(new Request(file, {cache: "reload", credentials: "omit"})).then(function (got) {
    if (got.ok) return got;
    if (got.status !== 503 || !tries) throw new Error(file);
    return new Promise(function (wait) { setTimeout(wait, AGAIN); }).then(function () { return fresh(file, tries - 1); });
  });
}
/* A proxy that cannot reach us answers by itself, without a number; our own pages say what they may do. */
function ours(got) {
  if (got.status >= 502 && !got.headers.has("Content-Security-Policy")) throw new Error("proxy");
  return got;
}
/* Kept pressed where the browser can: an edition takes a seventh of its room on the phone then. */
var PRESSED = "X-Pressed";
function through(got, stream, pressed) {
  var head = new Headers(got.headers);
  ["Content-Encoding", "Content-Length", PRESSED].forEach(function (name) { head["delete"](name); });
  if (pressed) head.set(PRESSED, "1");
  return new Response(got.body.pipeThrough(stream), {headers: head});
}
function pressed(got) {
  return self.CompressionStream && self.DecompressionStream ? through(got, new CompressionStream("gzip"), true) : got;
}
function whole(held) {
  return held && held.headers.has(PRESSED) ? through(held, new DecompressionStream("gzip")) : held;
}
function kept(file) {
  return caches.open(KEPT.name).then(function (held) { return held.match(file, {ignoreVary: true}); }).then(whole);
}
function online(event) {
  var asked = fetch(event.request).then(ours);
  if (event.request.method !== "GET") return asked;
  return Promise.race([asked, new Promise(function (_, late) { setTimeout(late, SLOW); })]);
}
function offline(event) {
  if (new URL(event.request.url).pathname === "/leave") return new Response("", {headers: {"Content-Type": "text/html"}});
  return kept(KEPT.page).then(function (page) { return page || Response.error(); });
}

addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT.name).then(function (held) {
    return Promise.all(KEPT.files.map(function (file) {
      return fresh(file, TRIES).then(function (got) { return held.put(file, pressed(got)); });
    }));
  }).then(function () { return self.skipWaiting(); }));
});
addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== KEPT.name && name.indexOf("k-") === 0; }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () { return self.clients.claim(); }));
});
addEventListener("fetch", function (event) {
  var url = new URL(event.request.url), file = url.pathname + url.search;
  if (event.request.mode === "navigate") {
    event.respondWith(online(event).catch(function () { return offline(event); }));
  } else if (KEPT.files.indexOf(file) >= 0) {
    event.respondWith(kept(file).then(function (held) { return held || fetch(event.request); }));
  }
});
