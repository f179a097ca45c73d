/* Walks on from the page that a person chose to keep. The page brings its first view and its numbers along, so they stand
   whatever fails here. Blocks and cards come from the server, drawn by its own templates; here they are put together.
   Where somebody is stays in this page's memory, and nowhere else. Just after Leave it shows nothing, as every page does. */
(function () {
  var main = document.getElementById("words"), bar = document.querySelector(".bar"), foot = document.getElementById("foot");
  var old = document.getElementById("old"), since, home, told, walker, way = [], armed = false;

  /* --- drawing --- */
  function words(text) { return text.split("|").join("\u200b"); }
  function hole(name) { return name ? '<i data-d="' + name + '"></i>' : ""; }
  function draw(html) {
    main.innerHTML = words(html);
    main.querySelectorAll("i[data-d]").forEach(function (each) {
      each.outerHTML = told.pictures[each.getAttribute("data-d")] || "";
    });
  }
  function part(id) { return document.getElementById(id).innerHTML; }
  function button(shape, key, inner) {
    return '<button type="button" class="' + shape + '" name="a" value="' + key + '">' + inner + "</button>";
  }
  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  function cards(list, form) {
    return '<ul class="contacts">' + list[1].map(function (n) { return walker.card(n, form, today()); }).join("") + "</ul>";
  }
  function people(list, form, shape) {
    return '<section class="' + shape + '" aria-label="' + told.words.call + '">' + (list[0] ? told.fallback : "")
      + cards(list, form) + "</section>";
  }
  function kind(line, view) {
    if (line[1] === "level") return "level " + view.level;
    if (line[1] === "tap" && told.english.indexOf(line[0]) >= 0) return "tap en";
    return line[1] !== "say" && line[1] !== "first" ? line[1] : view.level === "red" && view.contacts[1].length ? "steps" : "say";
  }
  /* Neighbours of one kind as one block, in the shape that the server's own template gives it. */
  function blocks(lines, view) {
    var out = "", i = 0, named, some, shape;
    while (i < lines.length) {
      named = kind(lines[i], view);
      some = [];
      do some.push(lines[i++]); while (told.joined.indexOf(named) >= 0 && i < lines.length && kind(lines[i], view) === named);
      shape = told.shapes[named === "steps" && some.length < 2 ? "say" : named];
      out += shape[0].replace('"*"', '"' + some[0][2] + '"')
        + (named === "do" ? walker.cut(some[0]) : some.map(function (line) { return line[3]; })).join(shape[1])
        + shape[2];
    }
    return out;
  }
  function tiles(offers) {
    return '<div class="tiles">' + offers.map(function (offer) {
      return button("tile", offer[0], hole(offer[2]) + "<span>" + walker.label(offer) + "</span>");
    }).join("") + "</div>";
  }
  function step(view) {
    var said = view.shown.filter(function (line) { return line[1] !== "level"; });
    var head = said.filter(function (line) { return line[1] === "first"; })[0] || said[0], ask = told.texts[view.ask] || "";
    var urgent = view.help || view.level === "red", form = view.help || view.told ? 2 : urgent ? 1 : 0, w = told.words;
    var drawn = view.offers.filter(function (o) { return o[2] && !o[3]; }), more = drawn.splice(told.at_once);
    var plain = view.offers.filter(function (o) { return !o[2] && !o[3]; }), leads = ask || drawn.length ? 0 : 1;
    return (view.contacts[1].length ? people(view.contacts, form, urgent ? "now" : "people") : "")
      + (view.aged ? '<p class="note" role="status">' + w["note-aged"] + "</p>" : "")
      + '<section class="card"><div class="lead">' + (view.screen ? "" : hole(head && head[2] || view.picture))
      + "<h1>" + (head ? head[3] : ask) + "</h1></div>" + view.screen
      + blocks(view.shown.filter(function (line) { return line !== head; }), view)
      + (head && ask ? "<h2>" + ask + "</h2>" : "") + "</section>"
      + (drawn.length ? tiles(drawn) : "")
      + (more.length ? '<details class="more"><summary>' + w.more + "</summary>" + tiles(more) + "</details>" : "")
      + '<div class="answers">' + plain.map(function (o, i) {
        var sign = i < leads ? "next" : ["yes", "no", "unsure"].indexOf(o[0]) < 0 ? "" : o[0];
        return button(i < leads ? "answer main" : "answer", o[0], walker.label(o) + hole(sign));
      }).join("") + '</div><div class="minor">' + view.offers.filter(function (o) { return o[3]; }).map(function (o) {
        return button("", o[0], walker.label(o));
      }).join("") + "</div>";
  }
  function found(kind) {
    return '<h1 class="title">' + kind[0] + "</h1>" + people(told.lists[kind[1]], 0, "people");
  }

  /* --- moving about --- */
  function show(note) {
    var here = way[way.length - 1], start = way.length === 1, view = here.place && walker.view(here.place, today());
    document.body.className = start ? "wide" : view ? "level-" + view.level : "";
    main.className = start ? "first" : "";
    if (start) draw(home.replace(/<ul class="contacts">[^]*?<\/ul>/, function () { return cards(view.contacts, 2); })
      .replace(since, since + (note === true ? '<p class="note">' + told.words["note-again"] + "</p>" : "")));
    else draw(since + (view ? step(view) : here.page ? part(here.page) : found(here.found)) + part("moves"));
    bar.hidden = start;
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
  function answer(key) {
    var here = way[way.length - 1].place, from = here || walker.start("help"), to = walker.take(from, key);
    if (to === null) back();
    else if (way.length >= 100) begin(true);
    else if (!here || to[0] !== from[0] || to[1] !== from[1]) go({place: to});
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

  old.hidden = !old.getAttribute("data-until") || old.getAttribute("data-until") > today();
  since = main.querySelector(".demo").outerHTML;
  document.documentElement.hidden = false;
  if (/(^|; )v=1/.test(document.cookie)) { close("left"); return; }
  fetch(main.getAttribute("data-from")).then(function (got) { return got.json(); }).then(function (got) {
    told = got;
    walker = walk(told);
    main.querySelectorAll("[data-walked], h1 button, h1 .title").forEach(function (each) { each.hidden = !each.hidden; });
    home = main.innerHTML;
    begin();
  });
})();
