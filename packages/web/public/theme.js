// Runs before the first paint, so that somebody who chose the dark theme never sees a white flash. A file of its own: the CSP allows no inline script.
try {
  var chosen = localStorage.getItem('recado.theme')
  if (chosen) document.documentElement.dataset.theme = chosen
} catch {
  // Storage can be closed; the system's theme is right then.
}
