import { settings } from '../../src/daemon/core/settings.js';
import type { Task } from './task.js';

/** What plays a model that was learned, in the metre and at the tempo of what it learned from. */
export function playLine(folder: string, { song, manifest }: Pick<Task, 'song' | 'manifest'>) {
  const words = ['npx ghostnote play --model', isPlain(folder) ? folder : JSON.stringify(folder)];
  const beats = (4 * song.ticksPerBar) / manifest.codec.grid;
  if (isOther('beats-per-bar', beats)) words.push(`--beats-per-bar ${beats}`);
  const tempo = Math.round(song.tempo ?? NaN);
  if (isOther('tempo', tempo)) words.push(`--tempo ${tempo}`);
  return words.join(' ');
}

const isPlain = (word: string): boolean => /^[\w./~+-]+$/.test(word);

/** Whether a setting takes a value, and has another unless it is told. */
function isOther(name: string, value: number): boolean {
  const setting = settings.find((each) => each.name === name);
  if (setting?.type !== 'number' || !Number.isInteger(value)) return false;
  return value >= setting.min && value <= setting.max && value !== setting.default;
}
