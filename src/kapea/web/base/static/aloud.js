/* Reads the page aloud, in its order, once somebody taps: what was recorded is played, the rest is said by a voice that
   this phone has itself. A voice that speaks over the network is never used: it would be told what is read here. Without
   either, or without this script, there is no such button. Nothing is kept, and nothing is sent. */
(function () {
  var button = document.querySelector(".listen"), speech = window.speechSynthesis;
  var main = document.querySelector("main"), codes = button && button.getAttribute("data-voices").split(" ");
  var BLOCKS = "h1,h2,p,li,label,summary,button,a,[lang]", RECORDED = "audio.hear", turn = 0, said, played, shown;
  if (!button || !main) return;

  /* --- who speaks --- */
  function code(lang) { return lang.toLowerCase().split(/[-_]/)[0]; }
  function voice(lang) {
    var own = lang === document.documentElement.lang ? codes : [code(lang)];
    return speech && window.SpeechSynthesisUtterance && speech.getVoices().filter(function (each) {
      return each.localService === true && own.indexOf(code(each.lang)) >= 0;
    })[0];
  }
  function offer() {
    button.hidden = !voice(document.documentElement.lang) && !document.querySelector(RECORDED);
  }

  /* --- what is read: each block once, as it is said: no break marks, and numbers one digit after the other --- */
  function apart(words, least) {
    return words.replace(/\p{Nd}+/gu, function (run) { return run.length < least ? run : Array.from(run).join(" "); });
  }
  function words(part) {
    var spoken = part.block.querySelector("[data-say]"), whole = part.block.getAttribute("aria-label");
    var calls = /^(tel|sms):/.test(part.block.getAttribute("href"));
    var text = whole || (spoken ? spoken.getAttribute("data-say") : part.text);
    return apart(text.replace(/[\u200b\u2060]/g, "").replace(/\s+/g, " ").trim(), calls ? 1 : 3);
  }
  function isSeen(node) {
    var closed = node.closest("details:not([open])");
    return node.getClientRects().length > 0 && (!closed || node.closest("summary"));
  }
  function parts() {
    var out = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), node, block, last;
    while ((node = walk.nextNode())) {
      block = node.parentElement.closest(BLOCKS);
      if (!main.contains(block) || !node.data.trim() || node.parentElement.closest("audio,select")) continue;
      if (!isSeen(node.parentElement)) continue;
      if (last && last.block === block) last.text += " " + node.data;
      else out.push(last = {block: block, text: node.data});
    }
    return out;
  }

  /* --- one after the other --- */
  function show(block) {
    if (shown) shown.classList.remove("said");
    shown = block;
    if (!block) return;
    block.classList.add("said");
    block.scrollIntoView({block: "nearest"});
  }
  function stop() {
    turn++;
    if (speech) speech.cancel();
    if (played) played.pause();
    said = played = null;
    show(null);
    button.setAttribute("aria-pressed", "false");
  }
  function read(mine, line) {
    var part = line.shift(), block = part && part.block, recorded = block && block.querySelector(RECORDED), by;
    function on() { if (mine === turn) read(mine, line); }
    if (!block) { stop(); return; }
    by = voice(block.closest("[lang]").lang);
    if (!recorded && !by) { on(); return; }
    show(block);
    if (recorded) {
      played = recorded;
      played.onended = on;
      played.currentTime = 0;
      played.play().catch(on);
      return;
    }
    said = new SpeechSynthesisUtterance(words(part));
    said.voice = by;
    said.lang = by.lang;
    said.rate = 0.9;
    said.onend = said.onerror = on;
    speech.speak(said);
  }
  button.addEventListener("click", function () {
    var speaks = button.getAttribute("aria-pressed") === "true";
    stop();
    if (speaks) return;
    button.setAttribute("aria-pressed", "true");
    read(turn, parts());
  });

  /* --- quiet again --- */
  document.getElementById("leave").addEventListener("submit", stop);
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", function () { if (document.hidden) stop(); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") stop(); });
  document.addEventListener("click", function (event) {
    var tapped = event.target.closest("button,a,audio");
    if (tapped && tapped !== button) stop();
  });
  if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  offer();
})();
