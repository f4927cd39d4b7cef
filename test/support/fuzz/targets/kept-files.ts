import type { Played } from '../../../../src/model/plan-source.js';
import { readConfig } from '../../../../src/daemon/core/config.js';
import { renderConfig } from '../../../../src/daemon/core/config-template.js';
import { readEntry } from '../../../../src/daemon/core/journal-entry.js';
import { LastBars } from '../../../../src/daemon/core/last-bars.js';
import { Learned } from '../../../../src/daemon/core/learned.js';
import { readPreset, writePreset } from '../../../../src/daemon/core/preset.js';
import { Recall } from '../../../../src/daemon/core/recall.js';
import { parseSnapshot } from '../../../../src/daemon/core/parse-snapshot.js';
import { Recording } from '../../../../src/daemon/core/recording.js';
import { readHeader } from '../../../../src/daemon/core/session-header.js';
import type { SettingValue } from '../../../../src/daemon/core/setting.js';
import { defaults } from '../../../../src/daemon/core/settings.js';
import { parseControllers } from '../../../../src/daemon/io/controller-file.js';
import { isToken, newToken, parsePairing } from '../../../../src/daemon/io/pairing.js';
import { Fault } from '../../../../src/model/fault.js';
import { writeMidi } from '../../../../src/model/files/midi-write.js';
import { fakeDaemon } from '../../fake-daemon.js';
import { comeInAgain } from '../come-in-again.js';
import { sessionText, snapshotText } from '../kept-texts.js';
import { bytesOf, type FuzzTarget, textOf } from '../target.js';

const groove: Played = {
  ticks: [{ token: 'kick', notes: [{ pitch: 36, velocity: 90, offset: 0.1 }] }],
  ticksPerBar: 16,
};

/** What ghostnote finds on its disk, after a power cut or an editor. */
export const keptFiles: readonly FuzzTarget[] = [
  {
    name: 'toml',
    seeds: [
      bytesOf('tempo = 96\nmode = "trade"\n"top-p" = 0.9 # a comment\n'),
      bytesOf(renderConfig()),
    ],
    take: (bytes) => void readConfig(textOf(bytes), 'ghostnote.toml'),
  },
  {
    name: 'preset',
    seeds: [[], [groove]].map((played) =>
      bytesOf(writePreset({ name: 'chorus', values: { temperature: 1.3, mode: 'solo' }, played })),
    ),
    take: (bytes) => {
      const { values } = readPreset(textOf(bytes), 'chorus', 'chorus.json', () => undefined);
      const { control } = fakeDaemon();
      const set = (name: string, value: SettingValue): void => control.set(name, value);
      const recall = new Recall({ values: control.values, playing: true, set }, () => 16);
      recall.to(values, 1);
      for (let tick = 0; tick < 48; tick += 1) recall.tick({ tickInBar: tick % 16 });
    },
  },
  {
    name: 'controllers',
    seeds: [
      bytesOf(
        JSON.stringify({
          controls: [
            { kind: 'cc', channel: 1, number: 21, target: 'temperature' },
            { kind: 'note', channel: 10, number: 36, target: 'preset chorus' },
          ],
        }),
      ),
    ],
    take: (bytes) => {
      const learned = new Learned(1, parseControllers(textOf(bytes), 'controllers.json'));
      const { control } = fakeDaemon();
      for (const { kind, channel, number } of learned.mappings) {
        const action = learned.take({ kind, channel, number, value: 1 }, defaults(), false);
        if (action?.kind === 'set') control.set(action.name, action.value);
        if (action?.kind === 'do') control.do(action.command, action.argument);
      }
    },
  },
  {
    name: 'pairing',
    seeds: [bytesOf(JSON.stringify({ code: 'ABC234', key: '0123456789abcdef'.repeat(4) }))],
    take: (bytes) => {
      const pairing = parsePairing(textOf(bytes));
      if (pairing === undefined) throw new Fault('FILE_UNREADABLE', 'is no pairing');
      if (!isToken(pairing, newToken(pairing))) throw new Error('it does not know its own token');
    },
  },
  {
    name: 'snapshot',
    seeds: [bytesOf(snapshotText())],
    take: (bytes) => {
      const found = parseSnapshot(textOf(bytes));
      if (found === undefined) throw new Fault('FILE_UNREADABLE', 'is no snapshot');
      comeInAgain(found);
    },
  },
  {
    name: 'session',
    seeds: [bytesOf(sessionText())],
    take: (bytes) => {
      const [first = '', ...lines] = textOf(bytes).split('\n');
      const { parts, values } = readHeader(first, '000001.jsonl');
      const [all, last] = [new Recording(parts, values), new LastBars(1, values)];
      for (const entry of lines.flatMap((line) => readEntry(line) ?? [])) {
        all.add(entry);
        last.add(entry);
      }
      const some = new Recording(parts);
      for (const entry of last.entries()) some.add(entry);
      for (const recording of [all, some]) writeMidi(recording.score());
    },
  },
];
