/** What `--in` of the commands that take clips can be. */
export const CLIPS_HELP =
  'clips: raw media, a file or for text words; features, [N, T, ...] in a .npy, .npz or .h5 file; or a manifest of either, .csv or .jsonl';
