package io.portage.launcher.bench;

import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** The frequency of each key. */
enum KeyDistribution {
  /** The same frequency for all keys. */
  uniform,
  /** The n-th key with a frequency that falls as n to the power of -0.99. */
  zipf;

  private static final double EXPONENT = 0.99;

  /**
   * Returns a generator of keys from 1 to {@code keys}, deterministic for the state of the random
   * source.
   */
  ToLongFunction<SplittableRandom> over(int keys) {
    return this == uniform ? random -> 1 + random.nextInt(keys) : zipfian(keys);
  }

  /**
   * Uses the approximation of Gray et al., "Quickly generating billion-record synthetic databases":
   * exact for the first two keys, constant time per draw.
   */
  private static ToLongFunction<SplittableRandom> zipfian(int keys) {
    double sum = 0;
    for (int i = 1; i <= keys; i++) {
      sum += StrictMath.pow(i, -EXPONENT);
    }
    double total = sum;
    double two = 1 + StrictMath.pow(2, -EXPONENT);
    double power = 1 / (1 - EXPONENT);
    double eta = (1 - StrictMath.pow(2.0 / keys, 1 - EXPONENT)) / (1 - two / total);
    return random -> {
      double draw = random.nextDouble();
      double share = draw * total;
      if (share < 1) {
        return 1;
      }
      if (share < two) {
        return 2;
      }
      return 1 + Math.min(keys - 1L, (long) (keys * StrictMath.pow(eta * draw - eta + 1, power)));
    };
  }
}
