import h5wasm, { Dataset, Group } from 'h5wasm';
import { Fault } from '../../fault.js';

/** An array of numbers in a file, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A group of an HDF5 file. Paths are relative, with slashes; what is not there is undefined. */
export interface Hdf5Group {
  /** Names of what is in it, in alphabetical order. */
  names(): string[];
  group(path: string): Hdf5Group | undefined;
  /** Throws `Fault` KERAS_BROKEN where it holds anything but finite floating-point numbers. */
  tensor(path: string): Tensor | undefined;
  /** A string attribute, of fixed or variable length. */
  text(name: string): string | undefined;
  /** An attribute that is a list of strings, or an empty one of whatever type. */
  texts(name: string): string[] | undefined;
}

/** Numbers in one array, and bytes in one attribute. */
const mostNumbers = 64 * 2 ** 20;
const mostBytes = 64 * 2 ** 20;

const hint = 'copy the checkpoint again, or save the model again in Keras';

/**
 * Opens `bytes` as an HDF5 file and reads it. Blocks while it does; one file at a time.
 * Throws what `read` throws, and `Fault` KERAS_BROKEN for anything that the HDF5 library stumbles over.
 */
export async function readHdf5<T>(bytes: Uint8Array, read: (root: Hdf5Group) => T): Promise<T> {
  const { FS } = await hdf5;
  const name = '/checkpoint.h5';
  try {
    FS.writeFile(name, bytes);
    const file = new h5wasm.File(name, 'r');
    if (file.file_id < 0n) {
      throw new Fault('KERAS_BROKEN', 'is not an HDF5 file, or one that was cut short', { hint });
    }
    try {
      return read(groupOf(file));
    } finally {
      file.close();
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('KERAS_BROKEN', 'is a damaged HDF5 file', { hint, cause });
  } finally {
    if (FS.analyzePath(name, false).exists) FS.unlink(name);
  }
}

/** The library, with its complaints about broken files, which it would print, thrown away. */
const hdf5 = h5wasm.ready.then((module) => {
  const FS = module.FS as typeof module.FS & { getStream: (file: number) => FS.FSStream };
  FS.close(FS.getStream(2));
  FS.open('/dev/null', 'w'); // takes the number that is free now
  return module;
});

function groupOf(group: Group): Hdf5Group {
  return {
    names: () => group.keys().sort(),
    group: (path) => {
      const found = group.get(path);
      return found instanceof Group ? groupOf(found) : undefined;
    },
    tensor: (path) => {
      const found = group.get(path);
      return found instanceof Dataset ? tensorOf(found, path) : undefined;
    },
    text: (name) => {
      const value = attribute(group, name);
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => {
      const value = attribute(group, name);
      if (value === undefined || typeof value === 'string') return undefined;
      if (value.every((item) => typeof item === 'string')) return value;
      throw new Fault('KERAS_BROKEN', `its attribute ${name} is not a list of names`, { hint });
    },
  };
}

function tensorOf(dataset: Dataset, path: string): Tensor {
  const { total_size: size, shape } = dataset.metadata;
  if (shape === null || size > mostNumbers) {
    throw new Fault('KERAS_BROKEN', `${path} claims ${size} numbers`, { hint });
  }
  const { value } = dataset;
  if (!(value instanceof Float32Array || value instanceof Float64Array) || value.length !== size) {
    throw new Fault('KERAS_BROKEN', `${path} does not hold ${size} floating-point numbers`, {
      hint,
    });
  }
  const odd = value.find((number) => !Number.isFinite(Math.fround(number)));
  if (odd !== undefined) {
    throw new Fault('KERAS_BROKEN', `${path} holds ${odd}`, {
      hint: 'the training went astray, or the file is damaged: take an earlier checkpoint',
    });
  }
  return { shape, data: Float32Array.from(value) };
}

function attribute(group: Group, name: string): string | unknown[] | undefined {
  const found = group.attrs[name];
  if (found === undefined) return undefined;
  const { total_size: count, size } = found.metadata;
  if (count === 0) return [];
  if (count * size > mostBytes) {
    throw new Fault('KERAS_BROKEN', `its attribute ${name} claims ${count * size} bytes`, { hint });
  }
  const { value } = found;
  return typeof value === 'string' || Array.isArray(value) ? value : undefined;
}
