/* A tab that was closed, and that the browser opens again with all it held, asks us just as Back and Reload do. What tells
   them apart is the tab's own: a page that follows another in a tab was on its way before that one went. Who comes back from
   elsewhere has more behind them. (docs/adr/0016) */
(function () {
  var here = document.currentScript, tag = here.getAttribute("data-tag"), home = here.getAttribute("data-home");
  var NAME = "tab", LATER = 1000;

  function before() {
    try { return (sessionStorage.getItem(NAME) || "").split(" "); } catch (none) { return []; }
  }
  function wasClosed(last) {
    return last[0] === tag && performance.timeOrigin - last[1] > LATER && history.length <= last[2];
  }
  function keep(event) {
    if (event.persisted) return;
    try {
      if (document.documentElement.hidden) sessionStorage.removeItem(NAME);
      else sessionStorage.setItem(NAME, [tag, performance.timeOrigin + performance.now(), history.length].join(" "));
    } catch (none) { /* without such a place a tab is as the server knows it */ }
  }

  if (!wasClosed(before())) { addEventListener("pagehide", keep); return; }
  document.documentElement.hidden = true;
  fetch(home, {keepalive: true});  /* the first view ends what was walked */
  location.replace(home + "n");
})();
