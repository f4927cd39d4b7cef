import { Fault } from '../model/fault.js';
import type { CommandIo, NamedCommand } from './command.js';
import { commands } from './commands/index.js';
import { parseArguments } from './core/arguments.js';
import { readConfig } from './core/config.js';
import { renderCommandHelp, renderHelp } from './core/help.js';
import { mistypedVariables } from './core/mistyped-variables.js';
import { nearestName } from './core/nearest.js';
import type { Values } from './core/setting.js';
import { fileSettings, pickSettings, settings } from './core/settings.js';
import { findConfig, keepConfig, keptConfig } from './io/config-file.js';
import { isPlayingProcess } from './playing-process.js';
import { version } from './version.js';

/** Runs `ghostnote ARGV` and gives its exit status. @throws Fault for wrong use and for whatever the command fails on. */
export async function runCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  io: Pick<CommandIo, 'lines' | 'out' | 'err' | 'over'>,
): Promise<number> {
  const [name = '--help'] = argv;
  if (name === '--version') {
    io.out(version);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = argv.slice(1).filter((word) => !word.startsWith('-'));
    if (about.length > 0) return runCommandLine([...about, '--help'], env, io);
    io.out(renderHelp(await Promise.all(Object.keys(commands).map(loadCommand))));
    return 0;
  }
  const family = familyOf(name);
  if (family.length > 0 && (argv[1] === '--help' || argv[1] === '-h')) {
    io.out(renderHelp(await Promise.all(family.map(loadCommand))));
    return 0;
  }
  const { verb, rest } = findVerb(argv);
  const command = withConfig(await loadCommand(verb));
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(renderCommandHelp(command));
    return 0;
  }
  const readFile = (config: string): Values => {
    const kept = isPlayingProcess() ? keptConfig() : undefined;
    const file = kept === undefined ? findConfig(config) : (kept ?? undefined);
    keepConfig(file);
    if (file === undefined) return {};
    // Whoever began this process has said it.
    if (!isPlayingProcess()) io.err(`ghostnote: settings from ${file.file}`);
    return readConfig(file.toml, file.file);
  };
  if (!isPlayingProcess())
    for (const line of mistypedVariables(env, [...settings, ...command.options]))
      io.err(`ghostnote: ${line}`);
  return command.run({ ...io, ...parseArguments(rest, command, env, readFile) });
}

/** A command that takes what a file of settings may have takes `--config` too. */
function withConfig(command: NamedCommand): NamedCommand {
  const { options } = command;
  const config = pickSettings('config').filter((row) => !options.includes(row));
  const takesFile = options.some((row) => fileSettings.includes(row));
  return takesFile ? { ...command, options: [...options, ...config] } : command;
}

async function loadCommand(name: string): Promise<NamedCommand> {
  return { name, ...(await commands[name]!()) };
}

/** The verbs of two words of which `name` is the first. */
function familyOf(name: string): string[] {
  return Object.keys(commands).filter((verb) => verb.startsWith(`${name} `));
}

/** A verb is one word or two: `play`, `bench predict`. */
function findVerb(argv: readonly string[]): { verb: string; rest: readonly string[] } {
  for (const words of [2, 1]) {
    const verb = argv.slice(0, words).join(' ');
    if (Object.hasOwn(commands, verb)) return { verb, rest: argv.slice(words) };
  }
  const verbs = Object.keys(commands);
  const [name, second = ''] = argv as [string, string?];
  const family = familyOf(name);
  if (family.length > 0) {
    const names = family.map((verb) => verb.slice(name.length + 1));
    const message =
      second === '' ? `${name} needs to know what` : `there is no ${name} "${second}"`;
    throw new Fault('USAGE', message, { hint: `one of ${names.join(', ')}` });
  }
  if (name === 'train')
    throw new Fault('USAGE', 'training is a script of its own', {
      hint: 'npm run train -- --data FOLDER',
    });
  const close = nearestName(name, verbs);
  throw new Fault('USAGE', `there is no command "${name}"`, {
    hint: close === undefined ? 'see ghostnote --help' : `did you mean "ghostnote ${close}"?`,
  });
}
