package io.portage.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The position of a change in the order of its source: total, numeric, comparable.
 *
 * <p>Compared by epoch, then position (128 bits, unsigned), then partition, then offset. Partition
 * and offset only break ties: the offset within one partition, the partition as the last resort.
 * Versions of different kinds (log position and time) are not comparable in any meaningful way; a
 * table uses one kind.
 *
 * <p>As a number (the value of the target's version column) the layout is, from the highest bit:
 * epoch 8, position 64 + 64, partition 16, offset 48. It fits {@code DECIMAL(65,0)}.
 *
 * @param epoch 0 to 255, raised when a failover restarts the source's positions
 * @param high the upper half of the position, unsigned
 * @param low the lower half of the position, unsigned
 * @param partition 0 to 65,535
 * @param offset 0 to 2^48 - 1
 */
public record Version(int epoch, long high, long low, int partition, long offset)
    implements Comparable<Version> {
  private static final int MAX_EPOCH = 0xFF;
  private static final int MAX_PARTITION = 0xFFFF;
  private static final long MAX_OFFSET = (1L << 48) - 1;

  /** Checks the ranges of the layout. */
  public Version {
    if (epoch < 0 || epoch > MAX_EPOCH) {
      throw new IllegalArgumentException("epoch " + epoch + " is not within 0.." + MAX_EPOCH);
    }
    if (partition < 0 || partition > MAX_PARTITION) {
      throw new IllegalArgumentException("partition " + partition + " is above " + MAX_PARTITION);
    }
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException("offset " + offset + " is above " + MAX_OFFSET);
    }
  }

  /** The version of a change with this source position. */
  public static Version of(int epoch, SourcePosition position, int partition, long offset) {
    return new Version(epoch, position.high(), position.low(), partition, offset);
  }

  @Override
  public int compareTo(Version other) {
    int order = Integer.compare(epoch, other.epoch);
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    if (order == 0) {
      order = Long.compareUnsigned(low, other.low);
    }
    if (order == 0) {
      order = Integer.compare(partition, other.partition);
    }
    return order == 0 ? Long.compare(offset, other.offset) : order;
  }

  /**
   * The version that the row gets when a key change of this version moves it to its new key: just
   * below every version at this position. The new row is therefore newer, in whichever partition
   * its record arrives.
   */
  public Version versionAfterMove() {
    return new Version(epoch, high, low, 0, 0).predecessor();
  }

  /**
   * Returns true if this is the predecessor of a {@link #versionAfterMove}. It represents the
   * delete that a key change requires before its row; no record has this partition and offset.
   */
  public boolean isBeforeMove() {
    return partition == MAX_PARTITION && offset == MAX_OFFSET - 1;
  }

  /** The next lower version; the lowest version returns itself. */
  public Version predecessor() {
    if (offset > 0) {
      return new Version(epoch, high, low, partition, offset - 1);
    } else if (partition > 0) {
      return new Version(epoch, high, low, partition - 1, MAX_OFFSET);
    } else if (low != 0) {
      return new Version(epoch, high, low - 1, MAX_PARTITION, MAX_OFFSET);
    } else if (high != 0) {
      return new Version(epoch, high - 1, -1, MAX_PARTITION, MAX_OFFSET);
    }
    return epoch == 0 ? this : new Version(epoch - 1, -1, -1, MAX_PARTITION, MAX_OFFSET);
  }

  /**
   * The version that is lower by this number; the lowest version if there are fewer lower ones.
   *
   * @param steps at least 0
   */
  public Version lowerBy(int steps) {
    if (steps <= offset) {
      return steps == 0 ? this : new Version(epoch, high, low, partition, offset - steps);
    }
    Version below = new Version(epoch, high, low, partition, 0).predecessor();
    return below.offset == 0 ? below : below.lowerBy((int) (steps - offset - 1));
  }

  /** Returns true if the position is {@link SourcePosition#SNAPSHOT}. */
  public boolean isOfSnapshot() {
    return high == SourcePosition.SNAPSHOT.high() && low == SourcePosition.SNAPSHOT.low();
  }

  /**
   * Returns true if this version belongs to a snapshot row whose record follows the record of
   * {@code other} in the same partition, but is below {@code other}. Then a connector that had lost
   * its position took a new snapshot, and only an epoch can make that snapshot the newer one. Does
   * not check that both records come from one topic.
   */
  public boolean isOutOfOrderAfter(Version other) {
    return isOfSnapshot()
        && other.isAfter(this)
        && other.epoch == epoch
        && other.partition == partition
        && other.offset < offset;
  }

  /** Returns true if this version is strictly greater than {@code other}. */
  public boolean isAfter(Version other) {
    return compareTo(other) > 0;
  }

  /** The exact number that the target's version column holds, at least 0. */
  public BigInteger toNumber() {
    byte[] bytes = new byte[26];
    bytes[1] = (byte) epoch;
    put(bytes, 2, high, 8);
    put(bytes, 10, low, 8);
    put(bytes, 18, partition, 2);
    put(bytes, 20, offset, 6);
    return new BigInteger(bytes);
  }

  /**
   * The version of a number that {@link #toNumber} returned.
   *
   * @throws ArithmeticException if the number has a fraction
   * @throws IllegalArgumentException if it is negative or longer than the layout
   */
  public static Version ofNumber(BigDecimal number) {
    BigInteger value = number.toBigIntegerExact();
    if (value.signum() < 0 || value.bitLength() > 200) {
      throw new IllegalArgumentException("not a version: " + number);
    }
    return new Version(
        value.shiftRight(192).intValue(),
        value.shiftRight(128).longValue(),
        value.shiftRight(64).longValue(),
        value.shiftRight(48).intValue() & MAX_PARTITION,
        value.longValue() & MAX_OFFSET);
  }

  private static void put(byte[] bytes, int at, long value, int width) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> (8 * (width - 1 - i)));
    }
  }
}
