// Runs before the first paint so that neither theme nor language flashes. Kept outside the bundle
// because the Content-Security-Policy allows no inline script.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem("twinrail.theme");
    language = localStorage.getItem("twinrail.language");
  } catch (refused) {
    // Storage may be switched off; the system's own choice then stands.
  }
  if (theme !== "light" && theme !== "dark") {
    theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  if (language !== "zh" && language !== "en") {
    language = /^zh/i.test(navigator.language) ? "zh" : "en";
  }
  root.dataset.theme = theme;
  root.lang = language === "zh" ? "zh-CN" : "en";
})();
