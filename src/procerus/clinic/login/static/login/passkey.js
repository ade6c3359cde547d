// Passkeys: a form with data-passkey asks the browser for one, puts the answer into its field `credential`
// and is sent. data-passkey="login" fetches its question first; the others find it on the page.

const says = document.querySelector("#passkey-says");

const tell = (what) => {
  says.textContent = says.dataset[what];
  says.hidden = false;
};

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (listed) => (listed || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function created(question, alone) {
  const choice = { ...question.authenticatorSelection };
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) choice.userVerification = "required";
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: bytes(question.challenge),
      user: { ...question.user, id: bytes(question.user.id) },
      excludeCredentials: known(question.excludeCredentials),
      authenticatorSelection: choice,
      extensions: { ...question.extensions, credProps: true },
    },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() || [],
  });
}

async function shown(question) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...question,
      challenge: bytes(question.challenge),
      allowCredentials: known(question.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = found.response;
  return answer(found, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function answer(credential, response) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function question(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.querySelector("#passkey-options").textContent);
  const found = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!found.ok) throw new Error(`the server answered ${found.status}`);
  return found.json();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.hidden = true;
    if (!window.PublicKeyCredential) return tell("unsupported");
    if (/^[\d.]+$|^\[/.test(location.hostname)) return tell("number");
    try {
      const asked = await question(form);
      const given =
        form.dataset.passkey === "create"
          ? await created(asked.creation_options.publicKey, Boolean(form.elements.passwordless?.checked))
          : await shown(asked.request_options.publicKey);
      form.elements.credential.value = JSON.stringify(given);
      form.submit();
    } catch (refused) {
      console.warn(refused.name);
      tell("refused");
    }
  });
}
