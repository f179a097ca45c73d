/* Fields to write in, in place of the empty lines. They have no name and stand in no form, so there is nothing that
   could send them; and nothing here asks the network. Leaving, closing or hiding the page empties them. */
(function () {
  var main = document.getElementById("words"), fields = [];

  [].forEach.call(main.querySelectorAll("[data-write]"), function (line) {
    var field = document.createElement(line.getAttribute("data-write") === "rule" ? "select" : "textarea");
    field.setAttribute("autocomplete", "off");
    field.setAttribute("autocapitalize", "off");
    field.setAttribute("spellcheck", "false");
    field.id = "f-" + line.getAttribute("data-write");
    if (field.tagName === "SELECT") {
      [].forEach.call(line.querySelectorAll("li"), function (item) {
        field.add(new Option(item.textContent, item.getAttribute("data-rule")));
      });
    } else {
      field.rows = line.getAttribute("data-rows") || 2;
      field.maxLength = 4000;
    }
    line.replaceWith(field);
    fields.push(field);
  });

  function clear() {
    fields.forEach(function (field) { if (field.tagName === "SELECT") field.selectedIndex = 0; else field.value = ""; });
    document.dispatchEvent(new Event("emptied"));
  }
  function on(id, act) {
    var found = document.getElementById(id);
    if (found) { found.hidden = false; found.addEventListener("click", act); }
  }
  on("do-print", function () { print(); });
  on("do-clear", clear);
  document.getElementById("leave").addEventListener("submit", clear);
  addEventListener("pagehide", clear);
})();
