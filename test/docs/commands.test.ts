import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as Index from '../../src/daemon/commands/index.js';
import { parseArguments } from '../../src/daemon/core/arguments.js';
import { built } from '../support/built.js';

const { commands } = (await import(built('src/daemon/commands/index.js').href)) as typeof Index;

/** What a page shows because it is wrong, for what is said of it. */
const meantWrong = 'npx ghostnote play --tempi 120';

const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
const shown = ['README.md', 'CONTRIBUTING.md', ...pages.map((name) => `docs/${name}`)]
  .flatMap((file) => commandsOf(readFileSync(file, 'utf8')))
  .filter((line) => line !== meantWrong);
const those = (pattern: RegExp) => [...new Set(shown.filter((line) => pattern.test(line)))].sort();

describe('A command that the documents show', () => {
  it.each(those(/^npx ghostnote [a-z]/))(
    '`%s` has a name and flags that there are',
    async (line) => {
      const words = wordsOf(line).slice(2);
      const name = [2, 1]
        .map((count) => words.slice(0, count).join(' '))
        .find((verb) => Object.hasOwn(commands, verb));
      expect(name).toBeDefined();
      const command = await commands[name!]!();
      parseArguments(words.slice(name!.split(' ').length), { name: name!, ...command });
    },
  );

  it.each(those(/^node .*dist\//))('`%s` runs what there is', (line) => {
    const [, source] = /dist\/(\S+)\.js/.exec(line)!;
    expect(existsSync(`${source}.ts`)).toBe(true);
  });

  it.each(those(/\bvitest run /))('`%s` finds its tests', (line) => {
    const [, path] = /vitest run (\S+)/.exec(line)!;
    expect(existsSync(path!)).toBe(true);
    const title = /-t "(.*?)"/.exec(line)?.[1];
    if (title !== undefined) expect(readFileSync(path!, 'utf8')).toContain(title);
  });

  it.each(those(/^npm run /))('`%s` is a script', (line) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    expect(scripts).toHaveProperty([wordsOf(line)[2]!]);
  });
});

/** Whatever is in backticks, and each line of a block for a shell, without its comment and where its output goes. */
function commandsOf(page: string): string[] {
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, text]) =>
    text!.split('\n'),
  );
  const inline = [...page.replace(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)].map(
    ([, text]) => text!,
  );
  return [...blocks, ...inline].map((line) =>
    line
      .replace(/\s+(#|>).*/s, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
}
