import { computed, signal } from "@preact/signals";

/**
 * Where on the page the reader is: a path below the page's own, and parameters, both kept in the
 * address so that they can be shared and survive going back.
 *
 * The server names the page's own path relative to the address asked for (`<base href="../">`), so
 * the page works below any prefix, also one that a proxy takes away.
 */
export const basePath = typeof document === "undefined" ? "/" : new URL(document.baseURI).pathname;

/** What `pathname` is below `base`; always begins with a slash. */
export function below(base: string, pathname: string): string {
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1);
  return "/" + path.replace(/\/+$/, "");
}

const current = signal(typeof location === "undefined" ? new URL("http://localhost/") : new URL(location.href));

export const path = computed(() => below(basePath, decodePath(current.value.pathname)));

const parameters = computed(() => current.value.searchParams);

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** The address of a path of the page, for `href`. Segments are encoded, slashes stay. */
export function href(to: string, search: Record<string, string> = {}): string {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ""));
  const text = query.toString();
  return basePath + to.slice(1).split("/").map(encodeURIComponent).join("/") + (text ? `?${text}` : "");
}

export function go(to: string, search: Record<string, string> = {}): void {
  arrive(new URL(href(to, search), location.href));
}

function arrive(url: URL): void {
  const isElsewhere = url.pathname !== current.value.pathname;
  history.pushState(null, "", url);
  current.value = url;
  if (isElsewhere) {
    scrollTo(0, 0);
  }
}

export function parameter(name: string): string {
  return parameters.value.get(name) ?? "";
}

/** Changes parameters in place: a filter that is typed makes no history. Empty ones go away. */
export function setParameters(changes: Record<string, string>): void {
  const url = new URL(current.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") {
      url.searchParams.delete(name);
    } else {
      url.searchParams.set(name, value);
    }
  }
  history.replaceState(null, "", url);
  current.value = url;
}

/** Follows links within the page without loading it again. */
export function followLinks(): void {
  addEventListener("popstate", () => {
    current.value = new URL(location.href);
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || event.defaultPrevented || event.button !== 0 || hasModifier(event)) {
      return;
    }
    if (link.hasAttribute("data-outside") || link.target || !link.getAttribute("href")) {
      return;
    }
    const url = new URL(link.href);
    if (url.origin === location.origin && url.pathname.startsWith(basePath)) {
      event.preventDefault();
      arrive(url);
    }
  });
}

function hasModifier(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
