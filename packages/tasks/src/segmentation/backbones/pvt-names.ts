/** The names of the weights that the authors of PVT v2 published, as timm has them; timm's own stay. */
export function timmName(name: string): string {
  return name
    .replace(/^patch_embed1\./, 'patch_embed.')
    .replace(/^patch_embed(\d)\./, (_, stage) => `stages.${Number(stage) - 1}.downsample.`)
    .replace(/^block(\d)\.(\d+)\./, (_, stage, block) => `stages.${Number(stage) - 1}.blocks.${block}.`)
    .replace(/^norm(\d)\./, (_, stage) => `stages.${Number(stage) - 1}.norm.`)
    .replace('dwconv.dwconv.', 'dwconv.');
}
