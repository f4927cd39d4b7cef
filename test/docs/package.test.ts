import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder, sharedFolder } from '../support/scratch-folder.js';

describe('The npm package', () => {
  const folder = sharedFolder();
  let filename: string;
  let packed: string[];

  beforeAll(() => {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder()];
    const json = execFileSync('npm', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // A list of one package, or, since npm 12, a record of it by its name.
    const [report] = Object.values(
      JSON.parse(json) as Record<string, { filename: string; files: { path: string }[] }>,
    );
    filename = report!.filename;
    packed = report!.files.map((file) => file.path);
  });

  it('holds what was compiled, the page, the models and the documents, and nothing else', () => {
    const allowed = [
      /^(LICENSE|README\.md|package\.json)$/,
      /^dist\/(src|scripts)\/.+\.(js|d\.ts)$/,
      /^src\/web\/.+\.(html|css|png|webmanifest)$/,
      /^models\//,
      /^docs\//,
    ];
    expect(packed.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('leaves out none of them', () => {
    const wanted = [
      'LICENSE',
      'README.md',
      ...files('src', '.ts').map((path) => `dist/${path.replace(/\.ts$/, '.js')}`),
      ...files('scripts', '.ts').map((path) => `dist/${path.replace(/\.ts$/, '.js')}`),
      ...files('src/web', '.html', '.css'),
      ...files('models', ''),
      ...files('docs', ''),
    ];
    expect(wanted.filter((path) => !packed.includes(path))).toEqual([]);
  });

  it('plays from another folder, with nothing of this one but its dependencies', () => {
    execFileSync('tar', ['-xzf', join(folder(), filename), '-C', folder()]);
    symlinkSync(resolve('node_modules'), join(folder(), 'package', 'node_modules'));
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      bin: { ghostnote: string };
    };
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, [join(folder(), 'package', bin.ghostnote), ...args], {
        ...{ encoding: 'utf8', stdio: 'pipe' },
        cwd: folder(),
      });
    run('generate', '--ticks', '32', '-o', 'take.mid');
    expect(readFileSync(join(folder(), 'take.mid')).subarray(0, 4).toString()).toBe('MThd');
    // So slow that a plan is there in time on a busy machine, too.
    const slowly = ['--tempo', '60', '--seconds', '3'];
    const ports = ['--osc-port', '0', '--http-port', '0', '--state', 'state'];
    const told = run('play', '--headless', ...slowly, '--json', ...ports);
    const { ticks, notes_on, notes_off } = JSON.parse(told) as Record<string, number>;
    expect([ticks! > 0, notes_on! > 0, notes_off]).toEqual([true, true, notes_on]);
  }, 120_000);
});

it('nothing of an older build is packed: what was compiled goes, and is compiled anew', async () => {
  const stale = ['dist/src/old.js', 'dist/src/.tsbuildinfo', 'dist/scripts/old.js'];
  const folder = await scratchFolder({
    'package.json': readFileSync('package.json'),
    ...Object.fromEntries(stale.map((path) => [path, ''])),
  });
  execFileSync('npm', ['run', 'prepack'], { cwd: folder, stdio: 'ignore', shell: true });
  expect(stale.filter((path) => existsSync(join(folder, path)))).toEqual([]);
});

it('package-lock.json names no registry and no path outside the project, and the hash of each package', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Record<string, unknown>>;
  };
  const places = Object.entries(lock.packages).flatMap(([name, entry]) => [
    name,
    ...Object.entries(entry)
      .filter(([key]) => key !== 'funding')
      .flatMap(([, value]) => strings(value)),
  ]);
  expect(places.length).toBeGreaterThan(1000);
  expect(places.filter((text) => /^(\/|\.\.|file:|https?:|git)/.test(text))).toEqual([]);
  for (const [name, { integrity }] of Object.entries(lock.packages))
    if (name !== '') expect(integrity, name).toMatch(/^sha512-/);
});

function files(folder: string, ...endings: string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
