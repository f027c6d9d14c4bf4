import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "tributary.theme";

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // The browser may forbid storage; then the choice lasts as long as the page.
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See stored.
  }
}

const first = stored(KEY);

export const theme = signal<Theme>(first === "light" || first === "dark" ? first : "system");

/** Whether single keys do something; see WCAG 2.1.4. */
export const hasShortcuts = signal(stored("tributary.shortcuts") !== "off");

export function keepTheme(): void {
  effect(() => {
    store(KEY, theme.value);
    const root = document.documentElement;
    if (theme.value === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme.value;
    }
  });
  effect(() => store("tributary.shortcuts", hasShortcuts.value ? "on" : "off"));
}

export function isDark(): boolean {
  return theme.value === "dark" || (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
}

export function switchTheme(): void {
  theme.value = isDark() ? "light" : "dark";
}
