/* Walks on from the page that a person chose to keep. The page brings its first view and its numbers along, so they stand
   whatever fails here. Blocks and cards come from the server, drawn by its own templates; here they are put together.
   Where somebody is stays in this page's memory, and nowhere else. Just after Leave it shows nothing, as all pages do. */
(function () {
  var main = document.getElementById("words"), bar = document.querySelector(".bar"), foot = document.getElementById("foot");
  var old = document.getElementById("old"), link = bar.querySelector("a"), title = document.title, since, usual, home, told, walker, way = [], armed = false;

  /* --- drawing --- */
  function words(text) { return text.split("|").join("\u200b").split("^").join("\u2060"); }
  function draw(html) {
    main.innerHTML = words(html);
    main.querySelectorAll("i[data-d]").forEach(function (each) {
      each.outerHTML = told.pictures[each.getAttribute("data-d")] || "";
    });
  }
  function part(id) { return document.getElementById(id).innerHTML; }
  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  function cards(list, form) {
    return list[1].map(function (n, at) { return walker.card(n, form, today(), !at || list[1].length < 3); }).join("");
  }
  function forms(list) {
    return [0, 1, 2, 3, 4].map(function (form) { return cards(list, form); }).concat(list[0] ? told.words["nobody-else"] : "");
  }
  /* A shape as the server draws it (core/offline/layouts.py), with words and drawings put in: {row.column}. */
  function laid(shape, rows) {
    return told.shapes[shape].replace(/\{(\d+)\.(\d)\}/g, function (_, row, at) { return rows[row][at]; });
  }
  function step(view) {
    var shapes = told.layouts[view.keys[0]], named = view.contacts[1].length > 0;
    var rows = view.shown.concat([[view.picture, told.texts[view.ask], view.screen], forms(view.contacts)]);
    return (named ? laid(shapes[1], rows) : "")
      + (view.aged ? '<p class="note" role="status">' + told.words["note-aged"] + "</p>" : "")
      + laid(shapes[0], rows)
      + laid(told.layouts[view.keys[1]], view.offers);
  }
  function found(kind) {
    var list = told.lists[kind[1]];
    return '<h1 class="title">' + kind[0] + "</h1>" + laid(told.found, [forms(list)]);
  }

  /* In danger the bar dials the first who is named, and help stands among the moves. */
  function dialled(view) {
    var first = main.querySelector(".now a.dial[href^='tel:']"), help = main.querySelector(".moves [value=help]");
    bar.querySelector("button").hidden = !!first;
    if (help) help.hidden = !first || view.help;
    if (!link) return;
    link.href = first ? first.href : usual[0];
    link.setAttribute("aria-label", first ? first.getAttribute("aria-label") : usual[1]);
    link.innerHTML = first ? told.pictures.call + first.querySelector(".who").innerHTML : usual[2];
  }

  /* --- moving about --- */
  function show(note) {
    var here = way[way.length - 1], start = way.length === 1, view = here.place && walker.view(here.place, today());
    document.body.className = start ? "wide" : view ? "level-" + view.level : "";
    main.className = start ? "first" : "";
    function named(_, list) { return list + cards(view.contacts, 4); }
    if (start) draw(home.replace(/(<ul class="contacts">)[^]*?(?=<\/ul>)/, named)
      .replace(since, since + (note === true ? '<p class="note">' + told.words["note-again"] + "</p>" : "")));
    else draw(since + (view ? step(view) : here.page ? part(here.page) : found(here.found)) + part("moves"));
    bar.hidden = start;
    document.title = title + (start ? "" : " · " + (way.length - 1));
    dialled(view);
    foot.hidden = !start;
    scrollTo(0, 0);
    if (!start) main.focus({preventScroll: true});
  }
  function go(to) {
    way.push(to);
    if (!armed) { history.pushState(null, ""); armed = true; }
    show();
  }
  function back() {
    if (way.length > 1) way.pop();
    show();
  }
  function begin(note) { way = [{place: walker.start("help")}]; show(note); }
  /* Red outlasts 100 steps. */
  function answer(key) {
    var here = way[way.length - 1].place, from = here || walker.start("help"), to = walker.take(from, key);
    var full = way.length > 99 && to && walker.view(to, today());
    if (to === null) back();
    else if (full && full.level !== "red" && !full.help) begin(true);
    else if (!here || to[0] !== from[0] || to[1] !== from[1]) { if (full) way.length = 1; go({place: to}); }
  }
  function close(id) {
    way = [];
    bar.hidden = foot.hidden = true;
    main.className = "nothing";
    main.innerHTML = part(id);
  }
  var acts = {
    a: answer,
    remove: function () { forget().then(function () { close("gone"); }); },
    move: function (name) { if (name === "back") back(); else begin(); },
    page: function (id) { go({page: id}); },
    found: function (n) { go({found: told.kinds[n]}); },
    journey: function (name) { go({place: walker.start(name)}); },
    "return": function () {
      document.cookie = "v=;path=/;max-age=0;samesite=lax";
      location.reload();
    }
  };
  addEventListener("click", function (event) {
    var tapped = event.target.closest("button[name]");
    if (tapped && acts[tapped.name]) acts[tapped.name](tapped.value);
  });
  addEventListener("popstate", function () {
    armed = false;
    if (way.length < 2) return;
    back();
    if (way.length > 1) { history.pushState(null, ""); armed = true; }
  });
  /* Tried out with internet, it must still forget. */
  addEventListener("pagehide", function () { way = []; });

  if (link) usual = [link.href, link.getAttribute("aria-label"), link.innerHTML];
  old.hidden = !old.getAttribute("data-until") || old.getAttribute("data-until") > today();
  since = main.querySelector(".demo").outerHTML;
  document.documentElement.hidden = false;
  if (/(^|; )v=1/.test(document.cookie)) { close("left"); return; }
  fetch(main.getAttribute("data-from")).then(function (got) { return got.json(); }).then(function (got) {
    told = got;
    walker = walk(told);
    main.querySelectorAll("[data-walked], h2 button, h2 .title").forEach(function (each) { each.hidden = !each.hidden; });
    home = main.innerHTML;
    begin();
  });
})();
