/* Keeps this help on the phone, or takes it off: only when the button is tapped. Without this script the page says
   how to write down a number instead. */
(function () {
  var box = document.getElementById("keep"), worker = navigator.serviceWorker;
  if (!worker || !window.caches) return;

  function show(names) {
    [].forEach.call(box.children, function (each) { each.hidden = names.split(" ").indexOf(each.id.slice(5)) < 0; });
    box.hidden = false;
  }
  function failed() {
    function say() { show("failed"); }
    return forget().then(say, say);
  }
  function keep() {
    show("wait");
    worker.register(box.getAttribute("data-worker"), {scope: "/"}).then(function (kept) {
      var fresh = kept.installing || kept.waiting || kept.active;
      function look() {
        if (fresh.state === "activated") show("done off");
        if (fresh.state === "redundant") failed();
      }
      fresh.addEventListener("statechange", look);
      look();
    }).catch(failed);
  }
  function on(id, act) { document.getElementById(id).addEventListener("click", act); }

  on("do-keep", keep);
  on("do-remove", function () { forget().then(function () { show("removed"); }, failed); });
  worker.getRegistrations().then(function (all) {
    var script = all.length && (all[0].active || all[0].waiting || all[0].installing).scriptURL;
    var here = script && new URL(script).pathname === box.getAttribute("data-worker");
    show(here ? "done off" : script ? "ask off" : "ask");
  });
})();
