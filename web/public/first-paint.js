// Runs before everything else: locks the door to markup made of texts, and sees to it that neither theme
// nor language flashes. Kept outside the bundle because the Content-Security-Policy allows no inline script.
(function () {
  // No text becomes a page or a program (Trusted Types, asked for by the same policy). The charts empty
  // their place by writing an empty text into it: that alone passes, and nobody can make a second policy.
  if (window.trustedTypes) {
    trustedTypes.createPolicy("default", {
      createHTML: function (text) {
        return text === "" ? text : null;
      },
    });
  }
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
