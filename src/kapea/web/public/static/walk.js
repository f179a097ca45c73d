/* A conversation from the shape of core/offline/graph.py: the same turns and views as the server's.
   It keeps nothing and asks nobody. tests/browser/test_offline_engine.py holds every place against the server's. */
var walk = function (edition) {
  var shape = edition.shape, at = shape.at, nodes = shape.nodes, people = edition.people, signs = {};
  edition.signs.forEach(function (s) { s[1].forEach(function (n) { signs[n] = s[0]; }); });

  function value(facts, name) {
    return at[name] < 0 ? shape.values.who[0] : shape.values[name][shape.codes[name].indexOf(facts[at[name]])];
  }
  function voice(facts) {
    return shape.voices[value(facts, "situation") + " " + value(facts, "who")];
  }

  /* --- conditions --- */
  function is(clause, facts, has) {
    return typeof clause === "string" ? has.indexOf(clause) >= 0 : clause[1].indexOf(facts[clause[0]]) >= 0;
  }
  function holds(when, facts, has) {
    function so(clause) { return is(clause, facts, has); }
    return !when || (when[0].every(so) && !(when[1].length && when[1].every(so)));
  }
  function parts(facts) { var v = voice(facts); return v ? v.h : []; }
  function pick(say, facts) {
    if (typeof say === "number") return say;
    var has = parts(facts), i;
    for (i = 0; i < say.length; i++) if (holds(say[i][0], facts, has)) return say[i][1];
    return -1;
  }

  /* --- facts --- */
  function put(facts, i, code) {
    if (shape.rises.indexOf(i) >= 0 && code < facts[i]) return facts;
    return facts.slice(0, i) + code + facts.slice(i + 1);
  }
  function only(facts, kept) {
    return facts.split("").map(function (c, i) { return kept.indexOf(i) >= 0 ? c : shape.fresh[i]; }).join("");
  }
  function settle(target, facts) {
    for (var i = 0; i < 64; i++) {
      var node = nodes[target];
      if (node.o === undefined || holds(node.w, facts, parts(facts))) return target;
      target = node.o;
    }
    return shape.help;
  }

  /* Where a choice leads: sets facts, goes there, and on where a node does not apply. */
  function advance(place, choice) {
    var facts = place[1], target = choice.to, node;
    if (choice.keep) facts = only(facts, choice.keep);
    (choice.f || []).forEach(function (set) { facts = put(facts, set[0], set[1]); });
    if (nodes[target].j !== nodes[place[0]].j) facts = only(facts, shape.facts[nodes[target].j]);
    target = settle(target, facts);
    node = nodes[target];
    (node.e || []).forEach(function (set) { facts = put(facts, set[0], set[1]); });
    if (node.l) facts = put(facts, at.level, shape.levels[value(facts, "situation")] || shape.fresh[at.level]);
    return [target, facts];
  }

  /* --- what stands at a place --- */
  function label(choice, facts) {
    if (!choice.q) return choice.s === undefined ? [] : choice.s;
    var v = voice(facts), lines = v && v.q[choice.q];
    return lines && lines.length ? lines[0][0] : [];
  }
  function each(node, facts) {
    var who = value(facts, "who"), to = node.k[0].to;
    return (shape.tiles[who] || []).map(function (id) {
      var v = shape.voices[id + " " + who], code = shape.codes.situation[shape.values.situation.indexOf(id)];
      return [{k: id, to: to, f: [[at.situation, code]], p: v.p}, v.t];
    });
  }
  function choices(place) {
    var node = nodes[place[0]], facts = place[1], has = parts(facts);
    if (node.t === "each") return each(node, facts);
    return (node.k || []).filter(function (c) { return holds(c.w, facts, has); })
      .map(function (c) { return [c, label(c, facts)]; });
  }
  function lines(node, facts) {
    var has = parts(facts), v = voice(facts), out = [];
    (node.s || []).forEach(function (show) {
      if (!holds(show.w, facts, has)) return;
      if (show.l) out.push(show.l); else if (v) out = out.concat(v.q[show.q] || []);
    });
    return out;
  }

  /* What an answer only says, in place; nothing where it says to call, for then somebody is named. */
  function aside(choice, facts) {
    var said = choice.i ? lines(nodes[choice.to], facts) : [];
    if (said.some(function (line) { return line[3]; })) return "";
    return said.map(function (line) { return pick(line[0], facts); }).filter(function (n) { return n >= 0; })
      .map(function (n) { return edition.texts[n]; }).join('</p><p class="say">');
  }

  /* --- people --- */
  function order(danger, facts) {
    var listed = shape.order[danger] || [];
    if (at.power < 0 || value(facts, "power") !== "someone") return listed;
    listed = shape.order[danger === "none" ? "power" : danger + "-power"] || [];
    return listed.length ? listed : shape.order[danger] || [];
  }
  function types(node, facts) {
    var danger = at.danger >= 0 ? value(facts, "danger") : "none";
    if (danger === "none" && value(facts, "level") === "red") danger = "now";
    var first = order(danger, facts), told = [], v;
    if (!node.c) {
      if (!node.tells) return [];
      lines(node, facts).forEach(function (line) { told = told.concat(line[3] || []); });
      return told.length ? first.concat(told) : [];
    }
    if (node.c.from === "types") return node.c.types;
    if (node.c.from === "now" || (danger === "none" && node.c.from === "danger")) return order("now", facts);
    v = node.c.from === "situation" ? voice(facts) : null;
    v = first.concat(v ? v.c : []);
    return v.length ? v : order("now", facts);
  }
  function once(kind, i, all) { return all.indexOf(kind) === i; }
  function contacts(node, facts) {
    var power = at.power >= 0 && value(facts, "power") === "someone";
    var local = power ? 2 : value(facts, "home") === "safe" ? 1 : 0;
    var next = node.c ? (node.c.next ? 1 : 0) + (node.c.prefer || "") : "0";
    var found = people[types(node, facts).filter(once).join(" ") + "|" + next];
    return found ? edition.lists[found[facts[at.who] + facts[at.band] + local]] : [0, []];
  }

  /* The card of somebody as the server drew it: whole (0), brief (1), brief without other ways (2), as in danger (3), so
     without other ways (4), where of more than two only the first is more than a line. What is said of them is that of the last day that
     has come. */
  function card(n, form, day, first) {
    var row = edition.cards[n], drawn = form ? form < 3 || first ? 1 : 2 : 0, told = row[4 + drawn];
    var said = told.filter(function (each) { return each[0] <= day; }).pop() || told[0];
    return (row[drawn] || row[1]).split("{why}").join(said[1]).split("{spoken}").join(said[2])
      .split("{ways}").join(form === 2 || form === 4 ? "" : row[3]);
  }

  /* By these keys the edition holds how words with whoever is named, and answers, are laid out; see core/offline/layouts.py. */
  function keys(v) {
    var asks = +(v.ask >= 0);
    function star(row) { return row[2] ? "*" : ""; }
    return [
      ["card", v.level, +v.help, +v.told, +!!v.contacts[1].length, asks, +!!v.screen].concat(v.shown.map(function (line) {
        return line[1] + star(line);
      })),
      ["answers", asks].concat(v.offers.map(function (offer) { return offer[0] + star(offer) + (offer[3] ? "-" : "") + (offer[6] ? "?" : ""); }))
    ].map(function (key) { return key.join(" "); });
  }

  /* `day`, as 2026-11-24, decides whether a menu is old. A line: text, kind, drawing, words, first sentence, rest,
     lang. An offer: key, text, drawing, whether minor, words, short words, what it only says,
     its sign. */
  function view(place, day) {
    var node = nodes[place[0]], facts = place[1], shown = [], asked, text, words, cut, seen;
    function said(n) { return edition.texts[n].replace("{date}", node.d || ""); }
    lines(node, facts).forEach(function (line) {
      text = pick(line[0], facts);
      if (text < 0) return;
      words = said(text);
      cut = edition.cuts[text] || words.length;
      shown.push([text, line[1] || "say", line[2] || "", words, words.slice(0, cut), words.slice(cut).trim(),
        edition.langs[text] || ""]);
    });
    asked = node.a ? pick(node.a[0], facts) : -1;
    seen = {
      node: node.id, kind: node.t, level: value(facts, "level"), picture: node.p || "", told: !node.c,
      help: place[0] === shape.help, contacts: contacts(node, facts), shown: shown, ask: asked,
      aged: node.x <= day, screen: (edition.screens[place[0]] || []).map(function (n) {
        return edition.pieces[n];
      }).join(""),
      offers: choices(place).map(function (each) {
        var n = pick(each[1], facts), full = edition.texts[n];
        return [each[0].k, n, each[0].p || "", !!each[0].m, full, edition.short[n] || full, aside(each[0], facts),
          signs[n] || ""];
      }).filter(function (offer) { return offer[1] >= 0; })
    };
    seen.keys = keys(seen);
    return seen;
  }

  /* Where an answer leads; null where it undoes the step that led here. `help` is the red tile. */
  function take(place, key) {
    if (key === "help") return place[0] === shape.help ? place : advance(place, {to: shape.help});
    var found = choices(place).filter(function (each) { return each[0].k === key; })[0];
    return found[0].b ? null : advance(place, found[0]);
  }
  return {
    view: view, take: take, card: card, start: function (journey) { return [shape.starts[journey], shape.fresh]; }
  };
};
