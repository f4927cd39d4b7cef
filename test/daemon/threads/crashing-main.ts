/** A main that plays, and dies of an error nobody catches while a note sounds. */
import { startHost } from '../../../src/daemon/threads/start-host.js';

const host = await startHost({
  module: new URL('../../support/fake-source.js', import.meta.url),
  models: [{ model: '' }],
  engine: 'fake',
  device: 'none',
  outputs: { names: ['ghostnote test out'], of: [0] },
  cue: Promise.resolve({ values: { tempo: 120 } }),
  label: String,
  event: ({ type }) => {
    if (type === 'note') throw new Error('main is dead');
  },
  struck: () => undefined,
  warned: () => undefined,
  died: () => undefined,
});
process.once('exit', () => {
  const { notesOn, notesOff } = host.totals();
  process.stdout.write(`notes ${notesOn} ${notesOff}\n`);
});
host.command('start');
