import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TutorialCodec, tutorialSpec, tutorialVelocity } from '../../model/codec/tutorial.js';
import { Vocabulary } from '../../model/codec/vocabulary.js';
import { Fault } from '../../model/fault.js';
import { convertModel, type KerasNetwork } from '../../model/files/keras/convert.js';
import type { KerasModel } from '../../model/files/keras/layer.js';
import { readCheckpoint } from '../../model/files/keras/read-checkpoint.js';
import { cardFile, checkpointFile, manifestFile } from '../../model/files/model-files.js';
import { loadManifest, saveModel } from '../../model/files/model-folder.js';
import { unpickleStrings } from '../../model/files/pickle.js';
import { readRegularFile } from '../../model/files/read-file.js';
import { manifestVersion, type Manifest } from '../../model/manifest.js';
import { describeLayers } from '../../model/net/architecture.js';
import { paramCount } from '../../model/net/params.js';
import { isRecurrent } from '../../model/net/stack.js';
import { openingsOf } from '../../model/openings.js';
import type { Command } from '../command.js';
import { flag, number, text, type Values } from '../core/setting.js';
import { jsonAnyway } from '../core/settings.js';

const mostCheckpoint = 2 ** 30;
const mostNotes = 2 ** 28;

/** The tutorial's own. */
const usualWindow = 100;

/** The tutorial's checkpoint and its pickled `notes`, to a model folder that plays (docs/keras.md). */
export const importKeras: Command = {
  help: "make a model folder of the Keras tutorial's checkpoint and notes",
  options: [
    text('notes', '', 'the pickled list of notes that the network was trained on'),
    text('out', '', 'folder for the model'),
    number('window', [0, 1000, 1], 0, 'tokens', 'its window; 0: as the file says, else 100', false),
    text('name', 'my Keras model', 'what the model is called'),
    text('data-name', 'MIDI files of your own', 'what the card says of the data'),
    text('licence', 'unknown', 'licence of the data'),
    text('attribution', '', 'whom the card thanks for the data'),
    flag('force', 'write over a model that is in --out, and was not imported'),
    jsonAnyway,
  ],
  positionals: 'CHECKPOINT',
  async run({ values, positionals, out, err }) {
    const { checkpoint, notes: pickle, folder } = places(positionals, values);
    if (values['force'] !== true) await refuseToReplace(folder);
    const notes = await blame(pickle, async () => {
      const all = unpickleStrings(await readRegularFile(pickle, mostNotes));
      checkNotes(all);
      return all;
    });
    const { model, network } = await blame(checkpoint, async () => {
      const model = await readCheckpoint(await readRegularFile(checkpoint, mostCheckpoint));
      return { model, network: convertModel(model) };
    });
    const { architecture, params } = network;
    const manifest = describe(network, model, notes, { checkpoint, pickle, values });
    await saveModel(folder, { manifest, params });
    err(`read ${describeLayers(architecture)}, softmax, as Keras ${model.version ?? '3'} has it`);
    if (model.layers.every(({ config }) => config === undefined)) {
      err('the file has weights alone: activations are taken to be those of the tutorial');
    }
    err(`wrote ${folder}; hear it with: ghostnote play --model ${folder}`);
    const { stack, vocabulary: vocab } = architecture;
    const layers = stack.filter(isRecurrent).length;
    const { window } = manifest;
    out(JSON.stringify({ layers, params: paramCount(architecture), vocab, window }));
    return 0;
  },
};

function places(positionals: readonly string[], values: Values) {
  const [checkpoint, ...more] = positionals;
  const [notes, folder] = [values['notes'] as string, values['out'] as string];
  if (checkpoint === undefined || more.length > 0 || notes === '' || folder === '') {
    throw new Fault('USAGE', 'import-keras takes a checkpoint, its notes and a folder to write', {
      hint: 'ghostnote import-keras weights.hdf5 --notes notes --out my-model',
    });
  }
  return { checkpoint, notes, folder };
}

/** An import is soon done again; what was trained took hours, and a README.md may be anyone's. */
async function refuseToReplace(folder: string): Promise<void> {
  const has = (name: string): boolean => existsSync(join(folder, name));
  if (!has(manifestFile) && !has(cardFile) && !has(checkpointFile)) return;
  const there = await loadManifest(folder).catch(() => undefined);
  if (there !== undefined && 'keras' in there.training && !has(checkpointFile)) return;
  throw new Fault('USAGE', 'has something that was not imported', {
    file: folder,
    hint: 'name another --out, or add --force to write over what is there',
  });
}

function checkNotes(notes: readonly string[]): void {
  if (notes.length === 0) throw new Fault('DATA_EMPTY', 'the list of notes is empty');
  const codec = new TutorialCodec();
  for (const note of new Set(notes)) codec.sound(note);
}

function describe(
  { architecture }: KerasNetwork,
  model: KerasModel,
  notes: readonly string[],
  from: { readonly checkpoint: string; readonly pickle: string; readonly values: Values },
): Manifest {
  const { checkpoint, pickle, values } = from;
  const vocabulary = Vocabulary.learn([notes]);
  const outputs = architecture.vocabulary;
  if (vocabulary.size !== outputs) {
    throw new Fault(
      'VOCABULARY_MISMATCH',
      `has ${vocabulary.size} distinct notes, and the network of ${checkpoint} tells ${outputs} apart`,
      { file: pickle, hint: 'give the notes that this very network was trained on' },
    );
  }
  const window = (values['window'] as number) || (model.window ?? usualWindow);
  const { names, counts } = vocabulary;
  return {
    format: 'ghostnote-model',
    version: manifestVersion,
    name: values['name'] as string,
    architecture: { ...architecture, stack: [...architecture.stack], features: [] },
    codec: { ...tutorialSpec },
    vocabulary: { names: [...names], counts: [...counts] },
    window,
    usualVelocity: [tutorialVelocity / 127],
    openings: openingsOf(
      notes.map((note) => vocabulary.id(note)),
      window,
    ),
    training: {
      checkpoint: basename(checkpoint),
      keras: model.version ?? 'unknown',
      notes: notes.length,
    },
    data: {
      name: values['data-name'] as string,
      licence: values['licence'] as string,
      attribution: values['attribution'] as string,
    },
    scores: {},
  };
}

async function blame<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Fault ? error.in(file) : error;
  }
}
