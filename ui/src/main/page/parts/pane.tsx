import type { ComponentChildren } from "preact";

/** Details beside a list. Escape closes it, from the list as well as from inside. */
export function Pane({
  title,
  label,
  onClose,
  children,
}: {
  title: ComponentChildren;
  label: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  return (
    <aside
      class="pane"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          onClose();
          document.querySelector<HTMLElement>(".list-box, .graph-view")?.focus();
        }
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="button quiet close" onClick={onClose} aria-label="Close the details">
          ✕
        </button>
      </header>
      <div class="pane-body" tabIndex={0} role="group" aria-label={`${label}, details`}>
        {children}
      </div>
    </aside>
  );
}
