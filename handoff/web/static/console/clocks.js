/* "waits since 3 min" goes on counting. */

export function keepClocks(reading) {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-since]")) time.textContent = reading.since(time.dateTime);
  }, 15000);
}
