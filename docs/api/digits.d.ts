declare module '@cmg/digits' {
  export type DigitsOptions = z.infer<typeof digitsOptions>;
  // digits-options
  const digitsOptions: z.ZodObject<{
      seed: z.ZodDefault<z.ZodInt>;
      clips: z.ZodPrefault<z.ZodObject<{
          train: z.ZodDefault<z.ZodInt>;
          val: z.ZodDefault<z.ZodInt>;
          test: z.ZodDefault<z.ZodInt>;
      }, z.core.$strict>>;
      handwritings: z.ZodPrefault<z.ZodObject<{
          train: z.ZodDefault<z.ZodInt>;
          val: z.ZodDefault<z.ZodInt>;
          test: z.ZodDefault<z.ZodInt>;
      }, z.core.$strict>>;
      voices: z.ZodPrefault<z.ZodObject<{
          train: z.ZodDefault<z.ZodInt>;
          val: z.ZodDefault<z.ZodInt>;
          test: z.ZodDefault<z.ZodInt>;
      }, z.core.$strict>>;
      events: z.ZodDefault<z.ZodInt>;
      window: z.ZodPrefault<z.ZodObject<{
          min: z.ZodDefault<z.ZodInt>;
          max: z.ZodDefault<z.ZodInt>;
      }, z.core.$strict>>;
      overlap: z.ZodDefault<z.ZodInt>;
      unpaired: z.ZodDefault<z.ZodNumber>;
      clutter: z.ZodDefault<z.ZodNumber>;
      noise: z.ZodDefault<z.ZodNumber>;
      normalise: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  export const digitsReader: DatasetReader<DigitsOptions>;
  export { digitsReader as default };
}
