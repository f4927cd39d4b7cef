export const manifestFile = 'model.json';
export const weightsFile = 'weights.safetensors';
export const cardFile = 'README.md';

/** What a folder must have to be played. */
export const modelFiles = [weightsFile, manifestFile] as const;

/** What training leaves beside them: the run itself, and in a folder what it played as it came on. */
export const checkpointFile = 'checkpoint.safetensors';
export const samplesFolder = 'samples';
