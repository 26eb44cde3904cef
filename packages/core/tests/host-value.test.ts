import * as tf from '@tensorflow/tfjs';
import { hostValue, type HostValueRecorder, isRecording, Random, recordHostValues, StepRandom } from '../src/index.js';

const one = () => tf.scalar(1);

describe('hostValue', () => {
  it('is what its function makes, and made by the recorder while one is there', () => {
    const made: string[] = [];
    const take: HostValueRecorder = (make) => (made.push(isRecording() ? 'within' : 'outside'), make());
    expect([isRecording(), hostValue(one).dataSync()[0]]).toEqual([false, 1]);
    expect(made).toEqual([]);
    const sum = recordHostValues(take, () => {
      expect(isRecording()).toBe(true);
      return hostValue(() => tf.add(hostValue(one), isRecording() ? 10 : 20));
    });
    expect([isRecording(), sum.dataSync()[0], made]).toEqual([false, 21, ['outside']]);
  });

  it('is as before where the function or what is recorded fails', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => recordHostValues((make) => make(), fail)).toThrow('no');
    recordHostValues(
      (make) => make(),
      () => {
        expect(() => hostValue(fail)).toThrow('no');
        expect(isRecording()).toBe(true);
        expect(() => recordHostValues((make) => make(), one)).toThrow('a recording is already in progress');
      },
    );
    expect(isRecording()).toBe(false);
  });
});

describe('StepRandom', () => {
  it('draws what the root draws for the present step', () => {
    const root = new Random(5);
    const stepRandom = new StepRandom(root);
    const drawn = [3, 4, 3].map((step) => {
      stepRandom.seek('step', step);
      return stepRandom.fork('club', 'audio').uint32();
    });
    expect(drawn).toEqual([3, 4, 3].map((step) => root.fork('step', step).fork('club', 'audio').uint32()));
    expect(drawn[1]).not.toBe(drawn[0]);
  });

  it('draws without a fork what the present step draws, whatever was drawn before', () => {
    const stepRandom = new StepRandom(new Random(5));
    const draw = () => [stepRandom.uniform(), stepRandom.normal(), ...stepRandom.permutation(4), ...stepRandom.dropoutMask(4, 0.5)];
    stepRandom.seek('step', 1);
    const first = draw();
    stepRandom.seek('step', 2);
    expect(draw()).not.toEqual(first);
    stepRandom.seek('step', 1);
    expect(draw()).toEqual(first);
  });

  it('refuses a draw that is recorded as it is', () => {
    const stepRandom = new StepRandom(new Random(5));
    stepRandom.seek('step', 1);
    recordHostValues(
      (make) => make(),
      () => {
        expect(hostValue(() => tf.scalar(stepRandom.fork('a').uniform())).shape).toEqual([]);
        expect(() => stepRandom.fork('a', 2)).toThrow("'a/2' is drawn outside a hostValue");
        for (const draw of [
          () => stepRandom.uniform(),
          () => stepRandom.normal(),
          () => stepRandom.permutation(3),
          () => stepRandom.dropoutMask(3, 0.5),
        ]) {
          expect(draw).toThrow('is drawn outside a hostValue');
        }
      },
    );
  });
});
