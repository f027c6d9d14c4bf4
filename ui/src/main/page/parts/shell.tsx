import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { href, path } from "../lib/place";
import { type Place, PLACES } from "../lib/places";
import { useLive } from "../lib/live";
import { hasShortcuts, isDark, switchTheme, theme } from "../lib/theme";
import { isHelpOpen } from "./keys";
import { Ago } from "./bits";
import { Help } from "./help";

interface Build {
  version: string;
}

interface Runtime {
  hostname: string;
}

export function Shell({ children }: { children: ComponentChildren }) {
  return (
    <div class="shell">
      <a class="skip" href="#main" data-outside onClick={skip}>
        Skip to content
      </a>
      <Rail />
      <div class="stage">
        <Notices />
        {children}
      </div>
      {isHelpOpen.value && <Help />}
    </div>
  );
}

function skip(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function isHere(place: Place): boolean {
  const here = path.value;
  return [place.to, ...(place.also ?? [])].some((own) => here === own || (own !== "/" && here.startsWith(own + "/")));
}

function Rail() {
  const build = useLive<Build>("api/v1/status/buildinfo", 60_000).value.data;
  const runtime = useLive<Runtime>("api/v1/status/runtimeinfo", 60_000).value.data;
  const list = useRef<HTMLElement>(null);
  const here = path.value;
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);
  return (
    <div class="rail">
      <a class="brand" href={href("/")}>
        <Mark />
        <span>
          <span class="brand-name">Tributary</span>
          <span class="brand-host">{runtime?.hostname ?? "\u00a0"}</span>
        </span>
      </a>
      <nav aria-label="Pages" ref={list}>
        {PLACES.map(([group, places]) => (
          <div class="nav-group" key={group}>
            {group && <p class="nav-title">{group}</p>}
            {places.map((place) => (
              <a key={place.to} href={href(place.to)} aria-current={isHere(place) ? "page" : undefined}>
                {place.name}
              </a>
            ))}
          </div>
        ))}
      </nav>
      <div class="rail-foot">
        <button type="button" class="button quiet" onClick={switchTheme} title="Light or dark (t)">
          {theme.value === "system" ? (isDark() ? "Dark" : "Light") : theme.value === "dark" ? "Dark" : "Light"}
        </button>
        <button type="button" class="button quiet" title="Keys (?)" onClick={() => (isHelpOpen.value = true)}>
          Keys{hasShortcuts.value ? "" : " off"}
        </button>
        <span class="faint version">{build?.version}</span>
      </div>
    </div>
  );
}

function Mark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path class="main-stream" d="M3 16h26" />
      <path class="main-stream" d="M3 6c6 0 7 10 14 10" />
      <path class="side-stream" d="M3 26c6 0 7-10 14-10" />
    </svg>
  );
}

interface Notice {
  text: string;
  date: string;
  active: boolean;
}

/** What operators should know now, on whatever page they are. */
function Notices() {
  const notices = useLive<Notice[]>("api/v1/notifications", 15_000).value.data ?? [];
  return (
    <>
      {notices
        .filter((notice) => notice.active)
        .map((notice) => (
          <p class="notice" role="status" key={notice.text + notice.date}>
            <span class="mark" aria-hidden="true" />
            {notice.text} <span class="faint">since <Ago at={notice.date} /></span>
          </p>
        ))}
    </>
  );
}
