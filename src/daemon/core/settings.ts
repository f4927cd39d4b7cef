import { pieceStyles } from '../../model/features.js';
import { usualReprise, usualTopP } from '../../model/tick.js';
import { beatSources } from './clock-status.js';
import { leads, modes, tradeFirsts } from './mode.js';
import { mostParts } from './part-settings.js';
import { chords, roots, scales } from './scales.js';
import { swingSources, swungNotes } from './swing.js';
import {
  choice,
  fine,
  flag,
  grouped,
  number,
  once,
  perPart,
  pitched,
  text,
  zeroIs,
  type Setting,
  type Values,
} from './setting.js';

/**
 * The one declaration of every setting (DESIGN 7). Flags, environment variables, OSC addresses,
 * WebSocket patches, TUI keys, the page and the reference are all made from it.
 */
export const settings: readonly Setting[] = [
  ...grouped(
    'time',
    fine(
      number('tempo', [20, 300, 1], 120, 'BPM', 'beats a minute, unless a MIDI clock sets them'),
    ),
  ),
  ...perPart(
    'sampling',
    number('temperature', [0, 2, 0.05], 1, '', 'how adventurous: 0 always plays what is likeliest'),
    number(
      'top-p',
      [0.02, 1, 0.02],
      usualTopP,
      '',
      'plays nothing unlikely: only what holds this share of all chances',
    ),
    zeroIs(
      'off',
      number('top-k', [0, 200, 1], 0, 'choices', 'plays only one of so many likeliest; 0 is off'),
    ),
    number('seed', [0, 999999, 1], 93, '', 'the same seed, input and clock give the same notes'),
    choice(
      'style',
      ['any', ...pieceStyles],
      'the style it leans to, of those that its model knows',
    ),
  ),
  ...perPart(
    'steering',
    number('density', [-1, 1, 0.05], 0, '', 'how busy: -1 is sparse, 0 as learned, 1 busy'),
    number('repetition', [-1, 1, 0.05], 0, '', '1 holds the last bar, -1 keeps from loops'),
    number(
      'reprise',
      [0, 1, 0.05],
      usualReprise,
      '',
      'chance that a melody plays its last eight bars a second time',
    ),
    number('cache', [0, 1, 0.05], 0, '', 'how much it goes by what was played this session'),
    zeroIs(
      'off',
      number('freeze', [0, 8, 1], 0, 'bars', 'loop its last bars, so many of them; 0 is off'),
    ),
    zeroIs(
      'off',
      number(
        'plan-bars',
        [0, 4, 1],
        0,
        'bars',
        'show what it intends, so many bars ahead; 0 is off',
      ),
    ),
    pitched(
      number('lowest', [0, 127, 1], 0, '', 'lowest pitch of a melody; middle C is C4, or 60'),
    ),
    pitched(number('highest', [0, 127, 1], 127, '', 'highest pitch of a melody')),
    number(
      'transpose',
      [-24, 24, 1],
      0,
      'st',
      'a melody sounds so many semitones higher, and hears you in that key',
    ),
  ),
  ...grouped(
    'steering',
    choice('root', roots, 'what scale and chord are built on'),
    choice('scale', scales, 'a melody keeps to this scale'),
    choice('chord', chords, 'a melody keeps to the notes of this chord, whatever the scale'),
  ),
  ...perPart(
    'feel',
    number('dynamics', [0, 2, 0.05], 1, '', 'loudness: 0 is even, 1 as learned, 2 twice as varied'),
    number('humanize', [0, 2, 0.05], 1, '', 'timing: 0 is exact, 1 as learned, 2 twice as loose'),
  ),
  ...grouped(
    'parts',
    number('parts', [1, mostParts, 1], 1, '', 'how many parts play at once', false),
  ),
  ...perPart(
    'parts',
    zeroIs(
      'auto',
      number(
        'channel',
        [0, 16, 1],
        0,
        '',
        'MIDI channel it plays on; 0 is 10 for drums, 1 for notes',
      ),
    ),
    number('level', [0, 2, 0.05], 1, '', 'loudness of every note: 0 is silent, 1 as played'),
    number(
      'delay',
      [-50, 100, 1],
      0,
      'ms',
      'plays so much later than the others, or earlier below 0',
    ),
    number('blend', [0, 1, 0.05], 0, '', 'how far the second model decides, if there is one'),
    flag('mute', 'it plays on, unheard', true),
    flag('solo', 'once a part has this on, only parts that have it are heard', true),
  ),
  ...grouped(
    'time',
    choice(
      'clock',
      beatSources,
      'whose beat it plays: its own, a MIDI clock, Ableton Link, or yours',
    ),
    flag('link-start', 'with Ableton Link: start and stop with the others, and they with it', true),
    zeroIs(
      'off',
      number(
        'count-in',
        [0, 16, 1],
        0,
        'beats',
        'begins when you have struck one key so often, on the beat; 0 is off',
      ),
    ),
    zeroIs(
      'never',
      number(
        'end-after',
        [0, 32, 1],
        0,
        'bars',
        'ends on the bar line after so many bars without a key; 0 is never',
      ),
    ),
    flag('clock-out', 'send a MIDI clock, for other machines to follow', true),
    number('nudge', [-100, 100, 1], 0, 'ms', 'play so much later, or earlier below 0'),
    number(
      'latency',
      [0, 200, 1],
      0,
      'ms',
      'how late your keys come: it hears them so much earlier',
    ),
    number('swing', [50, 75, 1], 50, '%', 'every second note later: 50 is straight, 67 a triplet'),
    choice('swing-notes', swungNotes, 'which notes swing: in a shuffle eighths'),
    choice(
      'swing-from',
      swingSources,
      'whose swing: yours, once it is clear, or as it is set here',
    ),
    number('beats-per-bar', [2, 7, 1], 4, 'beats', 'the metre, from the next bar on'),
  ),
  ...perPart(
    'jam',
    choice('mode', modes, 'how it plays with you'),
    number('listen', [0, 1, 0.05], 1, '', 'how much it goes where you go: 0 is not at all'),
    zeroIs(
      'all',
      number('hears', [0, 16, 1], 0, '', 'the MIDI channel of the player that it hears; 0 is all'),
    ),
    choice('lead', leads, 'in accompany: busier when you are, or making room'),
    number('patience', [0.25, 16, 0.25], 1, 'beats', 'in continue: goes on so long after you stop'),
    number('trade-bars', [1, 16, 1], 4, 'bars', 'in trade: so many bars each'),
    choice('trade-first', tradeFirsts, 'in trade: who has the first bars of the song'),
    zeroIs(
      'off',
      pitched(
        number(
          'split',
          [0, 127, 1],
          0,
          '',
          'keys below this choose the chord of a melody; 0 is off',
        ),
      ),
    ),
  ),
  ...grouped(
    'session',
    zeroIs(
      'at once',
      number('preset-fade', [0, 64, 1], 0, 'bars', 'recalls a preset over so many bars; 0 at once'),
    ),
    flag('preset-window', 'presets keep what was played last, too, and recall it', true),
    flag('pick-up', 'a learned knob moves nothing before it has met the setting', true),
  ),
  ...perPart(
    'session',
    text('model', '', 'model folder; empty is the drummer that comes with ghostnote'),
    text('blend-model', '', 'folder of a second model, to blend in; empty is none'),
  ),
  ...perPart(
    'ports',
    text(
      'midi-out',
      'ghostnote out',
      'MIDI output: made if called ghostnote…, else one that exists',
    ),
  ),
  ...grouped(
    'ports',
    text('midi-in', 'ghostnote in', 'MIDI input: made if called ghostnote…, else one that exists'),
    text(
      'surface',
      '',
      'MIDI port of a control surface: heard beside midi-in, and told what is set; empty is none',
    ),
  ),
  ...grouped(
    'network',
    number('osc-port', [0, 65535, 1], 9000, '', 'UDP port for OSC; 0 picks a free one', false),
    number(
      'http-port',
      [0, 65535, 1],
      8765,
      '',
      'TCP port for page and WebSocket; 0 picks a free one',
      false,
    ),
    text(
      'link-interface',
      '',
      "Ableton Link by one network alone: this machine's address there; empty is all",
    ),
    flag('lan', 'let phones and others of your network in: the page asks them for a code'),
    text('osc-allow', '', 'with lan: who may send OSC unpaired, 192.168.1.20,10.0.0.0/24'),
  ),
  ...grouped(
    'session',
    number(
      'seconds',
      [0, 604800, 1],
      0,
      's',
      'end by itself after so long; 0 plays until stopped',
      false,
    ),
    text('record', '', 'write what was played to this MIDI file'),
    number(
      'journal',
      [0, 1_000_000, 1],
      256,
      'MB',
      'keep so much of what is played; 0 is nothing',
      false,
    ),
    text('state', '', 'folder of sessions, presets, learned controllers; empty is the usual place'),
    text('engine', 'ort', 'ort, tfjs, or auto: the fastest on this machine, on any device'),
    text('device', 'cpu', 'where the engine computes: cpu, webgpu, cuda, coreml, dml'),
    flag('headless', 'no terminal UI'),
    flag('stopped', 'do not start playing until told to'),
    once(text('config', '', 'file of settings; empty is ./ghostnote.toml, else your own')),
    once(flag('json', 'print one JSON object as the last line of standard output')),
  ),
];
/** Of a command whose result is JSON, asked for or not. */
export const jsonAnyway = once(flag('json', 'print JSON on standard output, as it does anyway'));

export const liveSettings = settings.filter((setting) => setting.live);

/** What a file of settings may set. */
export const fileSettings = settings.filter((setting) => setting.once !== true);

/** Rows of the table by name, in the order asked for. */
export function pickSettings(...names: readonly string[]): Setting[] {
  return names.map((name) => settings.find((setting) => setting.name === name)!);
}

export function defaults(): Values {
  return Object.fromEntries(settings.map((setting) => [setting.name, setting.default]));
}
