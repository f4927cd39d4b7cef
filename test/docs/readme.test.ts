import { spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeMidi } from '../../src/model/files/midi-write.js';
import { built } from '../support/built.js';
import { runGhostnote } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';

/** Commands that are the tests themselves, or what CI does before them: a file that runs each, and how it says so. */
const runElsewhere: Readonly<Record<string, { readonly by: string; readonly line: string }>> = {
  'npm ci && npm start': { by: '.ci/run', line: 'step npm start -- --headless --seconds 5' },
  'npm test': { by: '.ci/run', line: 'step npm test' },
  'npm run test:alsa': { by: '.ci/run', line: 'step npm run test:alsa' },
};
/** What is added to a command so that it is over soon and takes no port of another; a later flag overrules an earlier. */
const short: Readonly<Record<string, readonly string[]>> = {
  train: ['--epochs', '1', '--steps', '1', '--hidden', '8', '--threads', '1'],
  play: [
    ...['--seconds', '1', '--osc-port', '0', '--http-port', '0', '--state', '.'],
    ...['--link-interface', '127.0.0.1'],
  ],
  doctor: ['--osc-port', '0', '--http-port', '0', '--state', '.'],
};
/** A doctor on a machine under load has something to say: that is its answer, not a failure. */
const mayFail = ['doctor'];

const readme = await readFile('README.md', 'utf8');
const shown = [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap((block) => block[1]!.split('\n'))
  .map((line) => line.replace(/\s+#.*/, '').trim())
  .filter((line) => line !== '');

const folder = sharedFolder();
beforeAll(async () => {
  await mkdir(join(folder(), 'my-midi'));
  for (let piece = 0; piece < 10; piece++) {
    const notes = Array.from({ length: 32 }, (_, at) => ({
      onset: at * 480,
      duration: 60,
      pitch: at % 4 === piece % 4 ? 38 : 36,
      velocity: 80,
      channel: 9,
    }));
    const bytes = writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 110 }], metres: [] });
    await writeFile(join(folder(), `my-midi/${piece}.mid`), bytes);
  }
  await copyFile(join(folder(), 'my-midi/0.mid'), join(folder(), 'take.mid'));
});

// Each starts a process, and some load every engine: on a busy machine that takes long.
describe('a command that README.md shows', { timeout: 120_000 }, () => {
  it.each(shown.filter((line) => line in runElsewhere))('`%s` is run by CI', async (line) => {
    const { by, line: wanted } = runElsewhere[line]!;
    expect(await readFile(by, 'utf8')).toContain(wanted);
  });

  it.each(shown.filter((line) => !(line in runElsewhere)))(
    '`%s` does what it says',
    async (line) => {
      const [name, args] = parse(line);
      const all = [...args, ...(short[name] ?? [])];
      const { status, err } =
        name === 'train' ? await train(all) : await runGhostnote([name, ...all], '', folder());
      if (mayFail.includes(name)) expect([0, 1]).toContain(status);
      else expect([status, err]).toEqual([0, err]);
    },
  );
});

/** The command's name and arguments; files it names are those of the scratch folder, where it runs. */
function parse(line: string): [name: string, args: string[]] {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
  const prefix = line.startsWith('npm run train -- ') ? 3 : 2;
  expect(words.slice(0, prefix).join(' ')).toMatch(/^(npm run train|npx ghostnote)$/);
  return prefix === 3 ? ['train', words.slice(4)] : [words[2]!, words.slice(3)];
}

function train(args: readonly string[]): Promise<{ status: number; err: string }> {
  const entry = fileURLToPath(built('scripts/train.js'));
  const child = spawn(process.execPath, [entry, ...args], { cwd: folder(), stdio: 'pipe' });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status: status ?? -1, err })),
  );
}
