import { Fault } from '../../model/fault.js';
import { nearestName } from './nearest.js';
import { isTruth, parseSetting } from './parse-settings.js';
import { findRow, isShared, mostParts, spreadRows, splitPartName } from './part-settings.js';
import type { Setting, SettingValue, Values } from './setting.js';

/** What a command takes: the part of a `Command` that its usage is made from. */
export interface Usage {
  readonly name: string;
  /** What somebody types for it, where that is not `ghostnote` and its name. */
  readonly typed?: string;
  readonly help: string;
  readonly options: readonly Setting[];
  /** As the usage line shows them: `FILE…`, or empty for none. */
  readonly positionals: string;
}

export interface Arguments {
  /**
   * Every option: from its flag, else its environment variable, else the file of settings, else its default. Of parts
   * beyond the first, what was said of them.
   */
  readonly values: Values;
  readonly positionals: readonly string[];
}

/**
 * `--name value`, `--name=value`, `-o value`, `--name` for a boolean; after `--` all is positional.
 * A flag given twice keeps its last value. `readFile` gives the values in the file of settings that
 * `--config` names; it is asked where the command takes what a file may have. Faults: USAGE for what
 * it does not take, BAD_VALUE, and those of `readFile`.
 */
export function parseArguments(
  argv: readonly string[],
  usage: Usage,
  env: Readonly<Record<string, string | undefined>> = {},
  readFile: (config: string) => Values = () => ({}),
): Arguments {
  const values: Record<string, SettingValue> = {};
  const positionals: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at]!;
    if (argument === '--') {
      positionals.push(...argv.slice(at + 1));
      break;
    }
    if (!isFlag(argument)) {
      positionals.push(argument);
      continue;
    }
    const [flag, inline] = splitAtEquals(argument);
    const option = findOption(flag, usage);
    const next = argv[at + 1];
    if (inline !== undefined) values[option.name] = parseSetting(option, inline);
    else if (option.type === 'boolean') {
      if (usage.positionals === '' && next !== undefined && isTruth(next)) throw apart(flag, next);
      values[option.name] = true;
    } else if (next === undefined || isFlag(next)) throw missingValue(flag, option);
    else {
      values[option.name] = parseSetting(option, next);
      at += 1;
    }
  }
  if (usage.positionals === '' && positionals.length > 0) throw extraPositional(usage, positionals);
  const variables = Object.keys(env).some(isOfPart);
  for (const option of spreadNamed(usage, variables)) {
    const value = values[option.name] ?? readEnvironment(option, env);
    if (value !== undefined) values[option.name] = value;
  }
  const takesFile = usage.options.some(({ name }) => name === 'config');
  const file = takesFile ? readFile((values['config'] ?? '') as string) : {};
  const typed = new Set(Object.keys(values));
  const filed = Object.keys(file).some((name) => splitPartName(name).part > 1);
  for (const { name } of spreadNamed(usage, filed)) {
    const value = values[name] ?? file[name];
    if (value !== undefined) values[name] = value;
  }
  for (const { name, default: fallback } of usage.options) values[name] ??= fallback;
  checkParts(values, typed);
  return { values, positionals };
}

/** All options, of every part where parts beyond the first are named: those are thousands of rows, at every start. */
function spreadNamed(usage: Usage, named: boolean): readonly Setting[] {
  return named ? spreadRows(usage.options, mostPartsOf(usage)) : usage.options;
}

/** What somebody types to run it, before its flags. */
export function typedFor({ name, typed = `ghostnote ${name}` }: Usage): string {
  return typed;
}

/** Only a command that plays parts takes the flags of more than one. */
function mostPartsOf({ options }: Usage): number {
  return options.some(({ name }) => name === 'parts') ? mostParts : 1;
}

/** Who said it in a file is told what to write there; `typed` names what flags and the environment said. */
function checkParts(values: Values, typed: ReadonlySet<string>): void {
  const parts = Number(values['parts'] ?? 1);
  const beyond = Object.keys(values).find((name) => splitPartName(name).part > parts);
  if (beyond === undefined) return;
  const { part } = splitPartName(beyond);
  throw new Fault('USAGE', `${beyond} is of a part that does not play: parts is ${parts}`, {
    hint: typed.has(beyond) ? `add --parts ${part}` : `put parts = ${part} at the top of the file`,
  });
}

/** What the variables of the environment that are settings begin with. */
export const environmentPrefix = 'GHOSTNOTE_';

/** `top-p` is `GHOSTNOTE_TOP_P`. */
export function environmentName(setting: Setting): string {
  return `${environmentPrefix}${setting.name.toUpperCase().replace(/[-/]/g, '_')}`;
}

/** Whether a variable may be a setting of a part beyond the first. Windows minds no case. */
function isOfPart(variable: string): boolean {
  return variable.toUpperCase().startsWith(`${environmentPrefix}PART_`);
}

/** A variable that is set but empty counts as not set. */
function readEnvironment(
  option: Setting,
  env: Readonly<Record<string, string | undefined>>,
): SettingValue | undefined {
  const name = environmentName(option);
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  try {
    return parseSetting(option, text);
  } catch (error) {
    throw error instanceof Fault ? error.in(name) : error;
  }
}

/** `-` alone means standard input, and `-3` is a number: neither is a flag. */
function isFlag(argument: string): boolean {
  return /^-(-|[a-z])/i.test(argument);
}

function splitAtEquals(argument: string): [flag: string, value: string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function findOption(flag: string, usage: Usage): Setting {
  const { name: command, options } = usage;
  const option =
    options.find(({ short }) => flag === `-${short}`) ??
    (flag.startsWith('--') ? findRow(flag.slice(2), options, mostPartsOf(usage)) : undefined);
  if (option !== undefined) return option;
  throw new Fault('USAGE', `${command} has no flag ${flag}`, { hint: hintFlag(flag, usage) });
}

function hintFlag(flag: string, usage: Usage): string {
  const { options } = usage;
  const name = flag.slice(2);
  if (isShared(name, options)) return `all parts share --${splitPartName(name).name}`;
  const flags = spreadRows(options, mostPartsOf(usage)).map(({ name }) => `--${name}`);
  const near = nearestName(flag, flags);
  return near === undefined ? whereListed(usage) : `did you mean ${near}?`;
}

function missingValue(flag: string, option: Setting): Fault {
  const word = option.default === '' ? 'VALUE' : String(option.default);
  const example = word.includes(' ') ? `"${word}"` : word;
  return new Fault('USAGE', `${flag} needs a value`, { hint: `for instance ${flag} ${example}` });
}

/** For what takes no words beside its flags: elsewhere `on` may be the name of a file. */
function apart(flag: string, value: string): Fault {
  return new Fault('USAGE', `${flag} is a switch, and takes no word after it`, {
    hint: `say ${flag}=${value}`,
  });
}

function extraPositional(usage: Usage, positionals: readonly string[]): Fault {
  const flags = usage.options.map(({ name }) => name);
  const near = nearestName(positionals[0]!, flags);
  return new Fault('USAGE', `${usage.name} takes flags only, not "${positionals[0]!}"`, {
    hint: near === undefined ? whereListed(usage) : `did you mean --${near}?`,
  });
}

function whereListed(usage: Usage): string {
  return `${typedFor(usage)} --help lists them`;
}
