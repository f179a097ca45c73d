/* Shows what a person chose to keep on their phone. Where they are in it stays in this page's memory, and nowhere
   else: opened again, it begins again. Just after Leave it shows nothing, as every page does. */
(function () {
  var main = document.getElementById("words"), bar = document.getElementById("bar");
  var foot = document.getElementById("foot"), told, walker, way = [], armed = false, w;

  /* --- small makers --- */
  function el(tag, set, inner) {
    var made = document.createElement(tag), name;
    for (name in set || {}) if (set[name]) made.setAttribute(name, set[name]);
    [].concat(inner === undefined ? [] : inner).forEach(function (each) {
      if (each) made.append(each);
    });
    return made;
  }
  function words(text) { return (text || "").split("|").join("\u200b"); }
  function plain(text) { return text.split("\u200b").join(""); }
  function inked(svg) {
    var holder = document.createElement("template");
    holder.innerHTML = svg; /* a reviewed drawing of ours */
    return holder.content;
  }
  function drawing(name) { return told.pictures[name] ? inked(told.pictures[name]) : null; }
  function button(shape, label, picture, act, key, after) {
    var inner = after ? [label, drawing(picture)] : [drawing(picture), label];
    var made = el("button", {"class": shape, type: "button", name: "a", value: key || ""}, inner);
    made.addEventListener("click", act);
    return made;
  }
  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (n) {
      return n < 10 ? "0" + n : "" + n;
    }).join("-");
  }

  /* --- people --- */
  function card(row, brief, bare) {
    var face = row[brief ? 3 : 2], said = row[7].filter(function (each) { return each[0] <= today(); }).pop();
    said = said || row[7][0];
    var kind = row[0], big = words(face[0]), name = words(face[1]), why = words(said[1]), site = words(row[5]);
    if (row[6]) why = words(row[6]) + (why ? " · " + why : "");
    var verb = {call: "call", sms: "send-sms", site: "open-site", place: "go-there"}[kind];
    var spoken = [big, name, why, words(said[2])].filter(Boolean).join(", ");
    var drawn = {call: "call", sms: "sms", site: "web", place: "place"}[kind];
    return el("li", {"class": "contact"}, [
      el(row[1] ? "a" : "div", {"class": "dial", href: row[1], rel: kind === "site" && "noreferrer",
        "aria-label": row[1] && plain(w[verb] + " " + spoken)}, [
        el("span", {"class": "disc"}, drawing(drawn)),
        el("span", {"class": "who"}, [el("b", {"class": !name && "named"}, big), name && " ",
          name && el("span", {"class": "name"}, name)]),
        site && el("span", {"class": "why site"}, site),
        why && el("span", {"class": "why"}, why),
        said[2] && el("span", {"class": "why caveat"}, words(said[2]))]),
      face[2] && el("p", {"class": "does"}, words(face[2])),
      row[4] && el("p", {"class": "does address"}, [drawing("place"), words(row[4])]),
      !bare && face[3].length && el("p", {"class": "ways"}, face[3].map(function (each) {
        return el("a", {href: each[0], rel: each[3] && "noreferrer"}, [drawing(each[2]), words(each[1])]);
      }))]);
  }
  function people(list, brief, bare, shape) {
    var cards = list[1].map(function (n) { return card(told.cards[n], brief, bare); });
    return el("section", {"class": shape, "aria-label": plain(w.call)}, [
      list[0] && el("p", {"class": "fallback"}, w["nobody-else"]), el("ul", {"class": "contacts"}, cards)]);
  }

  /* --- words of a view, grouped as the pages of the server group them --- */
  function text(n) { return words(told.texts[n]); }
  function label(offer) {
    return words(!offer[2] && told.short[offer[1]] || told.texts[offer[1]]);
  }
  function soon(line) { return told.soon.indexOf(line[0]) >= 0; }
  function kind(line, view) {
    if (soon(line)) return "level";
    if (line[1] === "do" || line[1] === "tap") return line[1];
    if (line[1] === "item") return "items";
    return view.level === "red" && view.contacts[1].length ? "steps" : "say";
  }
  function part(shape, lines, view) {
    function each(tag, set, inner) {
      return lines.map(function (line) {
        return el(tag, set, inner ? el(inner, {}, words(line[3])) : words(line[3]));
      });
    }
    if (shape === "do") return lines.map(function (line) {
      var cut = /^([^]*?[.!?។।])\s+([^]*)$/.exec(words(line[3])) || [0, words(line[3]), ""];
      return el("div", {"class": "do"}, [drawing(line[2]), el("p", {}, [el("b", {}, cut[1]), " ", cut[2]])]);
    });
    if (shape === "level") return el("p", {"class": "soon"}, [
      drawing(told.soon_shapes[view.level]), el("span", {}, words(lines[0][3]))]);
    if (shape === "tap") return each("p", {"class": "tap", lang: told.english.indexOf(lines[0][0]) >= 0 && "en"});
    if (shape === "items") return el("ul", {"class": "items"}, each("li"));
    if (shape === "steps" && lines.length > 1) return el("ol", {"class": "steps"}, each("li", {}, "span"));
    return each("p", {"class": "say"});
  }
  function grouped(lines, view) {
    var out = [], i = 0, from;
    while (i < lines.length) {
      from = i;
      while (i < lines.length && kind(lines[i], view) === kind(lines[from], view)) i++;
      out = out.concat(part(kind(lines[from], view), lines.slice(from, i), view));
    }
    return out;
  }
  function tiles(offers) {
    function tile(offer) {
      return button("tile", el("span", {}, label(offer)), offer[2], answer(offer[0]), offer[0]);
    }
    var at_once = offers.slice(0, told.at_once), later = offers.slice(told.at_once);
    return [el("div", {"class": "tiles"}, at_once.map(tile)), later.length && el("details", {"class": "more"}, [
      el("summary", {}, w.more), el("div", {"class": "tiles"}, later.map(tile))])];
  }

  /* --- screens --- */
  function notices(again) {
    var old = told.until && told.until <= today(), day = told.made.split("-").reverse().join("/");
    return [el("p", {"class": "demo"}, w["keep-from"].replace("{date}", day) + (old ? " " + w["keep-old"] : "")
      + (told.demo ? " " + words(told.demo) : "")), again && el("p", {"class": "note"}, w["note-again"])];
  }
  function first(view, said) {
    return [el("div", {"class": "side"}, said.concat([el("section", {"class": "now"}, [
      el("h1", {}, button("", el("span", {}, w.help), "hand", answer("help"), "help")),
      people(view.contacts, 1, 1, "")]),
      el("div", {"class": "says"}, view.shown.map(function (line) { return el("p", {}, text(line[0])); }))])),
      el("div", {"class": "side"}, [el("h2", {}, text(view.ask))].concat(tiles(view.offers)))];
  }
  function step(view) {
    var lines = view.shown, said = lines.filter(function (line) { return !soon(line); });
    var head = said.filter(function (line) { return line[1] === "first"; })[0] || said[0];
    var urgent = view.help || view.level === "red", drawn = view.offers.filter(function (o) { return o[2] && !o[3]; });
    var rest = view.offers.filter(function (o) { return !o[2] && !o[3]; }), ask = view.ask >= 0 ? text(view.ask) : "";
    var leads = view.ask < 0 && !drawn.length ? 1 : 0, minor = view.offers.filter(function (o) { return o[3]; });
    return [
      view.contacts[1].length && people(view.contacts, urgent || view.told, view.help || view.told,
        urgent ? "now" : "people"),
      view.aged && el("p", {"class": "note", role: "status"}, w["note-aged"]),
      el("section", {"class": "card"}, [
        el("div", {"class": "lead"}, [!view.screen && drawing(head && head[2] || view.picture),
          el("h1", {}, head ? text(head[0]) : ask)]),
        view.screen && inked(view.screen)
      ].concat(grouped(lines.filter(function (line) { return line !== head; }), view),
        head && ask ? el("h2", {}, ask) : [])),
    ].concat(drawn.length ? tiles(drawn) : [], el("div", {"class": "answers"}, rest.map(function (o, i) {
      var sign = ["yes", "no", "unsure"].indexOf(o[0]) >= 0 ? o[0] : "";
      return button(i < leads ? "answer main" : "answer", label(o), i < leads ? "next" : sign, answer(o[0]), o[0], 1);
    })), minor.length ? el("div", {"class": "minor"}, minor.map(function (o) {
      return button("", label(o), "", answer(o[0]), o[0]);
    })) : []);
  }
  function kinds() {
    return [el("h1", {"class": "title"}, w["find-lead"]), el("nav", {"class": "rows"}, told.kinds.map(function (row, n) {
      return button("answer", words(row[0]), row[1], go({found: n}), "", 1);
    }))];
  }
  function found(n) {
    return [el("h1", {"class": "title"}, words(told.kinds[n][0])), people(told.lists[told.kinds[n][2]], 0, 0, "people")];
  }
  function leaf(page) {
    return el("section", {"class": "card"}, [
      el("div", {"class": "lead"}, [drawing(page.picture), el("h1", {}, words(page.heading))]),
      el("ul", {"class": "items"}, page.lines.map(function (line) { return el("li", {}, words(line)); })),
      page.reviewed ? null : el("p", {"class": "draft"}, w["reviewed-by-nobody"])]);
  }
  function removal() {
    return el("section", {"class": "card"}, [el("h1", {}, w["keep-remove"]), el("p", {"class": "say"}, w["keep-stays"]),
      button("answer main", w["keep-remove"], "next", function () {
        gone().then(function () { close(w["keep-removed"]); });
      }, "remove", 1)]);
  }
  function gone() {
    return navigator.serviceWorker.getRegistrations().then(function (all) {
      return Promise.all(all.map(function (each) { return each.unregister(); }));
    }).then(function () { return caches.keys(); }).then(function (names) {
      return Promise.all(names.map(function (name) { return caches["delete"](name); }));
    });
  }
  function close(says, act) {
    way = []; told = null;
    bar.hidden = foot.hidden = true;
    main.className = "nothing";
    main.replaceChildren(el("h1", {}, says));
    if (act) main.append(el("div", {"class": "answers"}, act));
  }

  /* --- moving about --- */
  function go(screen) {
    return function () {
      way.push(screen);
      if (!armed) { history.pushState(null, ""); armed = true; }
      show();
    };
  }
  function answer(key) {
    return function () {
      var here = way[way.length - 1].place || walker.start("help"), to = walker.take(here, key);
      if (to === null) { back(); return; }
      if (way.length >= 100) { begin(true); return; }
      if (to[0] !== here[0] || to[1] !== here[1] || !way[way.length - 1].place) go({place: to})();
    };
  }
  function back() {
    if (way.length > 1) way.pop();
    show();
  }
  function begin(again) { way = [{place: walker.start("help")}]; show(again === true); }
  function screen(here) {
    if (here.kinds) return kinds();
    if (here.found >= 0) return found(here.found);
    if (here.leaf) return leaf(here.leaf);
    if (here.remove) return removal();
    return step(walker.view(here.place, today()));
  }
  function show(again) {
    var here = way[way.length - 1], start = way.length === 1, red = here.place && walker.view(here.place).level;
    document.body.className = start ? "wide" : here.place ? "level-" + red : "";
    main.className = start ? "first" : "";
    main.replaceChildren.apply(main, (start ? first(walker.view(here.place), notices(again)) : notices().concat(
      screen(here), el("div", {"class": "moves"}, [button("", w.back, "back", back, "back"),
        here.place && button("", w.restart, "start-again", begin, "restart")]))).filter(Boolean));
    bar.hidden = start;
    foot.hidden = !start;
    scrollTo(0, 0);
    if (!start) main.focus({preventScroll: true});
  }
  function ready() {
    var start = walker.view(walker.start("help")), dial = start.contacts[1].map(function (n) { return told.cards[n]; })
      .filter(function (row) { return row[1]; })[0];
    bar.replaceChildren(button("", w.help, "hand", answer("help"), "help"), dial ? el("a", {href: dial[1],
      "aria-label": plain(w.call + " " + words(dial[3][0]) + ", " + words(dial[3][1]))}, [drawing("call"), words(dial[3][0])])
      : "");
    foot.replaceChildren.apply(foot, [
      button("", w["page-find"], "search-place", go({kinds: true}), "find"),
    ].concat([["practice", "practice", "kind-words"], ["settings", "phone", "devices"]].map(function (own) {
      if (told.shape.starts[own[0]] === undefined) return null;
      return button("", w["page-" + own[1]], own[2], go({place: walker.start(own[0])}), own[0]);
    }), told.leaves.map(function (page, n) {
      return button("", w[n ? "page-about" : "page-private"], n ? "question-mark" : "lock", go({leaf: page}), "leaf");
    }), button("", w["keep-remove"], "no", go({remove: true}), "off")).filter(Boolean));
    begin();
  }
  function left() { return /(^|; )v=1/.test(document.cookie); }
  function open() {
    fetch(main.getAttribute("data-from")).then(function (got) { return got.json(); }).then(function (got) {
      var name;
      told = got;
      w = {};
      for (name in told.words) w[name] = words(told.words[name]);
      walker = walk(told);
      if (!left()) { ready(); return; }
      close(w["nothing-here"], button("answer", w.begin, "", function () {
        document.cookie = "v=;path=/;max-age=0;samesite=lax";
        bar.hidden = true;
        open();
      }));
    });
  }
  addEventListener("popstate", function () {
    armed = false;
    if (way.length < 2) return;
    back();
    if (way.length > 1) { history.pushState(null, ""); armed = true; }
  });
  /* Tried out with internet, it must still forget. */
  addEventListener("pagehide", function () { way = []; });
  open();
})();
