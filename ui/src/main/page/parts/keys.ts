import { signal } from "@preact/signals";
import { go } from "../lib/place";
import { hasShortcuts, switchTheme } from "../lib/theme";
import { isPaused } from "../lib/live";

export const isHelpOpen = signal(false);

/** How long the second key of a pair may take. */
const PAIR_MS = 1500;

/** Single keys, while no field has the focus and the reader has not turned them off. */
export function listenToKeys(places: { to: string; key: string }[]): void {
  let pairUntil = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !hasShortcuts.value || isTyping(event.target)) {
      return;
    }
    if (performance.now() < pairUntil) {
      pairUntil = 0;
      const place = places.find(({ key }) => key === event.key);
      if (place) {
        event.preventDefault();
        go(place.to);
      }
      return;
    }
    if (event.key === "g") {
      pairUntil = performance.now() + PAIR_MS;
    } else if (event.key === "/") {
      const field = document.querySelector<HTMLInputElement>("[data-search]");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === "?") {
      isHelpOpen.value = !isHelpOpen.value;
    } else if (event.key === "t") {
      switchTheme();
    } else if (event.key === "p") {
      isPaused.value = !isPaused.value;
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
}
