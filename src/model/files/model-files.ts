export const manifestFile = 'model.json';
export const weightsFile = 'weights.safetensors';
export const cardFile = 'README.md';

/** What a folder must have to be played. */
export const modelFiles = [weightsFile, manifestFile] as const;
