import { describe, expect, test } from 'vitest';
import { environmentName, parseArguments } from '../../../src/daemon/core/arguments.js';
import { asToml, readConfig } from '../../../src/daemon/core/config.js';
import { monotonic } from '../../../src/daemon/io/monotonic.js';
import { obeyMessage } from '../../../src/daemon/core/obey-message.js';
import type { OscRequest } from '../../../src/daemon/core/osc-addresses.js';
import { OscPeers } from '../../../src/daemon/core/osc-peers.js';
import { spreadRows } from '../../../src/daemon/core/part-settings.js';
import { commands, type LiveCommand } from '../../../src/daemon/core/live-commands.js';
import type { Setting, SettingValue } from '../../../src/daemon/core/setting.js';
import { fileSettings, liveSettings, settings } from '../../../src/daemon/core/settings.js';
import { settingLines } from '../../../src/tui/panel.js';
import { asciiGlyphs } from '../../../src/tui/glyphs.js';
import { fakeDaemon, logLines } from '../../support/fake-daemon.js';
import { drumHello } from '../../tui/fake-daemon.js';
import { after, keysPressed } from '../../tui/states.js';

const parts = 2;
const play = { name: 'play', help: '', options: settings, positionals: '' };

/** What it takes, other than its default. */
function another(setting: Setting): SettingValue {
  switch (setting.type) {
    case 'number':
      return setting.default === setting.max ? setting.min : setting.max;
    case 'boolean':
      return !setting.default;
    case 'choice':
      return setting.choices.at(-1)!;
    case 'string':
      return 'something';
  }
}

function argumentOf({ argument }: LiveCommand): string | number | undefined {
  if (argument === undefined) return undefined;
  return argument.type === 'number' ? 3 : '3';
}

function oscTo(control: ReturnType<typeof fakeDaemon>['control'], request: OscRequest): void {
  const peers = new OscPeers(control, monotonic, () => undefined, logLines().log);
  peers.hear({ address: '127.0.0.1', port: 1 }, [request]);
  peers.close();
}

describe('every row of the table of settings', () => {
  test.each(spreadRows(settings, parts).filter(({ name }) => name !== 'parts'))(
    '$name is a flag, an environment variable and, unless it is for once, a key of TOML',
    (setting) => {
      const { name } = setting;
      const value = another(setting);
      const enough = ['--parts', String(parts)];
      const flag = parseArguments([...enough, `--${name}=${value}`], play);
      const variable = { [environmentName(setting)]: String(value) };
      expect(flag.values[name]).toBe(value);
      expect(parseArguments(enough, play, variable).values[name]).toBe(value);
      const inFile = fileSettings.some((row) => row.name === name.split('/').at(-1));
      if (inFile) expect(readConfig(asToml(name, value), 'x.toml')).toEqual({ [name]: value });
    },
  );

  test.each(spreadRows(liveSettings, parts))(
    '$name, which is live, is set by OSC and by WebSocket',
    (setting) => {
      const { name } = setting;
      const value = another(setting);
      const [byOsc, bySocket] = [fakeDaemon({}, { parts }), fakeDaemon({}, { parts })];
      oscTo(byOsc.control, { address: `/ghostnote/${name}`, args: [value] });
      obeyMessage(bySocket.control, JSON.stringify({ type: 'set', name, value }));
      expect([byOsc.control.values[name], bySocket.control.values[name]]).toEqual([value, value]);
    },
  );

  test('is a line of the terminal, if it is live', () => {
    const lines = settingLines(after(drumHello), 1000, asciiGlyphs).map((line) =>
      line.map(({ text }) => text).join(''),
    );
    const shown = liveSettings.filter(({ name }) =>
      lines.some((line) => line.includes(` ${name} `)),
    );
    expect(shown).toEqual(liveSettings);
  });
});

test.each(commands)('the command $name is given by OSC, WebSocket and terminal', (row) => {
  const { name } = row;
  const argument = argumentOf(row);
  const [byOsc, bySocket] = [fakeDaemon(), fakeDaemon()];
  const args = argument === undefined ? [] : [argument];
  oscTo(byOsc.control, { address: `/ghostnote/${name}`, args });
  obeyMessage(bySocket.control, JSON.stringify({ type: 'do', command: name, argument }));
  expect([...byOsc.commands, ...byOsc.said]).toEqual([name, argument]);
  expect([...bySocket.commands, ...bySocket.said]).toEqual([name, argument]);
  const line = [name, ...args].join(' ').split(/(?=.)/);
  const { sent } = keysPressed(after(drumHello), ':', ...line, 'enter');
  const said = argument === undefined ? {} : { argument: String(argument) };
  expect(sent).toEqual([{ type: 'do', command: name, ...said }]);
});
