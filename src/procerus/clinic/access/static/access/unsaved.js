// Whoever logged in again in another tab has a new token against forms of other sites: it is fetched before
// the form is sent. Without this the server answers with this page once more, with the new token in it.

const NAME = "csrfmiddlewaretoken";
const form = document.querySelector("[data-unsaved]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch("/account/")).text(), "text/html");
    form.elements[NAME].value = fresh.querySelector(`[name=${NAME}]`).value;
  } finally {
    form.submit();
  }
});
