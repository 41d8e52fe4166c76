package io.portage.model;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.portage.jmh.Timed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The hash of a row's identity, compared with Guava's functions. */
public class StableHashBenchmark extends Timed {
  /** A key. */
  @Param({"101", "7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11"})
  public String key = "";

  private Row row() {
    Object value = key.length() < 10 ? (Object) Long.valueOf(key) : key;
    return Row.of(Columns.of("id"), value);
  }

  @Benchmark
  public long own() {
    return StableHash.of("users_enriched", row());
  }

  @Benchmark
  public long guavaMurmur() {
    return guava(Hashing.murmur3_128());
  }

  @Benchmark
  public long guavaFarm() {
    return guava(Hashing.farmHashFingerprint64());
  }

  private long guava(HashFunction function) {
    Hasher hasher = function.newHasher().putUnencodedChars("users_enriched");
    Object value = row().get(0);
    if (value instanceof Long number) {
      hasher.putInt(1).putLong(number);
    } else {
      hasher.putInt(2).putUnencodedChars(String.valueOf(value));
    }
    return hasher.hash().asLong();
  }
}
