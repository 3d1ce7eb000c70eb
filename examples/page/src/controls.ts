/** @file The form: what to run, and the buttons. */
import { element, setText } from "./dom.ts";
import type { BackendChoice, RunSettings } from "./protocol.ts";
import { isActive, type RunState } from "./run-state.ts";

export interface ControlEvents {
  /** The form is valid and says this. */
  readonly onStart: (settings: RunSettings) => void;
  readonly onPause: () => void;
  readonly onStop: () => void;
  /** The switch was moved. */
  readonly onSwitch: (backend: BackendChoice) => void;
}

export interface Controls {
  /** Enables what can be done in this state. */
  show(state: RunState | undefined): void;
}

/** Fills the form with what the page's address says, such as `?backend=cpu&seed=1&epochs=0.5`, and listens to it. */
export function createControls(
  query: URLSearchParams,
  { onStart, onPause, onStop, onSwitch }: ControlEvents,
): Controls {
  const form = element("controls", HTMLFormElement);
  const seed = element("seed", HTMLInputElement);
  const epochs = element("epochs", HTMLInputElement);
  const start = element("start", HTMLButtonElement);
  const pause = element("pause", HTMLButtonElement);
  const stop = element("stop", HTMLButtonElement);
  const radios = [...form.querySelectorAll<HTMLInputElement>("input[name=backend]")];
  const chosen = (): BackendChoice => (radios.find(({ checked }) => checked)?.value ?? "auto") as BackendChoice;

  seed.value = query.get("seed") ?? seed.value;
  epochs.value = query.get("epochs") ?? epochs.value;
  for (const radio of radios) if (radio.value === query.get("backend")) radio.checked = true;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onStart({ backend: chosen(), seed: seed.valueAsNumber, epochs: epochs.valueAsNumber });
  });
  pause.addEventListener("click", onPause);
  stop.addEventListener("click", onStop);
  for (const radio of radios) radio.addEventListener("change", () => onSwitch(chosen()));

  return {
    show(state) {
      setText(start, state !== undefined && isActive(state) ? "Start again" : "Start");
      setText(pause, state?.phase === "paused" ? "Resume" : "Pause");
      pause.disabled = state?.phase !== "training" && state?.phase !== "paused";
      stop.disabled = state === undefined || !isActive(state);
    },
  };
}
