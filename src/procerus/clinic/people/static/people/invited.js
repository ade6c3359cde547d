// The code of a link stands after #, so that no server writes it into a log; here it goes into its field.
const field = document.querySelector("[name=code]");
if (field && !field.value && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  document.querySelector("[name=born]")?.focus();
}
