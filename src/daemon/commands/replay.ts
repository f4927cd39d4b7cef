import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import { SwappingSource } from '../../model/swapping-source.js';
import { plainEngine } from '../../model/engine.js';
import type { Command } from '../command.js';
import { modelThreads, partsOfThread } from '../core/model-threads.js';
import { partName } from '../core/part-settings.js';
import type { Compared } from '../core/note-comparison.js';
import { Replay } from '../core/replay.js';
import { number, text } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import {
  findSession,
  sessionEntries,
  sessionHeader,
  type SessionFiles,
} from '../io/session-files.js';
import { stateFolder } from '../io/state-folder.js';
import { sessionMidi } from '../session-midi.js';
import { createPlanSources } from '../threads/model-source.js';
import { count } from '../core/count.js';

export const replay: Command = {
  help: 'play a recorded session again, without a sound, and see that the notes are the same',
  options: [
    ...pickSettings('state', 'json'),
    { ...text('output', '', 'write what was played to this MIDI file'), short: 'o' },
    number('bars', [0, 100_000, 1], 0, 'bars', 'write only the last so many bars; 0 is all', false),
    text('model', '', 'model folder, for every part; empty is those that played'),
  ],
  positionals: 'SESSION',
  async run({ values, positionals, out, err }) {
    const name = positionals[0];
    if (name === undefined || positionals.length > 1)
      throw new Fault('USAGE', 'replay needs one session', {
        hint: 'ghostnote sessions lists them, and last is the latest',
      });
    const { sessions } = stateFolder(values['state'] as string);
    const session = await findSession(sessions, name);
    const file = values['output'] as string;
    if (file !== '') {
      const bars = (values['bars'] as number) || Infinity;
      const { bytes, notes } = await sessionMidi(session, () => undefined, bars);
      await replaceFile(file, bytes);
      err(`wrote ${count(notes, 'note')} to ${file}`);
    }
    const result = await playAgain(session, values['model'] as string, err);
    const { notes, identical } = result;
    err(describe(session, result));
    if (values['json'] === true) out(JSON.stringify({ session: session.id, notes, identical }));
    return identical ? 0 : 1;
  },
};

async function playAgain(
  session: SessionFiles,
  model: string,
  err: (line: string) => void,
): Promise<Compared> {
  if (session.files[0]!.number > 1)
    throw new Fault('FILE_MISSING', 'the beginning of this session was dropped to save space', {
      file: session.folder,
      hint: 'it cannot be played again; a larger --journal keeps more',
    });
  const { parts, values } = await sessionHeader(session);
  const sources: SwappingSource[] = [];
  try {
    const on = { engine: String(values['engine']), device: String(values['device']) };
    const chosen = (recorded: string): string => (model === '' ? recorded : model);
    const options = [...parts.keys()].map((at) => ({
      model: chosen(String(values[partName(at + 1, 'model')])),
      blendModel: String(values[partName(at + 1, 'blend-model')] ?? ''),
      ...on,
    }));
    const threads = modelThreads(parts.length, values);
    // As they were: to the last digit a plan depends on whether its part shares an engine.
    for (let thread = 0; thread < threads; thread += 1) {
      const own = partsOfThread(thread, threads, parts.length);
      const opened = await createPlanSources(own.map((part) => options[part]!));
      for (const [at, part] of own.entries())
        sources[part] = new SwappingSource(opened[at]!.source);
    }
    const again = new Replay(
      parts,
      values,
      sources,
      threads,
      async ({ part, number, ...entry }) => {
        const { blendModel } = entry;
        const [loaded] = await createPlanSources([
          { model: chosen(entry.model), blendModel, ...on },
        ]);
        await sources[part]!.add(number, loaded!.source);
      },
      async (own, { parts: told }) => {
        for (const part of own) await sources[part]?.close();
        const choices = told.map(({ model: recorded, blendModel }) => ({
          ...{ model: chosen(recorded), blendModel, ...plainEngine },
        }));
        const opened = await createPlanSources(choices);
        return own.map((part, at) => (sources[part] = new SwappingSource(opened[at]!.source)));
      },
    );
    const broken = (lines: number): void =>
      err(`left out ${count(lines, 'broken line')}, as a crash leaves at the end`);
    for await (const entry of sessionEntries(session, broken)) await again.add(entry);
    return again.result();
  } finally {
    // It has holes where a model could not be loaded.
    for (const source of Object.values(sources)) await source.close();
  }
}

function describe({ id }: SessionFiles, { notes, difference }: Compared): string {
  if (difference === undefined) return `session ${id}: ${count(notes, 'note')}, and the same again`;
  const { at, recorded, replayed } = difference;
  const tell = (note: typeof recorded): string =>
    note === undefined
      ? 'nothing'
      : `${note.pitch} at tick ${note.tick}, as loud as ${note.velocity}`;
  return `session ${id}: note ${at + 1} of ${notes} was ${tell(recorded)}, and is ${tell(replayed)} now: is it the same model?`;
}
