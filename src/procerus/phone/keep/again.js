// @ts-check
/* A page that lacks one of its files looks for a new version and loads itself anew, once. A classic script, before all modules. */
(() => {
  const MARK = "procerus-lacked-files";
  addEventListener("error", async ({ target }) => {
    if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
    const last = Number(sessionStorage.getItem(MARK) ?? 0);
    if (Date.now() - last < 60_000) return;
    sessionStorage.setItem(MARK, String(Date.now()));
    const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
    await registration?.update().catch(() => {});
    location.reload();
  }, true);
})();
