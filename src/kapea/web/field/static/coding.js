// Coding by keyboard: letters choose a code, arrows a turn, Enter codes, Backspace takes the last of this turn
// back. The page does all of it without this script; nothing is kept here, and nothing is asked for.
"use strict";
(() => {
  const form = document.getElementById("mark");
  if (!form) return;
  const code = form.elements.code, words = form.elements.words, at = form.elements.at;
  const turns = [...document.querySelectorAll(".turns > li")];
  const here = turns.findIndex((turn) => turn.id === `t${form.dataset.turn}`);

  const points = (text) => [...text].length;
  const isTyping = (node) => /^(INPUT|TEXTAREA|SELECT|BUTTON|A)$/.test(node.tagName);

  function go(step) {
    const turn = turns[here + step];
    if (turn) location.href = turn.querySelector("a").href + `#${turn.id}`;
  }
  function takeBack() {
    const mine = document.querySelectorAll(`[data-coded-turn="${form.dataset.turn}"] form`);
    if (mine.length) mine[mine.length - 1].requestSubmit();
  }
  function mark() {
    const chosen = getSelection(), place = turns[here]?.querySelector("[data-words]");
    if (!chosen.rangeCount || chosen.isCollapsed || !place?.contains(chosen.anchorNode) || !place.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0), before = range.cloneRange(), text = range.toString();
    before.selectNodeContents(place);
    before.setEnd(range.startContainer, range.startOffset);
    words.value = text.trim();
    at.value = points(before.toString()) + points(text) - points(text.trimStart());
  }
  words.addEventListener("input", () => (at.value = ""));
  document.addEventListener("mouseup", mark);
  document.addEventListener("keyup", (event) => event.shiftKey && mark());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const from = event.target;
    if (event.key === "Escape") return void (from.blur?.());
    if (from === code && !code.value && event.key === "Backspace") { event.preventDefault(); return takeBack(); }
    if (isTyping(from)) return;
    if (event.key === "ArrowDown") { event.preventDefault(); go(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); go(-1); }
    else if (event.key === "Backspace") { event.preventDefault(); takeBack(); }
    else if (event.key === "Enter" && code.value) form.requestSubmit();
    else if (event.key.length === 1 && event.key !== " ") code.focus();
  });
})();
