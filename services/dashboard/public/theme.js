// Runs before the first paint, so that a chosen dark or light page does not flash in the other one.
try {
  const chosen = localStorage.getItem('moodlight.theme')
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen
} catch {
  // Storage may be refused; the system's own choice then rules.
}
