declare module '@cmg/mm-ema' {
  export type CmcmOptions = z.infer<typeof options>;
  export interface CodeMatch {
      readonly probability: tf.Tensor2D;
      readonly logProbability: tf.Tensor2D;
      readonly present?: tf.Tensor2D;
  }
  export type CodeMatchingVariant = 'improved' | 'paper' | 'official';
  export type CrossCommitmentOptions = z.infer<typeof options>;
  export type MmEmaOptions = z.infer<typeof options>;
  export type Pairing = 'none' | 'aligned' | 'cross-attention';
  export const cmcm: ObjectiveFactory<CmcmOptions>;
  export function codeMatch(distances: tf.Tensor3D, present?: tf.Tensor2D): CodeMatch;
  export function codeMatchingLoss(matches: readonly CodeMatch[], variant: CodeMatchingVariant): tf.Tensor1D;
  export const crossCommitment: ObjectiveFactory<CrossCommitmentOptions>;
  export function crossCommitmentLoss(z: tf.Tensor3D, otherCodes: readonly tf.Tensor3D[], beta: number, shared?: readonly tf.Tensor2D[]): tf.Scalar;
  export const mmEma: ObjectiveFactory<MmEmaOptions>;
  // cmcm
  const options: z.ZodObject<{
      variant: z.ZodDefault<z.ZodEnum<{
          improved: "improved";
          official: "official";
          paper: "paper";
      }>>;
  }, z.core.$strict>;
  // cross-commitment
  const options: z.ZodObject<{
      beta: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  // mm-ema
  const options: z.ZodObject<{
      decay: z.ZodDefault<z.ZodNumber>;
      epsilon: z.ZodDefault<z.ZodNumber>;
      order: z.ZodDefault<z.ZodEnum<{
          joint: "joint";
          sequential: "sequential";
      }>>;
      pairing: z.ZodDefault<z.ZodEnum<{
          "cross-attention": "cross-attention";
          aligned: "aligned";
          none: "none";
      }>>;
  }, z.core.$strict>;
  export function pairedVectors(semantic: readonly tf.Tensor3D[], pairing: Pairing, present?: readonly tf.Tensor2D[]): readonly tf.Tensor3D[];
}
