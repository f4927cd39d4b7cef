import type { Values } from '../../src/daemon/core/setting.js';
import { hardwareOf } from '../../src/model/engine/ort-devices.js';
import { evenBars } from '../../src/model/bars.js';
import { scoreBaselines } from '../../src/model/baselines.js';
import { tutorialSpec, tutorialVelocity } from '../../src/model/codec/tutorial.js';
import { tutorialWindows, type TutorialWindows } from '../../src/model/codec/tutorial-windows.js';
import { scoreParams } from '../../src/model/engine/score.js';
import { Fault } from '../../src/model/fault.js';
import { skip } from '../../src/model/files/notices.js';
import { sampleFiles } from '../../src/model/files/sample-files.js';
import { readTutorialNotes, type TutorialNotes } from '../../src/model/files/tutorial-notes.js';
import type { TutorialArchitecture } from '../../src/model/net/architecture.js';
import type { Layer, RecurrentLayer } from '../../src/model/net/stack.js';
import { openingsOf } from '../../src/model/openings.js';
import type { Piece } from '../../src/model/piece.js';
import { tutorialLesson } from '../../src/model/train/tutorial-lesson.js';
import { hashOf } from './hash-of.js';
import { machineOf, strideOf } from './settings.js';
import type { Task } from './task.js';
import { count } from '../../src/daemon/core/count.js';

/** The tutorial's codec and network, which holds nothing out: judged by its own loss, as the tutorial's checkpoint is. */
export async function tutorialTask(values: Values): Promise<Task> {
  const path = values['data'] as string;
  const files = await sampleFiles(path, values['files'] as number, values['seed'] as number);
  const notes = readTutorialNotes(files);
  const window = values['window'] as number;
  if (notes.tokens.length <= window) throw tooFew(path, notes, window);
  const windows = tutorialWindows(notes.tokens, window);
  const architecture = architectureOf(values, windows.vocabulary.size);
  const pieces = [pieceOf(windows, path)];
  return {
    lesson: tutorialLesson(architecture, windows, {
      T: window,
      B: values['batch'] as number,
      clip: values['clip'] as number,
      hardware: hardwareOf(values['device'] as string),
      weightDecay: values['weight-decay'] as number,
      dropout: values['dropout'] as number,
    }),
    about: `${count(notes.files.length, 'file')}, ${notesAndChords(notes)}, ${count(windows.count, 'window')}, ${count(windows.vocabulary.size, 'token')}`,
    data: hashOf(windows.vocabulary.names, [windows.ids]),
    skipped: notes.skipped.map((fault) => skip(fault, fault.file ?? path)),
    odd: [],
    judgedBy: 'training loss',
    judge: (_, loss) => Promise.resolve(loss),
    async assess(params) {
      const network = { architecture, params, window };
      const stride = strideOf(values, windows.count);
      return {
        on: 'training',
        scores: await scoreParams(network, pieces, stride, machineOf(values)),
        baselines: scoreBaselines(pieces, pieces, windows.vocabulary.size),
      };
    },
    // Its tokens know neither.
    song: { ticksPerBar: tutorialSpec.grid, tempo: undefined },
    manifest: {
      architecture: { ...architecture, stack: [...architecture.stack], features: [] },
      codec: { ...tutorialSpec },
      vocabulary: {
        names: [...windows.vocabulary.names],
        counts: [...windows.vocabulary.counts],
      },
      window,
      usualVelocity: [tutorialVelocity / 127],
      openings: openingsOf(windows.ids, window),
    },
  };
}

/** Recurrent layers, then normalisation, a dense layer, normalisation again, and a dense layer of V. */
function architectureOf(values: Values, vocabulary: number): TutorialArchitecture {
  const units = values['hidden'] as number;
  const cells = {
    lstm: { type: 'lstm', units, gates: 'sigmoid' },
    gru: { type: 'gru', units, gates: 'sigmoid', resetAfter: true },
    rnn: { type: 'rnn', units },
  } as const satisfies Readonly<Record<string, RecurrentLayer>>;
  const norm: Layer = { type: 'norm', epsilon: 1e-3 }; // Keras's own
  return {
    kind: 'tutorial',
    vocabulary,
    stack: [
      ...Array<Layer>(values['layers'] as number).fill(
        cells[values['cell'] as 'lstm' | 'gru' | 'rnn'],
      ),
      norm,
      { type: 'dense', units: values['dense'] as number },
      { type: 'relu' },
      norm,
      { type: 'dense', units: vocabulary },
    ],
    feel: 0,
    lanes: 1,
    features: [],
  };
}

/** All notes as one piece, as the tutorial has them. */
function pieceOf({ ids }: TutorialWindows, file: string): Piece {
  const nothing = new Float32Array(ids.length);
  return {
    file,
    tokens: ids,
    sounds: [],
    velocity: nothing,
    offset: nothing,
    bars: evenBars(tutorialSpec.grid, ids.length),
    kind: null,
    style: null,
    tempo: null,
  };
}

function notesAndChords({ tokens }: TutorialNotes): string {
  return tokens.length === 1
    ? '1 note or chord'
    : `${tokens.length.toLocaleString('en')} notes and chords`;
}

function tooFew(file: string, notes: TutorialNotes, window: number): Fault {
  const { skipped } = notes;
  const first = skipped.at(0);
  const why =
    first === undefined
      ? ''
      : `; the first of ${skipped.length} that cannot be used, ${first.file}: ${first.message}`;
  return new Fault(
    'DATA_EMPTY',
    `has ${notesAndChords(notes)}, and a window takes ${window} and the one after it${why}`,
    { file, hint: 'give more files, or a smaller --window' },
  );
}
