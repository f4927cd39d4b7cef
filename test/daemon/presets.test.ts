import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import { Presets } from '../../src/daemon/presets.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import type { Played } from '../../src/model/plan-source.js';
import { sharedFolder } from '../support/scratch-folder.js';

const scratch = sharedFolder();
let made = 0;

const groove: Played = { ticks: [{ token: 'kick', notes: [] }], ticksPerBar: 16 };

function begun() {
  const folder = join(scratch(), `presets-${++made}`);
  const { control } = fakeDaemon();
  const said: string[] = [];
  const heard: ServerMessage[] = [];
  control.subscribe((message) => heard.push(message));
  const recalled: unknown[] = [];
  const music = {
    played: () => [groove],
    recall: (part: number, played: Played) => recalled.push([part, played]),
  };
  const presets = new Presets(control, music, folder, (_, text) => said.push(text));
  const told = () => heard.filter(({ type }) => type === 'presets').at(-1);
  const save = async (name: string, temperature: number): Promise<void> => {
    control.set('temperature', temperature);
    await presets.do('preset-save', name);
  };
  return { folder, control, said, recalled, presets, told, save };
}

test('presets are saved, recalled by name and place, deleted; every client is told, and whoever comes later', async () => {
  const { folder, control, presets, told, save } = begun();
  await save('verse 10', 0.1);
  await save('verse 2', 0.2);
  await save('chorus', 1.9);
  expect(await readdir(folder)).toHaveLength(3);
  const names = ['chorus', 'verse 2', 'verse 10'];
  expect(told()).toEqual({ type: 'presets', names, current: 'chorus' });
  await presets.do('preset', 2);
  expect(control.values['temperature']).toBe(0.2);
  await presets.do('preset', 'VERSE 10');
  expect(control.values['temperature']).toBe(0.1);
  await presets.do('preset-delete', 'verse 10');
  expect(control.hello().presets).toEqual({ names: ['chorus', 'verse 2'], current: null });
  expect(JSON.parse(await readFile(join(folder, 'chorus.json'), 'utf8'))).toMatchObject({
    values: { temperature: 1.9, mode: 'accompany' },
  });
});

test('a recall that waits for the bar line is not lost when the music stops', async () => {
  const { control, presets, save } = begun();
  await save('loud', 1.9);
  control.set('temperature', 0.3);
  const transport = (playing: boolean): void => {
    control.publish({ type: 'transport', playing });
    presets.hear({ type: 'transport', playing });
  };
  transport(true);
  await presets.do('preset', 'loud');
  expect(control.values['temperature']).toBe(0.3);
  transport(false);
  expect(control.values['temperature']).toBe(1.9);
});

test('a foot-switch goes through them, round and round', async () => {
  const { presets, told, save } = begun();
  for (const name of ['a', 'b', 'c']) await save(name, 1);
  await presets.do('preset-delete', 'c');
  const visited: unknown[] = [];
  for (const command of ['next', 'next', 'next', 'previous', 'previous'] as const) {
    await presets.do(`preset-${command}`, undefined);
    visited.push((told() as { readonly current: unknown }).current);
  }
  expect(visited).toEqual(['a', 'b', 'a', 'b', 'a']);
});

test('with preset-window, and only with it, what was played is kept and recalled, by the parts that play', async () => {
  const { control, said, recalled, presets, save } = begun();
  await save('plain', 1);
  control.set('preset-window', true);
  await save('whole', 1);
  expect(said.at(-1)).toBe('Saved the settings and what was played last as preset "whole".');
  for (const name of ['plain', 'whole']) await presets.do('preset', name);
  expect(recalled).toEqual([[0, groove]]);
  expect(control.values['preset-window']).toBe(true);
  control.set('preset-window', false);
  await presets.do('preset', 'whole');
  expect(recalled).toHaveLength(1);
});

test('who plays on for a process that died goes on from the preset that was its last', async () => {
  const { folder, control, save } = begun();
  for (const [at, name] of ['one', 'two', 'three'].entries()) await save(name, at / 4);
  const left = { preset: 'one', fade: null };
  const music = { played: () => [], recall: () => undefined };
  const again = new Presets(control, music, folder, () => undefined, left);
  await again.do('preset-next', undefined);
  // In the order of their names: one, three, two.
  expect(control.values['temperature']).toBe(0.5);
});

test('what cannot be is one line, and nothing changes', async () => {
  const { folder, control, presets, said, save } = begun();
  await presets.do('preset-next', undefined);
  await presets.do('preset-save', '../evil');
  await save('verse', 0.5);
  await writeFile(join(folder, 'broken.json'), 'no JSON');
  const before = { ...control.values };
  await presets.do('preset', 'broken');
  await presets.do('preset', 'bridge');
  expect(control.values).toEqual(before);
  expect(said).toEqual([
    expect.stringMatching(/there is no preset.*preset-save chorus/),
    expect.stringMatching(/cannot be called/),
    'Saved the settings as preset "verse".',
    expect.stringMatching(/broken\.json: is no preset.*mend it/),
    expect.stringMatching(/no preset "bridge".*1 broken, 2 verse/),
  ]);
});
