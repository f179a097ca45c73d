/* Makes a notice out of the fields that write.js put there, on this screen, by the rules that core/platform_notice gives
   along with the page. */
(function () {
  var rules = JSON.parse(document.getElementById("fields").getAttribute("data-limits"));
  var many = rules.many, order = rules.order;
  var made = document.getElementById("made"), wrong = document.getElementById("wrong");
  var copied = document.getElementById("copied");

  function clean(line) { return line.trim().split(/\s+/).filter(Boolean).join(" "); }
  function matches(pattern, line) { return new RegExp(pattern, "i").test(line); }
  function refused(name, line) {
    if (matches(rules.data, line) || matches(name === "links" ? rules.link_run : rules.run, line)) return "file";
    if (line.length > rules.longest[name]) return "long";
    return name === "links" && line && !matches("^(?:" + rules.link + ")$", line) ? "link" : "";
  }
  function check(said) {
    var out = [];
    order.forEach(function (name) {
      var lines = many.indexOf(name) >= 0 ? said[name] || [] : [said[name] || ""], why = "";
      if (name === "rule") { if (!lines[0]) out.push([name, "missing"]); return; }
      if (name === "platform" && !clean(lines[0])) why = "missing";
      else if (lines.length > rules.most_lines) why = "many";
      else lines.some(function (line) { why = refused(name, clean(line)); return why; });
      if (why) out.push([name, why]);
    });
    if (!(said.accounts || []).length && !(said.links || []).length) out.push(["accounts", "missing"]);
    return out;
  }
  function field(name) { return document.getElementById("f-" + name); }
  function label(name) { return document.getElementById("l-" + name).textContent.replace(/[\u200b\u2060]/g, ""); }
  function written() {
    var said = {platform: clean(field("platform").value), rule: field("rule").value};
    many.forEach(function (name) { said[name] = field(name).value.split("\n").map(clean).filter(Boolean); });
    rules.one.slice(1).forEach(function (name) { said[name] = clean(field(name).value); });
    return said;
  }
  function bare(said) {
    var out = {}, name;
    for (name in said) if (said[name].length) out[name] = said[name];
    return out;
  }
  function told(said) {
    var parts = [made.getAttribute("data-title")];
    order.forEach(function (name) {
      var lines = many.indexOf(name) >= 0 ? said[name] : said[name] ? [said[name]] : [];
      if (name === "rule") lines = [field("rule").selectedOptions[0].textContent];
      if (lines.length) parts.push([label(name) + ":"].concat(lines).join("\n"));
    });
    return parts.join("\n\n") + "\n";
  }
  /* What is wrong stands beside its field, and in one list from which each field is reached. */
  function mark(name, why) {
    var beside = document.createElement("p"), entry = document.createElement("li"), way = document.createElement("a");
    beside.id = "e-" + name;
    beside.className = "wrong";
    beside.textContent = wrong.getAttribute("data-" + why);
    field(name).before(beside);
    field(name).setAttribute("aria-invalid", "true");
    field(name).setAttribute("aria-describedby", beside.id);
    way.href = "#f-" + name;
    way.textContent = label(name) + ": " + beside.textContent;
    way.addEventListener("click", function (event) { event.preventDefault(); field(name).focus(); });
    entry.append(way);
    wrong.querySelector("ul").append(entry);
  }
  function unmark() {
    document.querySelectorAll(".wrong, #wrong li").forEach(function (each) { each.remove(); });
    document.querySelectorAll("[aria-invalid]").forEach(function (each) {
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
    });
  }
  function empty() {
    unmark();
    made.hidden = wrong.hidden = true;
    copied.textContent = "";
    document.getElementById("as-text").textContent = document.getElementById("as-json").textContent = "";
  }
  function make() {
    var said = written(), found = check(said);
    empty();
    if (found.length) {
      found.forEach(function (each) { mark(each[0], each[1]); });
      wrong.hidden = false;
      wrong.focus();
      return;
    }
    document.getElementById("as-text").textContent = told(said);
    document.getElementById("as-json").textContent = JSON.stringify(bare(said), null, 2);
    made.hidden = false;
    document.getElementById("made-title").focus();
  }
  function copy() {
    getSelection().selectAllChildren(document.getElementById("as-text"));
    copied.textContent = document.execCommand("copy") ? copied.getAttribute("data-done") : "";
  }
  document.addEventListener("emptied", empty);
  document.getElementById("do-make").hidden = false;
  document.getElementById("do-make").addEventListener("click", make);
  document.getElementById("do-copy").addEventListener("click", copy);
  window.noticeWrong = check;
})();
