// Selecting words of a turn fills the form that marks them. Without this, people copy them there.
"use strict";
document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed) return;
  const words = chosen.toString().trim();
  const from = chosen.anchorNode && chosen.anchorNode.parentElement;
  const to = chosen.focusNode && chosen.focusNode.parentElement;
  const turn = from && from.closest("[data-turn]");
  if (!words || !turn || !to || to.closest("[data-turn]") !== turn) return;
  document.getElementById("turn").value = turn.dataset.turn;
  document.getElementById("words").value = words;
});
