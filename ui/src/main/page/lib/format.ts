/** Numbers, sizes and times as an operator reads them: short, steady in width, never misleading. */

const UNITS = ["", "k", "M", "G", "T", "P"];

/** Three significant digits and a decimal prefix: 950, 1.23k, 45.6M. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  return scaled(value, 1000, UNITS, "");
}

/** Binary prefixes: 950 B, 1.46 KiB, 2.00 GiB. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  return scaled(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"], " ");
}

/** Items a second; slow flows keep their digits. */
export function rate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined || Number.isNaN(perSecond)) {
    return "–";
  }
  return `${count(perSecond)}/s`;
}

function scaled(value: number, step: number, units: string[], gap: string): string {
  if (!Number.isFinite(value)) {
    return value > 0 ? "∞" : "−∞";
  }
  const sign = value < 0 ? "−" : "";
  let size = Math.abs(value);
  let unit = 0;
  // 999.6 would be written as 1000.
  while (size >= step - step / 2000 && unit < units.length - 1) {
    size /= step;
    unit++;
  }
  const isWhole = unit === 0 && Number.isInteger(size);
  const digits = isWhole || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3;
  return sign + size.toFixed(digits) + (units[unit] ? gap + units[unit] : "");
}

/** An exact number with thin spaces between thousands. */
export function exact(value: number): string {
  return value.toLocaleString("en-US").replaceAll(",", "\u2009");
}

const STEPS: [number, string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "m"],
  [1, "s"],
];

/** Two units at most: 4d 3h, 12m 5s, 3.2s, 45ms. */
export function span(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return "–";
  }
  if (seconds < 0) {
    return "−" + span(-seconds);
  }
  if (seconds === 0) {
    return "0s";
  }
  if (seconds < 0.9995) {
    const ms = seconds * 1000;
    return ms >= 10 ? `${Math.round(ms)}ms` : `${ms.toFixed(ms >= 1 ? 1 : 2)}ms`;
  }
  if (seconds < 9.95 && !Number.isInteger(seconds)) {
    return `${seconds.toFixed(1)}s`;
  }
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of STEPS) {
    if (rest >= size && parts.length < 2) {
      parts.push(`${Math.floor(rest / size)}${unit}`);
      rest %= size;
    } else if (parts.length > 0) {
      break;
    }
  }
  return parts.join(" ");
}

/** What Go prints for a time that was never set. */
const NEVER = "0001-01-01T00:00:00Z";

/** Epoch milliseconds; NaN where there was no such moment. */
export function moment(text: string | null | undefined): number {
  return !text || text === NEVER ? NaN : Date.parse(text);
}

/** How long ago: "now", "12s ago", "in 3s". */
export function ago(atMs: number, nowMs: number): string {
  if (Number.isNaN(atMs)) {
    return "never";
  }
  const seconds = (nowMs - atMs) / 1000;
  if (Math.abs(seconds) < 1) {
    return "now";
  }
  return seconds > 0 ? `${span(Math.floor(seconds))} ago` : `in ${span(Math.floor(-seconds))}`;
}

/** The full time with its zone, for whoever compares it with a log. */
export function absolute(atMs: number): string {
  return Number.isNaN(atMs) ? "never" : new Date(atMs).toISOString().replace("T", " ").replace("Z", " UTC");
}

export function plural(n: number, one: string, many = one + "s"): string {
  return `${n === 1 ? "1" : exact(n)} ${n === 1 ? one : many}`;
}
