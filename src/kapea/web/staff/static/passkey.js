// A passkey, where the browser can: what it makes or signs goes out with the form.
(() => {
  const form = document.querySelector("[data-passkey]");
  const told = document.getElementById("passkey");
  if (!form || !told || !window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const given = JSON.parse(told.textContent);
  const asked = (given.creation_options || given.request_options).publicKey;
  if (form.dataset.passkey === "get" && !(asked.allowCredentials || []).length) return;
  const options = { ...asked, challenge: bytes(asked.challenge) };
  const ids = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  if (asked.user) options.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.excludeCredentials) options.excludeCredentials = ids(asked.excludeCredentials);
  if (asked.allowCredentials) options.allowCredentials = ids(asked.allowCredentials);
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const told_of = (credential) => {
    const response = {};
    for (const part of parts) if (credential.response[part]) response[part] = text(credential.response[part]);
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: credential.getClientExtensionResults() };
  };
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: options });
      form.elements.credential.value = JSON.stringify(told_of(credential));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
})();
