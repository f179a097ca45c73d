/* Leaves at once: the Leave button, or Escape three times. Without this script the button is a plain form. */
(function () {
  var form = document.getElementById("leave"), pressed = 0, last = 0;

  function leave(event) {
    var told;
    document.documentElement.hidden = true;
    document.cookie = "v=1;path=/;max-age=300;samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
    try { sessionStorage.clear(); } catch (none) { /* there is no such place */ }
    try { told = navigator.sendBeacon(form.action, new URLSearchParams("s=1")); } catch (none) { told = false; }
    if (!told) { if (event.type !== "submit") form.submit(); return; }
    event.preventDefault();
    document.body.textContent = "";
    location.replace(form.getAttribute("data-to"));
  }

  form.addEventListener("submit", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { pressed = 0; return; }
    pressed = event.timeStamp - last < 2000 ? pressed + 1 : 1;
    last = event.timeStamp;
    if (pressed === 3) leave(event);
  });
  /* A page kept in memory by the browser would be shown again by Back without asking us. */
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
