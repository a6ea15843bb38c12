// Passkeys: a module of its own (<script type="module" src=…>), for pages with such a form:
//
//   <form method="post" action="…" data-passkey="get" data-options="{…}">        get: use one; create: make one
//     <input type="hidden" name="credential">                                     filled before the form is sent
//     <button hidden>Use a passkey</button>                                       shown if the browser can do it
//     <p data-passkey-missing>This browser cannot use passkeys.</p>               hidden if it can; stays without script
//     <p data-passkey-status role="status" aria-live="polite"></p>                what went wrong, in words
//   </form>
//
// `data-options` is the JSON that the server made, untouched: PublicKeyCredentialRequestOptions or …CreationOptions.
// Whatever else the form has (name, ticket, csrf) is checked by the browser first, then sent along. Sending it asks the
// browser for the passkey; the form goes off by itself once there is one. If that fails, nothing is sent and the person may
// try again. A button with `formnovalidate` (another way in, cancel) sends the form without asking.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What browsers before 2025, and password managers that put themselves in between, do not do themselves.
const parsed = (kind, json) => {
  const parse = kind === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (PublicKeyCredential[parse]) return PublicKeyCredential[parse](json);
  const list = (all) => all?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...json,
    challenge: bytes(json.challenge),
    ...(json.user && { user: { ...json.user, id: bytes(json.user.id) } }),
    ...(json.allowCredentials && { allowCredentials: list(json.allowCredentials) }),
    ...(json.excludeCredentials && { excludeCredentials: list(json.excludeCredentials) }),
  };
};
const written = (credential) => {
  try {
    return JSON.stringify(credential.toJSON());
  } catch {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    const id = text(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, clientExtensionResults: {}, response });
  }
};

const words = {
  NotAllowedError: "The browser gave no passkey: it was cancelled, it took too long, or none that may be used is at hand. Try again.",
  InvalidStateError: "This device keeps a passkey of yours for this console already. Use that one, or another device.",
  NotSupportedError: "This device knows no kind of passkey that is taken here. Use another device.",
  SecurityError: "Passkeys do not work at this address: open the console by its name over https, or on localhost.",
  AbortError: "The browser broke it off. Try again.",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !navigator.credentials || !window.isSecureContext) continue;
  const kind = form.dataset.passkey;
  const field = form.elements.namedItem("credential");
  const status = form.querySelector("[data-passkey-status]");
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  for (const button of buttons) button.hidden = false;
  for (const sentence of form.querySelectorAll("[data-passkey-missing]")) sentence.hidden = true;
  let asking = false;
  // A page that is come back to begins anew: what was filled in was used.
  addEventListener("pageshow", () => (field.value = ""));
  form.addEventListener("submit", async (event) => {
    if (field.value || event.submitter?.formNoValidate) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    status.textContent = "Waiting for your device…";
    try {
      const publicKey = parsed(kind, JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[kind]({ publicKey });
      field.value = written(credential);
      status.textContent = "";
      form.requestSubmit(event.submitter);
    } catch (error) {
      status.textContent = words[error.name] ?? `The browser could not do it (${error.name}). Try again.`;
    } finally {
      asking = false;
    }
  });
}
