import { describeError } from '../model/fault.js';
import type { Control } from './core/control.js';
import type { Log } from './core/log.js';
import type { PresetsMessage } from './core/messages.js';
import { findPreset, presetName } from './core/preset.js';
import { type Fade, Recall } from './core/recall.js';
import type { presetCommands } from './core/preset-commands.js';
import type { Values } from './core/setting.js';
import { PresetFiles } from './io/preset-files.js';
import type { Resume } from './threads/cue.js';
import type { Host } from './threads/host.js';
import type { PlayEvent } from './threads/play-events.js';

export type PresetCommand = (typeof presetCommands)[number]['name'];

function keepsWindow(values: Values): boolean {
  return values['preset-window'] === true;
}

/** Saves, recalls, deletes and lists presets, as clients ask. Main thread; files are read and written in the background. */
export class Presets {
  private readonly recall: Recall;
  private readonly files: PresetFiles;
  private names: readonly string[] = [];
  /** The last that was recalled or saved. */
  private current: string | null;
  /** One thing after the other, in the order asked. */
  private last: Promise<void>;

  constructor(
    private readonly control: Control,
    private readonly music: Pick<Host, 'played' | 'recall'>,
    folder: string,
    private readonly log: Log,
    /** By the process in whose place this one plays. */
    left: Pick<Resume, 'preset' | 'fade'> = { preset: null, fade: null },
  ) {
    this.current = left.preset;
    this.files = new PresetFiles(folder);
    this.recall = new Recall(control, () => control.models[0].ticksPerBar, left.fade);
    this.last = this.list();
  }

  /** Never throws; what cannot be done is a line. Resolves when it is done, or waits for the bar. */
  do(command: PresetCommand, argument: string | number | undefined): Promise<void> {
    this.last = this.last
      .then(() => this.obey(command, String(argument)))
      .catch((error: unknown) => this.log('warn', describeError(error)));
    return this.last;
  }

  /** Resolves when all that was asked is done, or waits for the bar; never rejects. */
  get written(): Promise<void> {
    return this.last;
  }

  /** What a recall has yet to bring. */
  get fade(): Fade | null {
    return this.recall.rest;
  }

  hear(event: PlayEvent): void {
    if (event.type === 'tick' && event.part === 1) this.recall.tick(event);
    if (event.type === 'transport' && !event.playing) this.recall.stopped();
  }

  private async obey(command: PresetCommand, argument: string): Promise<void> {
    switch (command) {
      case 'preset':
        return this.recallPreset(findPreset(await this.files.names(), argument));
      case 'preset-next':
        return this.step(1);
      case 'preset-previous':
        return this.step(-1);
      case 'preset-save':
        this.current = presetName(argument);
        await this.save(this.current);
        return this.list();
      case 'preset-delete': {
        const name = findPreset(await this.files.names(), argument);
        await this.files.remove(name);
        if (this.current === name) this.current = null;
        this.log('info', `Deleted preset "${name}".`);
        return this.list();
      }
    }
  }

  private async save(name: string): Promise<void> {
    const { values } = this.control;
    const played = keepsWindow(values) ? this.music.played(true) : [];
    await this.files.write({ name, values, played });
    const what = played.some(({ ticks }) => ticks.length > 0)
      ? 'settings and what was played last'
      : 'settings';
    this.log('info', `Saved the ${what} as preset "${name}".`);
  }

  /** Round and round, for a foot-switch; from none, to the first or the last. */
  private async step(by: 1 | -1): Promise<void> {
    const names = await this.files.names();
    if (names.length === 0) findPreset(names, '1');
    const at = this.current === null ? -1 : names.indexOf(this.current);
    const from = at === -1 && by === -1 ? 0 : at;
    return this.recallPreset(names[(from + by + names.length) % names.length]!);
  }

  private async recallPreset(name: string): Promise<void> {
    const { values, played } = await this.files.read(name, (unknown) =>
      this.log('warn', `Preset "${name}" has settings unknown here: ${unknown.join(', ')}.`),
    );
    const fade = this.control.values['preset-fade'] as number;
    const parts = keepsWindow(this.control.values) ? played.slice(0, this.control.parts) : [];
    this.recall.to(values, fade, () => {
      const all = { ...this.control.values, ...values };
      for (const [part, each] of parts.entries()) this.music.recall(part, each, all);
    });
    this.current = name;
    return this.list();
  }

  private async list(): Promise<void> {
    this.names = await this.files.names();
    const { names, current } = this;
    this.control.publish({ type: 'presets', names, current } satisfies PresetsMessage);
  }
}
