// Answers with the page of a workshop, or of a session of a study, where there is no network, or nobody is signed in.
// It keeps nothing but such pages and the files they need: words of the pack, and nothing that was entered.
"use strict";
const KEPT = self.location.pathname.split("/")[2], SLOW = 8000;
const RUN = new RegExp(`^/staff/${KEPT}/[a-z0-9]+/(sessions/[0-9]+/)?run$`);

/** Keeps these, and lets go of files that no page needs any more. */
async function keep(addresses) {
  const held = await caches.open(KEPT), wanted = addresses.map((each) => new URL(each, self.location).href);
  for (const old of await held.keys())
    if (new URL(old.url).pathname.startsWith("/s/") && !wanted.includes(old.url)) await held.delete(old);
  for (const address of addresses) {
    const got = await fetch(new Request(address, { credentials: "same-origin", cache: "reload" }));
    if (got.ok && !got.redirected) await held.put(new URL(address, self.location).href, got);
  }
}
async function letGo(address) {
  const held = await caches.open(KEPT);
  await held.delete(new URL(address, self.location).href, { ignoreSearch: true });
}
/** One after the other: what is let go of while it is still being kept would come back. */
let turn = Promise.resolve();
function inTurn(act) {
  turn = turn.then(act, act);
  return turn;
}
async function held(request) {
  return (await caches.open(KEPT)).match(request.url.split("#")[0], { ignoreVary: true });
}
/** The network's answer if it is the page itself; else what was kept, if anything was. */
async function page(request) {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), SLOW));
  try {
    const got = await Promise.race([fetch(request), late]);
    if (got.ok && !got.redirected) return got;
    return (await held(request)) || got;
  } catch {
    return (await held(request)) || Response.error();
  }
}

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
addEventListener("message", (event) => {
  const { keep: wanted, forget } = event.data || {};
  if (Array.isArray(wanted)) event.waitUntil(inTurn(() => keep(wanted)));
  if (forget) event.waitUntil(inTurn(() => letGo(forget)));
});
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && RUN.test(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith("/s/")) event.respondWith(held(request).then((found) => found || fetch(request)));
});
