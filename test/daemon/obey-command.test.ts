import { describe, expect, test, vi } from 'vitest';
import { type CommandName, commands } from '../../src/daemon/core/live-commands.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { transportCommands } from '../../src/daemon/core/session.js';
import { obeyCommand } from '../../src/daemon/obey-command.js';
import { orderKinds } from '../../src/model/orders.js';
import { presetCommands } from '../../src/daemon/core/preset-commands.js';

/** What each command came to, in a line, where the settings are `values`. */
function stage(values: Values = { clock: 'internal' }, peers = 0) {
  const did: string[] = [];
  const note =
    (who: string) =>
    (...what: readonly unknown[]): void =>
      void did.push([who, ...what.map((each) => JSON.stringify(each))].join(' '));
  const later =
    (who: string) =>
    (...what: readonly unknown[]): Promise<void> => {
      note(who)(...what);
      return Promise.resolve();
    };
  const now = vi.fn(() => 0);
  const obey = obeyCommand({
    control: { values, set: note('set') },
    host: { order: note('order'), command: note('host') },
    link: { command: note('transport'), peers },
    calibrator: { begin: note('calibrate') },
    controllers: { learn: note('learn'), unlearn: note('unlearn'), panic: note('lift') },
    keeper: { keepBars: later('keep') },
    models: { load: note('load') },
    presets: { do: later('preset') },
    quit: note('quit'),
    log: (_, line) => did.push(line),
    clock: { now },
  });
  const give = (name: CommandName, argument?: string | number, part = 1): string[] => {
    obey(name, argument, part);
    return did.splice(0);
  };
  return { give, now };
}

describe('a command', () => {
  test('does something, whichever it is', () => {
    const { give } = stage();
    for (const { name } of commands.filter(({ name }) => name !== 'tap'))
      expect(give(name, '1 2', 3)).not.toEqual([]);
  });

  test('of the transport goes by way of Link, who may wait for others', () => {
    const { give } = stage();
    for (const name of transportCommands.filter((name) => name !== 'downbeat'))
      expect(give(name)).toContain(`transport "${name}"`);
    expect(give('panic')[0]).toBe('lift');
  });

  test('that is an order to a model is told to the part that it was given to', () => {
    const { give } = stage();
    const ordered = orderKinds.filter(
      (kind) => kind !== 'swap' && kind !== 'last' && kind !== 'recall',
    );
    for (const kind of ordered) expect(give(kind, '1', 3)[0]).toMatch(`order 2 {"kind":"${kind}"`);
  });

  test('of presets is told to them by its name', () => {
    const { give } = stage();
    for (const { name } of presetCommands)
      expect(give(name, 'verse')).toEqual([`preset "${name}" "verse"`]);
  });

  test('to keep bars keeps a whole number of them, one at least, and 32 unless told', () => {
    const { give } = stage();
    expect(give('keep')).toEqual(['keep 32']);
    expect(give('keep', 7.6)).toEqual(['keep 8']);
    expect(give('keep', -3)).toEqual(['keep 1']);
  });

  test('to load a model loads it for its part', () => {
    expect(stage().give('load', 'nottingham', 2)).toEqual(['load 2 "nottingham"']);
  });

  test('that says where the one is does nothing where that is for others to say', () => {
    expect(stage().give('downbeat')).toEqual(['host "downbeat"']);
    expect(stage({ clock: 'midi' }).give('downbeat')).toEqual([
      'The bar is that of the MIDI clock, and comes from its song position.',
    ]);
    expect(stage({ clock: 'link' }, 1).give('downbeat')).toEqual([
      'The bar is that of the Link session, and belongs to all who are in it.',
    ]);
  });

  test('that taps sets the tempo at the fourth, but for that of a MIDI clock', () => {
    const taps = (values?: Values): string[][] => {
      const { give, now } = stage(values);
      return [0, 500_000, 1_000_000, 1_500_000].map((at) => {
        now.mockReturnValue(at);
        return give('tap');
      });
    };
    expect(taps()).toEqual([[], [], [], ['set "tempo" 120']]);
    const none = ['The tempo is that of the MIDI clock, not of taps.'];
    expect(taps({ clock: 'midi' })).toEqual([none, none, none, none]);
  });
});
