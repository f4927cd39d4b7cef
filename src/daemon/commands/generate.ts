import { Fault } from '../../model/fault.js';
import { maxMidiBytes } from '../../model/files/find-midi.js';
import { writeMidi } from '../../model/files/midi-write.js';
import { oddLines, type Odd } from '../../model/files/notices.js';
import { readRegularFile } from '../../model/files/read-file.js';
import { replaceFile } from '../../model/files/replace-file.js';
import type { Generator } from '../../model/generator.js';
import { improvise } from '../../model/improvise.js';
import { readPrompt, type Prompt } from '../../model/prompt.js';
import { inKey, transposeToken } from '../../model/transposed-source.js';
import { scoreOfSteps, stepsOf } from '../../model/take.js';
import type { Command } from '../command.js';
import { controlsOf, liveCount, packLive } from '../core/live-values.js';
import { flag, number, text, type Setting } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { loadGenerator, loadSecond } from '../load-generator.js';
import { describeStyleless, knowsStyles } from '../style-warning.js';
import { count } from '../core/count.js';

const own: readonly Setting[] = [
  flag('json', 'print the tokens as JSON on a terminal, too: elsewhere they are printed anyway'),
  number('ticks', [1, 1_000_000, 1], 256, 'ticks', 'how long; 16 are a bar of 4/4', false),
  text('prompt', '', 'MIDI file to go on from, in its metre'),
  { ...text('output', '', 'MIDI file to write'), short: 'o' },
];

export const generate: Command = {
  help: 'write what a model would play to a MIDI file',
  options: [
    ...pickSettings('model', 'seed', 'temperature', 'top-p', 'top-k', 'dynamics', 'humanize'),
    ...pickSettings(
      'density',
      'repetition',
      'reprise',
      'cache',
      'freeze',
      'root',
      'scale',
      'chord',
      'lowest',
      'highest',
      'transpose',
    ),
    ...pickSettings(
      'blend-model',
      'blend',
      'tempo',
      'beats-per-bar',
      'style',
      'channel',
      'engine',
      'device',
    ),
    ...own,
  ],
  positionals: '',
  async run({ values, out, err }) {
    const file = values['output'] as string;
    if (file === '')
      throw new Fault('USAGE', 'generate needs a file to write', { hint: 'add -o take.mid' });
    const how = {
      engine: values['engine'] as string,
      device: values['device'] as string,
      threads: 1,
      warn: err,
    };
    const { generator, model } = await loadGenerator(values['model'] as string, how);
    const second = values['blend-model'] as string;
    const style = values['style'] as string;
    if (style !== 'any' && second === '' && !knowsStyles(model))
      err(describeStyleless(style, model.manifest.name));
    if (second !== '') generator.blendWith(await loadSecond(second, model, how));
    const live = new Float64Array(liveCount(1));
    packLive(values, live);
    const controls = controlsOf(live, 0);
    const source = inKey(generator, err);
    let ticksPerBar = ((values['beats-per-bar'] as number) * generator.codec.spec.grid) / 4;
    const prompt = values['prompt'] as string;
    if (prompt !== '') {
      const read = await openPrompt(generator, prompt, err);
      ({ ticksPerBar } = read);
      const { codec } = generator;
      const frames = read.frames.map((frame) => ({
        ...frame,
        token: transposeToken(codec, frame.token, -controls.transpose),
      }));
      generator.prompt(frames, ticksPerBar, controls);
    }
    const began = performance.now();
    const ticks = values['ticks'] as number;
    const plans = await improvise(source, ticks, controls, () => ({}), ticksPerBar);
    const seconds = (performance.now() - began) / 1000;
    await generator.close();
    const tempo = values['tempo'] as number;
    const channel = values['channel'] as number;
    const steps = stepsOf(plans, generator);
    const score = scoreOfSteps(steps, generator, {
      ...{ tempo, ticksPerBar },
      ...(channel > 0 && { channel: channel - 1 }),
    });
    await replaceFile(file, writeMidi(score));
    err(`wrote ${count(plans.length, 'tick')}, ${count(score.notes.length, 'note')}, to ${file}`);
    const made = {
      ticks: plans.length,
      notes: score.notes.length,
      tokens: plans.map(({ token }) => token),
      ticks_per_s: Math.round(plans.length / seconds),
    };
    // Whoever sits at a terminal has the file: a wall of tokens would push the line above out of sight.
    if (values['json'] === true || !process.stdout.isTTY) out(JSON.stringify(made));
    return 0;
  },
};

async function openPrompt(
  { codec }: Generator,
  file: string,
  err: (line: string) => void,
): Promise<Prompt> {
  const bytes = await readRegularFile(file, maxMidiBytes);
  const odd: Odd[] = [];
  try {
    return readPrompt(codec, bytes, (oddity) => odd.push({ file, ...oddity }));
  } catch (error) {
    throw error instanceof Fault ? error.in(file) : error;
  } finally {
    for (const line of oddLines(odd)) err(line);
  }
}
