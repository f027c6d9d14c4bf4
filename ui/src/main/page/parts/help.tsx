import { useEffect, useRef } from "preact/hooks";
import { PLACES } from "../lib/places";
import { hasShortcuts } from "../lib/theme";
import { isHelpOpen } from "./keys";

const KEYS: [string[], string][] = [
  [["/"], "Search on this page"],
  [["t"], "Light or dark"],
  [["p"], "Pause or resume"],
  [["?"], "This list"],
  [["↑", "↓"], "Move in a list or in the graph"],
  [["Enter"], "Show the details of a row or component"],
  [["Esc"], "Close the details"],
  [["+", "−", "0"], "In the graph: closer, farther, all of it"],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-label="Keys" onClose={() => (isHelpOpen.value = false)}>
      <h2>Keys</h2>
      <div class="help-columns">
        <dl class="keys">
          {KEYS.map(([keys, meaning]) => (
            <div key={meaning}>
              <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <dl class="keys">
          {PLACES.flatMap(([, places]) => places).map((place) => (
            <div key={place.to}>
              <dt>
                <kbd>g</kbd> <kbd>{place.key}</kbd>
              </dt>
              <dd>{place.name}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div class="help-foot">
        <label class="check">
          <input
            type="checkbox"
            checked={hasShortcuts.value}
            onChange={(event) => (hasShortcuts.value = event.currentTarget.checked)}
          />
          Single keys do something
        </label>
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
