import { basePath } from "./place";

/** Why there is no answer, in words for an operator. */
export class NoAnswer extends Error {
  constructor(
    message: string,
    /** The status of HTTP; 0 where nothing answered. */
    readonly status: number,
  ) {
    super(message);
  }

  /** The agent does not have this: another dialect, or an older version. */
  get isMissing(): boolean {
    return this.status === 404;
  }
}

export function address(path: string): string {
  return basePath + path;
}

/** Asks for `path` below the page's own, and throws [NoAnswer] for whatever is not success. */
export async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path), { cache: "no-store", ...options });
  } catch (cause) {
    if (options.signal?.aborted) {
      throw cause;
    }
    throw new NoAnswer("The agent does not answer. It may be stopped, or the connection to it is down.", 0);
  }
  if (response.ok) {
    return response;
  }
  throw new NoAnswer(await reason(response), response.status);
}

async function reason(response: Response): Promise<string> {
  const text = (await response.text().catch(() => "")).trim();
  if (response.status === 503 && response.headers.has("X-Prometheus-Stopping")) {
    return response.headers.get("X-Prometheus-Stopping") === "true" ? "The agent is stopping." : "The agent is starting.";
  }
  try {
    const body = JSON.parse(text) as { error?: unknown };
    if (typeof body.error === "string") {
      return body.error;
    }
  } catch {
    // Not JSON: the text itself says why.
  }
  return text.slice(0, 500) || `The agent answered with status ${response.status}.`;
}

/** A JSON document; of Prometheus' envelope what is in it. */
export async function json<T>(path: string, options?: RequestInit): Promise<T> {
  const body = (await (await ask(path, options)).json()) as { status?: unknown; data?: unknown };
  return (body !== null && typeof body === "object" && body.status === "success" ? body.data : body) as T;
}

/** Upstream ends every piece of a stream so. */
const END = "|;|";

/** The largest piece that is kept: a stream without ends must not fill the browser's memory. */
const MAX_PIECE = 1 << 20;

/** Cuts what arrives into pieces. Empty ones mean that there is nothing to tell. */
export function pieces(): (text: string) => string[] {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split(END);
    rest = (parts.pop() ?? "").slice(-MAX_PIECE);
    return parts;
  };
}

/** Follows a stream until it ends or `signal` ends it; `take` gets all pieces that came together. */
export async function follow(path: string, signal: AbortSignal, take: (parts: string[]) => void): Promise<void> {
  const response = await ask(path, { signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const cut = pieces();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const parts = cut(value);
    if (parts.length > 0) {
      take(parts);
    }
  }
}
