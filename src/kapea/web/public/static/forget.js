/* What a phone that keeps this help must be able to forget. Where somebody left just now, nothing is shown before kept.js
   has put an empty page there. */
if (/(^|; )v=1/.test(document.cookie)) document.documentElement.hidden = !!document.querySelector("[data-kept]");
/* Takes off this phone all that was kept. */
var forget = function () {
  return navigator.serviceWorker.getRegistrations().then(function (all) {
    return Promise.all(all.map(function (each) { return each.unregister(); }));
  }).then(function () { return caches.keys(); }).then(function (names) {
    return Promise.all(names.map(function (name) { return caches["delete"](name); }));
  });
};
