import { expect, test } from 'vitest';
import type { Usage } from '../../../src/daemon/core/arguments.js';
import { renderCommandHelp, renderHelp } from '../../../src/daemon/core/help.js';
import { settings } from '../../../src/daemon/core/settings.js';

const play: Usage = { name: 'play', help: 'play live', options: settings, positionals: '' };
const bare: Usage = { name: 'ports', help: 'list MIDI ports', options: [], positionals: '' };

test('the page of a command shows every flag with its help, range, unit and default', () => {
  const page = renderCommandHelp(play);
  for (const setting of settings) {
    const line = page.split('\n').find((text) => text.includes(`--${setting.name} `));
    expect(line, setting.name).toContain(setting.help);
    if (setting.type !== 'number') continue;
    expect(line).toContain(`${setting.min} to ${setting.max}`);
    expect(line).toContain(`default ${setting.default}`);
    expect(line).toContain(setting.unit);
  }
});

test('no line is wider than a terminal of 120 columns', () => {
  const lines = renderCommandHelp(play).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  const words = renderCommandHelp(play).split(/\s+/).join(' ');
  for (const setting of settings)
    if (setting.type === 'choice') expect(words).toContain(setting.choices.join(' or '));
});

test('the pages read well', () => {
  const tempo = settings.filter(({ name }) => name === 'tempo' || name === 'json');
  const short: Usage = {
    name: 'generate',
    help: 'play into a file',
    options: [
      ...tempo,
      { type: 'string', name: 'out', short: 'o', default: '', help: 'where to', live: false },
    ],
    positionals: 'FILE…',
  };
  expect(renderCommandHelp(short)).toMatchInlineSnapshot(`
    "generate: play into a file

    Usage: ghostnote generate [flags] FILE…

    Flags:
      --tempo N       beats a minute, unless a MIDI clock sets them (20 to 300 BPM; default 120)
      --json          print one JSON object as the last line of standard output
      -o, --out TEXT  where to

    Each can come from the environment too: --tempo is GHOSTNOTE_TEMPO."
  `);
  expect(renderCommandHelp(bare)).toMatchInlineSnapshot(`
    "ports: list MIDI ports

    Usage: ghostnote ports"
  `);
  expect(renderHelp([play, bare])).toMatchInlineSnapshot(`
    "ghostnote: a player that listens, and plays along.

    Usage: ghostnote COMMAND [flags]

    Commands:
      play   play live
      ports  list MIDI ports

    ghostnote COMMAND --help shows the flags of one. To train a model: npm run train -- --help."
  `);
});
