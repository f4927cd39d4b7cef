import blessed from 'blessed';
import { isKeys, keyName } from './key-bytes.js';
import { type MouseEvent, mouseEvents } from './mouse.js';
import { sgrLine } from './sgr.js';
import type { Line } from './text.js';
import type { Size } from './view.js';

export interface Screen {
  size(): Size;
  /** Writes the rows that differ from those it shows. Blocks while the terminal takes the bytes. */
  draw(lines: readonly Line[]): void;
  /** The next `draw` writes every row. */
  forget(): void;
  /** Leaves the terminal as it was found. Safe to call twice, and when the terminal is gone. */
  close(): void;
}

export interface ScreenEvents {
  readonly key: (name: string) => void;
  readonly mouse: (event: MouseEvent) => void;
  readonly resize: () => void;
  /** The terminal has gone away. */
  readonly gone: () => void;
}

/** The mouse speaks in SGR mode, which has no limit of columns. */
const enter = '\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[0m\x1b[2J';
const leave = '\x1b[?1006l\x1b[?1000l\x1b[0m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l';

/**
 * Takes the terminal until `close`, or until the process exits in whatever way lets JavaScript run.
 * Of blessed only the key reader, raw mode and resizing are used. Its terminfo compiler fails on entries of today
 * and there is none on Windows, so the sequences are those that every terminal since xterm has.
 */
export function openScreen(colour: boolean, events: ScreenEvents): Screen {
  const program = blessed.program({ tput: false } as object);
  let shown: string[] = [];
  let keysOnly = true;
  let open = true;

  program.on('data', (data: Buffer) => {
    const input = data.toString();
    keysOnly = isKeys(input);
    for (const event of mouseEvents(input)) events.mouse(event);
  });
  program.on('keypress', (_: string | undefined, key: { full: string }) => {
    if (keysOnly) events.key(keyName(key.full));
  });
  program.on('resize', () => {
    shown = [];
    events.resize();
  });
  program.input.on('end', events.gone).on('error', events.gone);
  program.output.on('error', events.gone);
  process.once('exit', close);
  program.write(enter);

  function close(): void {
    if (!open) return;
    open = false;
    // Each step must be tried: the terminal may have gone, or belong to the shell again.
    for (const step of [() => program.write(leave), () => program.destroy()]) {
      try {
        step();
      } catch {
        // Nothing is left to restore.
      }
    }
  }

  return {
    size: () => ({ width: program.cols, height: program.rows }),
    draw: (lines) => {
      const rows = lines.map((line) => sgrLine(line, colour));
      const frame = changedRows(rows, shown);
      if (open && frame !== '') program.write(frame);
      shown = rows;
    },
    forget: () => (shown = []),
    close,
  };
}

/** With nothing shown, the screen is wiped first. The end of a row is erased before it is written, so the last cell stays. */
function changedRows(rows: readonly string[], shown: readonly string[]): string {
  const wipe = shown.length === 0 ? '\x1b[2J' : '';
  const changed = rows.map((row, at) => (row === shown[at] ? '' : `\x1b[${at + 1};1H\x1b[K${row}`));
  return wipe + changed.join('');
}
